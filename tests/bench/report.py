"""How a benchmark speaks: one line per measurement, the ratio last."""

import sys


def title(text: str) -> None:
    sys.stdout.write(f"\n{text}\n")


def line(name: str, value: str, ratio: str = "") -> None:
    sys.stdout.write(f"  {name:<44}{value:>24}{ratio:>20}\n")
    sys.stdout.flush()
