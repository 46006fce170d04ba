"""The paper of a printer: how wide it is, and what its printer can do, as python-escpos knows it."""

import shutil
from dataclasses import dataclass
from functools import cache

PROFILES = {58: "POS-5890", 80: "TM-T20II"}
"""What printers of this width can do at least: the narrow ones neither cut nor make a QR code themselves."""


@dataclass(frozen=True, slots=True)
class Paper:
    """`profile` is python-escpos' name for what the printer can do."""

    profile: str = PROFILES[58]

    @classmethod
    def wide(cls, millimetres: int) -> "Paper":
        """The usual printer of this width."""
        return cls(PROFILES[millimetres])


def profiles() -> set[str]:
    """All printers that python-escpos knows the abilities of."""
    from escpos.capabilities import CAPABILITIES

    tidy()
    return set(CAPABILITIES["profiles"])


@cache
def tidy() -> None:
    """What python-escpos keeps for other processes lies in a folder that no other process finds."""
    from escpos import capabilities

    shutil.rmtree(capabilities.pickle_dir, ignore_errors=True)
