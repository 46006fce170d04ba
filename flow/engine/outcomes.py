"""How a visit can end ("cara pulang")."""

from enum import StrEnum


class Outcome(StrEnum):
    HOME = "pulang"
    REFERRED = "rujuk"
    ADMITTED = "rawat_inap"
    SCHEDULED = "dijadwalkan"
    CANCELLED = "batal"
    ABSENT = "tidak_hadir"
    DIED = "meninggal"


AT_ONCE = frozenset({Outcome.ADMITTED, Outcome.CANCELLED, Outcome.ABSENT, Outcome.DIED})
"""Who leaves this way passes neither cashier nor pharmacy: everything still ahead is skipped."""
