"""Every event survives the way to disk and back; what a newer version wrote is named, not guessed."""

import json
from dataclasses import fields
from datetime import UTC, date, datetime, time
from typing import Any, get_args

import pytest

from flow.engine import events as e
from flow.engine.bookings import Appointment
from flow.engine.lifecycle import Status
from flow.engine.outcomes import Destination, Outcome, Takes
from flow.engine.text import Text
from flow.engine.visits import Alert, Origin, Stop, Visit
from flow.journal import codec
from flow.journal.upcasting import UPCASTERS

AT = datetime(2026, 11, 23, 1, 2, 3, 456789, tzinfo=UTC)
BECAUSE = Text('Karena "hasil"\n🌺', "Because")
VISIT = Visit(
    id="v1",
    name="A-012/22",
    turn=7,
    opened_at=AT,
    rulebook="r1",
    ticket="A-012/22",
    patient="p1",
    emergency=True,
    facts={"sex": "female", "pregnant": True, "cough_weeks": 2, "suhu": 38.5, "nol": 0},
    cluster="K2",
    priority="hamil",
    rank=1,
    bands=("hamil", "dewasa"),
    flags=("infectious",),
    stops={
        1: Stop(
            number=1,
            station="lab",
            origin=Origin.ORDER,
            rule="lab",
            because=BECAUSE,
            status=Status.SERVING,
            review_of=3,
            since=AT,
            desk="2",
            calls=2,
            called_at=AT,
            started_at=AT,
            stood_at=AT,
            alert=Alert.LONG_SERVICE,
            alert_minutes=45,
            ended_at=None,
            moved_to="gigi",
        ),
        12: Stop(
            number=12,
            station="obat",
            origin=Origin.EXIT,
            rule="x",
            because=BECAUSE,
            if_ordered=True,
        ),
    },
    ahead=((12,), (13, 14)),
    at_desk=1,
    intended=Outcome.REFERRED,
    outcome=None,
    carried=True,
)
VALUES = {
    "at": AT,
    "day": date(2026, 11, 23),
    "since": AT,
    "alert": Alert.LONG_WAIT,
    "minutes": 30,
    "because": BECAUSE,
    "outcome": Outcome.DIED,
    "emergency": True,
    "number": 12,
    "rank": 3,
    "together": True,
    "others": ("A-013", "A-014"),
    "destination": Destination(code="rsud", name=Text("RSUD", "Hospital"), kind=Takes.FKRTL),
    "companions": (e.Companion(visit="v2", stop=3, name="A-013"),),
    "stop": 4,
    "carried": ("v1", "v2"),
    "bands": (),
    "flags": ("infectious",),
    "orders": ("lab", "gigi"),
    "ahead": ((1, 2), (3,)),
    "stops": (
        e.PlannedStop(number=1, station="lab", origin=Origin.ORDER, rule="lab", because=BECAUSE),
        e.PlannedStop(
            number=2,
            station="k3",
            origin=Origin.REVIEW,
            rule="x",
            because=BECAUSE,
            if_ordered=True,
            review_of=1,
        ),
    ),
    "facts": {"birth_date": "1985-01-01", "pregnant": False, "cough_weeks": 2, "suhu": 37.0},
    "state": VISIT,
    "undone": 7,
    "passed_over": 2,
    "not_before": AT,
    "slot": time(9, 30),
    "appointment": Appointment(slot_at=AT, on_time=True),
}
KINDS = [kind for union in (e.DayEvent, e.VisitEvent, e.StopEvent) for kind in union.__args__]


def some(kind: type[e.Event]) -> e.Event:
    """An event of this kind with a value in each field: by its name, else by its type."""
    by_type = {int: 7, bool: True, float: 1.5, datetime: AT}
    values = {
        f.name: by_type.get((get_args(f.type) or (f.type,))[0], f"teks {f.name}")
        for f in fields(kind)
    }
    return kind(**{name: VALUES.get(name, value) for name, value in values.items()})


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_event_comes_back_as_it_was(kind: type[e.Event]) -> None:
    event = some(kind)
    (again,) = codec.from_json(codec.to_json((event,)))
    assert again == event
    assert type(again) is kind
    assert repr(again).replace("TzInfo(0)", "datetime.timezone.utc") == repr(event).replace(
        "TzInfo(0)", "datetime.timezone.utc"
    )


def test_many_events_keep_their_order_and_none_is_an_empty_list() -> None:
    events = tuple(e.DeskOpened(at=AT, station="lab", desk=str(n)) for n in range(5))
    assert codec.from_json(codec.to_json(events)) == events
    assert codec.from_json(codec.to_json(())) == ()


def test_the_stored_kind_is_the_name_of_the_class() -> None:
    (body,) = json.loads(codec.to_json((e.DeskClosed(at=AT, station="lab", desk="1"),)))
    assert body["kind"] == "DeskClosed"
    assert body["station"] == "lab"


def test_an_event_of_a_newer_version_is_named() -> None:
    with pytest.raises(codec.UnknownEvent, match=r"PatientTeleported.*update Alur"):
        codec.from_json('[{"kind": "PatientTeleported", "at": "2026-11-23T00:00:00Z"}]')


# Versions


def merged_names(body: dict[str, Any]) -> dict[str, Any]:
    """As if a desk had once been stored as station and number in one."""
    station, _, desk = str(body.pop("place")).partition("/")
    return {**body, "station": station, "desk": desk}


def from_floors(body: dict[str, Any]) -> dict[str, Any]:
    """As if, before that, a place had been stored with its floor of the building."""
    return {**body, "place": str(body["place"]).split(":")[-1]}


CHAIN = {"DeskOpened": (from_floors, merged_names)}


def test_every_older_version_is_read_and_todays_is_written() -> None:
    at = AT.isoformat()
    one = e.DeskOpened(at=AT, station="lab", desk="2")
    written = codec.to_json((one, e.DayClosed(at=AT, carried=())), CHAIN)
    assert [body.get("v") for body in json.loads(written)] == [3, None]
    older = [
        {"kind": "DeskOpened", "at": at, "place": "lantai-1:lab/2"},
        {"kind": "DeskOpened", "v": 1, "at": at, "place": "lantai-1:lab/2"},
        {"kind": "DeskOpened", "v": 2, "at": at, "place": "lab/2"},
    ]
    assert codec.from_json(json.dumps(older), CHAIN) == (one, one, one)
    assert codec.from_json(written, CHAIN)[0] == one


@pytest.mark.parametrize("version", [4, 0, "3"])
def test_a_newer_version_of_an_event_is_named(version: object) -> None:
    body = {"kind": "DeskOpened", "v": version, "at": AT.isoformat(), "station": "a", "desk": "1"}
    with pytest.raises(codec.UnknownEvent, match=rf"DeskOpened.*version {version}.*update Alur"):
        codec.from_json(json.dumps([body]), CHAIN)


def test_a_version_of_a_kind_without_any_is_named_too() -> None:
    body = {"kind": "DeskOpened", "v": 2, "at": AT.isoformat(), "station": "a", "desk": "1"}
    with pytest.raises(codec.UnknownEvent, match="version 2"):
        codec.from_json(json.dumps([body]))


def test_chains_are_of_events_that_exist_and_no_field_is_taken_for_a_version() -> None:
    kinds = {kind.__name__ for kind in KINDS}
    assert set(UPCASTERS) <= kinds
    assert not {f.name for kind in KINDS for f in fields(kind)} & {"v", "kind"}


def test_a_whole_entry_is_one_line() -> None:
    entry = e.Entry(
        position=3,
        command="a/b:c'd\"e",
        kind="Uji",
        by="Bu Siti 🌺\n",
        at=AT,
        request="",
        events=tuple(some(kind) for kind in KINDS),
    )
    line = codec.entry_to_json(entry)
    assert "\n" not in line
    assert codec.entry_from_json(line) == entry


def test_an_event_from_before_a_field_was_added_is_still_read() -> None:
    """A carried visit that was stored before stops knew where they were moved to."""
    event = e.VisitCarriedIn(at=AT, visit="v1", state=VISIT)
    body = json.loads(codec.to_json((event,)))
    for stop in body[0]["state"]["stops"].values():
        del stop["moved_to"]
    (again,) = codec.from_json(json.dumps(body))
    assert isinstance(again, e.VisitCarriedIn)
    assert again.state.stops[1].moved_to is None
