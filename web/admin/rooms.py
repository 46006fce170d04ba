"""The rooms: what the rulebook says of each, and its desks, which can be opened, paused and closed from here."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import render_template, request
from flask_babel import gettext as _

from flow.engine import commands as c
from flow.engine import reasons
from flow.engine.floor import Floor
from flow.engine.routing import Rulebook, Station
from flow.rulebook.inventory import hours_said
from web.admin.frame import blueprint, date_said, filled, pressed
from web.asking import asked_in_form
from web.auth import needs
from web.errors import Wrong
from web.house import house
from web.seats import Desk, Seat, people
from web.sentences import STATUS
from web.words import said


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomDesk:
    """`state` is open, paused or closed; `ticket` is who is there; `staff` who has it open on a screen, and since when."""

    name: str
    state: str
    ticket: str
    reason: str
    staff: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """`source` says who set the waiting target; `calls` what its way of calling promises."""

    code: str
    name: str
    public_name: str
    cluster: str
    hours: str
    is_open: bool
    calls: str
    target: int | None
    source: str
    quota: int | None
    waiting: int
    desks: tuple[RoomDesk, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomsPage:
    """`sources` are those of the targets, each once, by a mark that stands beside them."""

    rooms: tuple[Room, ...]

    @property
    def sources(self) -> dict[str, str]:
        named = dict.fromkeys(room.source for room in self.rooms if room.source)
        return {source: "*" * n for n, source in enumerate(named, 1)}


@blueprint.get("/pos")
@needs()
def rooms() -> str:
    """All rooms, in the order of the rulebook."""
    stations = house().clinic.rulebook.stations.values()
    seats = house().seats.at((one.code, desk) for one in stations for desk in one.desks)
    page = RoomsPage(rooms=house().clinic.look(lambda floor, book: _rooms(floor, book, seats)))
    return render_template("admin/rooms.html", page=page)


@blueprint.post("/pos/<code>/<desk>")
@pressed("admin.rooms")
def act(code: str, desk: str) -> str:
    """Open, pause or close one desk."""
    command, words = _asked_for(code, desk)
    house().clinic.handle(command)
    name = said(house().clinic.rulebook.station(code).name)
    return filled(words, name=name, desk=desk)


def _asked_for(code: str, desk: str) -> tuple[c.Command, str]:
    asked = asked_in_form()
    match request.form.get("what"):
        case "open":
            command: c.Command = c.OpenDesk(**asked, station=code, desk=desk)
            return command, str(_("{name}, meja {desk}: dibuka."))
        case "close":
            command = c.CloseDesk(**asked, station=code, desk=desk)
            return command, str(_("{name}, meja {desk}: ditutup."))
        case "pause":
            reason = request.form.get("reason", "").strip()[:80]
            command = c.PauseDesk(**asked, station=code, desk=desk, reason=reason)
            return command, str(_("{name}, meja {desk}: istirahat."))
        case _:
            raise Wrong(422, "BadInput", STATUS[422][1], "what")


Seats = Mapping[Desk, tuple[Seat, ...]]


def _rooms(floor: Floor, rulebook: Rulebook, seats: Seats) -> tuple[Room, ...]:
    local = house().now().astimezone(rulebook.zone)
    return tuple(
        Room(
            code=station.code,
            name=said(station.name),
            public_name=said(station.public_name),
            cluster=station.cluster,
            hours=said(hours_said(station.hours)),
            is_open=station.hours.includes(local),
            calls=said(reasons.guarantee(rulebook, station.code)),
            target=station.target.wait_minutes if station.target else None,
            source=said(station.target.source) if station.target else "",
            quota=station.quota,
            waiting=len(floor.station(station.code).line),
            desks=_desks(floor, rulebook, station, seats),
        )
        for station in rulebook.stations.values()
    )


def _desks(
    floor: Floor, rulebook: Rulebook, station: Station, seats: Seats
) -> tuple[RoomDesk, ...]:
    state = floor.station(station.code)
    return tuple(
        RoomDesk(
            name=desk,
            state="closed"
            if desk not in state.desks
            else "paused"
            if desk in state.paused
            else "open",
            ticket=floor.visits[visit].name if (visit := state.desks.get(desk)) else "",
            reason=state.paused.get(desk, ""),
            staff=tuple(
                (one.name, _since(one, rulebook))
                for one in people(seats.get((station.code, desk), ()))
            ),
        )
        for desk in station.desks
    )


def _since(seat: Seat, rulebook: Rulebook) -> str:
    """07.10; of a screen that was left on overnight, with its day."""
    at, now = (time.astimezone(rulebook.zone) for time in (seat.since, house().now()))
    return f"{at:%H.%M}" if at.date() == now.date() else f"{date_said(at.date())} {at:%H.%M}"
