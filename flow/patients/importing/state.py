"""How an import stands: kept as JSON beside its rows, so that every process sees it and a restart knows"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from flow.patients.importing.taking import Fate


class Status(StrEnum):
    UPLOADED = "uploaded"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """How an import stands. `columns` maps fields to the numbers of their columns, `total` counts the rows of the list, `problem`
    is why it broke off, in both languages.
    """

    id: str
    name: str
    by: str
    uploaded_at: str
    beat_at: str
    headings: tuple[str, ...]
    columns: Mapping[str, int]
    total: int
    status: Status = Status.UPLOADED
    done: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    problem: tuple[str, str] | None = None

    @property
    def uploaded(self) -> datetime:
        return datetime.fromisoformat(self.uploaded_at)

    def count(self, fate: Fate) -> int:
        return self.counts.get(fate.value, 0)


def from_json(kept: dict[str, object]) -> State:
    """The state as it was kept."""
    known = dict(kept)
    known["status"] = Status(str(known["status"]))
    known["headings"] = tuple(known["headings"])  # type: ignore[arg-type]
    problem = known["problem"]
    known["problem"] = tuple(problem) if isinstance(problem, list) else None
    return State(**known)  # type: ignore[arg-type]
