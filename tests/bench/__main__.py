"""Run every benchmark, or the ones named: `python -m tests.bench engine rules durable restart http screens paint`."""

import sys
from collections.abc import Callable

from tests.bench import durable, engine, http, paint, restart, rules, screens

BENCHMARKS: dict[str, Callable[[], None]] = {
    "engine": engine.run,
    "rules": rules.run,
    "durable": durable.run,
    "restart": restart.run,
    "http": http.run,
    "screens": screens.run,
    "paint": paint.run,
}


def main() -> None:
    names = sys.argv[1:] or list(BENCHMARKS)
    for name in names:
        if name not in BENCHMARKS:
            sys.exit(f"no benchmark {name!r}; there are {', '.join(BENCHMARKS)}")
        BENCHMARKS[name]()


main()
