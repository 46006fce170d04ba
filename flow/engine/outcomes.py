"""How a visit can end ("cara pulang"), and who takes over a patient who is handed on."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from flow.engine.text import Text


class Outcome(StrEnum):
    HOME = "pulang"
    REFERRED = "rujuk"
    HANDED_ON = "diserahkan"
    SENT_BACK = "dirujuk_balik"
    ADMITTED = "rawat_inap"
    SCHEDULED = "dijadwalkan"
    CANCELLED = "batal"
    ABSENT = "tidak_hadir"
    DIED = "meninggal"


AT_ONCE = frozenset({Outcome.ADMITTED, Outcome.CANCELLED, Outcome.ABSENT, Outcome.DIED})
"""Who leaves this way passes neither cashier nor pharmacy: everything still ahead is skipped."""


class Takes(StrEnum):
    """What kind of house takes over: a hospital or a specialist (FKRTL), another Puskesmas, a Pustu, a Posyandu."""

    FKRTL = "fkrtl"
    PUSKESMAS = "puskesmas"
    PUSTU = "pustu"
    POSYANDU = "posyandu"


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """A house to which patients are handed on."""

    code: str
    name: Text
    kind: Takes


LEADS_TO: Mapping[Outcome, frozenset[Takes]] = {
    Outcome.REFERRED: frozenset({Takes.FKRTL}),
    Outcome.HANDED_ON: frozenset({Takes.PUSKESMAS, Takes.PUSTU, Takes.POSYANDU}),
    Outcome.SENT_BACK: frozenset(Takes),
}
"""The outcomes with which another house takes over, and of what kind it may be. Back is to whoever has sent the patient."""
