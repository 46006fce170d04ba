"""Every event survives the way to disk and back; what a newer version wrote is named, not guessed."""

import json
from dataclasses import fields
from datetime import UTC, date, datetime

import pytest

from flow.engine import events as e
from flow.engine.lifecycle import Status
from flow.engine.outcomes import Outcome
from flow.engine.text import Text
from flow.engine.visits import Origin, Stop, Visit
from flow.journal import codec

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
    "because": BECAUSE,
    "outcome": Outcome.DIED,
    "emergency": True,
    "number": 12,
    "rank": 3,
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
}
KINDS = [kind for union in (e.DayEvent, e.VisitEvent, e.StopEvent) for kind in union.__args__]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_event_comes_back_as_it_was(kind: type[e.Event]) -> None:
    event = kind(**{f.name: VALUES.get(f.name, f"teks {f.name}") for f in fields(kind)})
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


def test_an_event_from_before_a_field_was_added_is_still_read() -> None:
    """A carried visit that was stored before stops knew where they were moved to."""
    event = e.VisitCarriedIn(at=AT, visit="v1", state=VISIT)
    body = json.loads(codec.to_json((event,)))
    for stop in body[0]["state"]["stops"].values():
        del stop["moved_to"]
    (again,) = codec.from_json(json.dumps(body))
    assert isinstance(again, e.VisitCarriedIn)
    assert again.state.stops[1].moved_to is None
