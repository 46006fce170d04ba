"""A Pustu of six rooms, written out as values: few rules, so that many states are near.

loket (registers) → skrining → dewasa or ibu → kasir (who pays), then obat (if ordered). Red triage goes straight to ugd, which
never closes. dewasa and ibu may order lab and gigi (side by side), sputum (twice at lab, an hour apart) and obat.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from flow.engine.bookings import BookingRules
from flow.engine.conditions import Aged, Bound, OneOf, Test
from flow.engine.decisions import Tables
from flow.engine.facts import FactValue, Kind, Unit
from flow.engine.hours import Hours
from flow.engine.outcomes import Destination, Takes
from flow.engine.routing import Board, Cluster, KioskChoice, Ratio, Rulebook, Station, Target
from flow.engine.tables import OrderRule, Rule, Table
from flow.engine.text import Text
from flow.engine.vocabulary import Fact, Vocabulary

DAY = date(2026, 11, 23)
MORNING = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
"""07:30 WIB."""

CONSULTING = frozenset({"dewasa", "ibu"})
HOURS = Hours(spans={day: ((time(7), time.max),) for day in range(7)})


def rule(name: str, when: Mapping[str, Test | FactValue] | None = None, **then: object) -> Rule:
    """A rule whose plain values are tests for just that value."""
    tests = tuple(
        (fact, test if isinstance(test, Test) else OneOf(frozenset({test})))
        for fact, test in (when or {}).items()
    )
    return Rule(name=name, when=tests, because=Text(f"karena {name}", f"because {name}"), **then)  # type: ignore[arg-type]


def years(low: int | None, high: int | None) -> Aged:
    """An age of at least `low` and below `high` years."""
    return Aged(
        Bound(low, True, Unit.YEARS) if low is not None else None,
        Bound(high, False, Unit.YEARS) if high is not None else None,
    )


def fact(name: str, kind: Kind, *choices: str, **more: object) -> Fact:
    words = {choice: Text(choice, choice) for choice in choices}
    return Fact(name=name, kind=kind, label=Text(name, name), choices=words, **more)  # type: ignore[arg-type]


def station(code: str, desks: int = 1, discipline: str = "strict", **more: Any) -> Station:
    return Station(
        code=code,
        name=Text(f"Ruang dalam {code}", f"Inside {code}"),
        public_name=Text(f"Umum {code}", f"Public {code}"),
        cluster="LK",
        discipline=discipline,
        desks=tuple(str(n + 1) for n in range(desks)),
        hours=HOURS,
        **more,  # type: ignore[arg-type]
    )


def order(code: str, *stops: str, **manner: bool | int) -> OrderRule:
    return OrderRule(
        order=code,
        label=Text(code, code),
        at=CONSULTING,
        rule=rule(f"permintaan-{code}", stops=stops or (code,)),
        **{"review": False, "last": False} | manner,  # type: ignore[arg-type]
    )


BOOKINGS = BookingRules(
    days_ahead=30,
    grace_minutes=15,
    booking_class="ulang",
    slots=dict.fromkeys(range(7), (time(8), time(9), time(10))),
    per_slot=2,
    per_day=5,
    straight_in=True,
)
VOCABULARY = Vocabulary(
    {
        "birth_date": fact("birth_date", Kind.DATE),
        "sex": fact("sex", Kind.CHOICE, "female", "male"),
        "pregnant": fact("pregnant", Kind.FLAG, only_if=(("sex", OneOf(frozenset({"female"}))),)),
        "triage": fact("triage", Kind.CHOICE, "red", "green", "none", default="none"),
        "cough_weeks": fact("cough_weeks", Kind.NUMBER, high=520),
        "service": fact("service", Kind.CHOICE, "umum", "obat", "lab", default="umum"),
        "payer": fact("payer", Kind.CHOICE, "bpjs", "umum", default="bpjs"),
    }
)
LIMITS = {
    "target": Target(wait_minutes=30, source=Text("Angka contoh", "An example")),
    "service_minutes": 45,
    "hold_minutes": 20,
}
STATIONS = (
    station("loket", desks=2, registers=True),
    station("skrining", **LIMITS),
    station("dewasa", desks=2, discipline="accumulating", same_desk=True, **LIMITS),
    station("ibu", absent_behind=2),
    station("lab", discipline="fifo", absent_behind=1, **LIMITS),
    station("gigi", discipline="ratio", quota=6),
    station("kasir", discipline="fifo"),
    station("obat", discipline="fifo"),
    station("ugd", overnight=True),
)
DESTINATIONS = (
    Destination(code="mawar", name=Text("Posyandu Mawar", "Posyandu Mawar"), kind=Takes.POSYANDU),
    Destination(code="desa", name=Text("Pustu Desa", "Village Pustu"), kind=Takes.PUSTU),
)
"""No FKRTL: who is referred is asked for no destination."""

ENTRY = (
    Table(
        name="darurat",
        rules=(
            rule("merah", {"triage": "red"}, stops=("ugd",), cluster="LK", final=True),
            rule("biasa"),
        ),
    ),
    Table(name="daftar", rules=(rule("semua", stops=("loket",)),)),
    Table(name="skrining", rules=(rule("semua", stops=("skrining",)),)),
    Table(
        name="ruang",
        rules=(
            rule("obat", {"service": "obat"}, cluster="LK"),
            rule("lab", {"service": "lab"}, stops=("lab",), cluster="LK"),
            rule("hamil", {"pregnant": True}, stops=("ibu",), cluster="K2"),
            rule("dewasa", stops=("dewasa",), cluster="K3"),
        ),
    ),
)
EXITS = (
    Table(name="bayar", rules=(rule("umum", {"payer": "umum"}, stops=("kasir",)), rule("bpjs"))),
    Table(
        name="obat",
        rules=(
            rule("ambil", {"service": "obat"}, stops=("obat",)),
            rule("tanpa", {"service": "lab"}),
            rule("resep", stops=("obat",), if_ordered=True),
        ),
    ),
)


def small(**changes: object) -> Rulebook:
    """The rulebook, with some parts of it changed."""
    parts: dict[str, object] = {
        "digest": "kecil-1",
        "facility": "pustu",
        "name": Text("Pustu Kecil", "Small Pustu"),
        "zone": ZoneInfo("Asia/Jakarta"),
        "hours": HOURS,
        "call_seconds": 120,
        "clusters": {c: Cluster(code=c, name=Text(c, c)) for c in ("K2", "K3", "LK")},
        "stations": {s.code: s for s in STATIONS},
        "boards": {
            "depan": Board(
                code="depan", title=Text("Depan", "Front"), stations=("loket", "skrining", "dewasa")
            ),
            "belakang": Board(
                code="belakang",
                title=Text("Belakang", "Back"),
                stations=("ibu", "lab", "gigi", "kasir", "obat"),
            ),
        },
        "kiosk": (KioskChoice(code="umum", label=Text("Umum", "General"), facts={}),),
        "vocabulary": VOCABULARY,
        "classes": {
            code: Text(code.title(), code.upper())
            for code in ("darurat", "hamil", "lansia", "ulang", "reguler")
        },
        "review_class": "ulang",
        "rates": {"hamil": 4, "lansia": 2, "ulang": 2},
        "destinations": {one.code: one for one in DESTINATIONS},
        "bookings": BOOKINGS,
        "ratio": Ratio(ahead=frozenset({1, 2}), calls=2, others=1),
        "emergency": {"triage": "red"},
    }
    tables: dict[str, object] = {
        "bands": (
            rule("anak", {"age": years(0, 18)}, value="anak"),
            rule("lansia", {"age": years(60, None)}, value="lansia"),
        ),
        "flags": (rule("batuk", {"cough_weeks": OneOf(frozenset({2, 3}))}, value="infectious"),),
        "priority": Table(
            name="priority",
            rules=(
                rule("merah", {"triage": "red"}, value="darurat"),
                rule("hamil", {"pregnant": True}, value="hamil"),
                rule("lansia", {"age": years(60, None)}, value="lansia"),
                rule("reguler", value="reguler"),
            ),
        ),
        "tickets": Table(
            name="tickets",
            rules=(rule("hamil", {"pregnant": True}, value="B"), rule("semua", value="A")),
        ),
        "entry": ENTRY,
        "orders": (
            order("lab", review=True, in_room=True),
            order("dahak", "lab", review=True, times=2, apart_minutes=60, result_minutes=20),
            order("gigi"),
            order("obat", last=True),
        ),
        "exits": EXITS,
    }
    tables |= {name: changes.pop(name) for name in list(changes) if name in tables}
    parts["tables"] = Tables(**tables)  # type: ignore[arg-type]
    return Rulebook(**(parts | changes))  # type: ignore[arg-type]


SMALL = small()


def _without_gigi() -> Rulebook:
    boards = {
        code: replace(board, stations=tuple(one for one in board.stations if one != "gigi"))
        for code, board in SMALL.boards.items()
    }
    return small(
        digest="kecil-2",
        stations={code: one for code, one in SMALL.stations.items() if code != "gigi"},
        boards=boards,
        orders=tuple(row for row in SMALL.tables.orders if row.order != "gigi"),
    )


EDITIONS = (SMALL, _without_gigi())
"""The rules, and the same without dental care."""
