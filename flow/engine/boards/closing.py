"""What closing the day now would mean: for each who is inside, and for who was expected. Nothing is closed by asking."""

from datetime import datetime

from flow.engine import events as e
from flow.engine import words
from flow.engine.boards.parts import Shown, both
from flow.engine.commands import CloseDay
from flow.engine.decide.day import close_day
from flow.engine.floor import Floor
from flow.engine.routing import Rulebook
from flow.engine.visits import Visit


def closing(floor: Floor, rulebook: Rulebook, now: datetime) -> Shown:
    """Who would leave how, who would be carried into the next day, and how many bookings would be missed. Tickets only."""
    events = close_day(floor, CloseDay(id="", by="", at=now), rulebook)
    carried = [
        visit for event in events if isinstance(event, e.DayClosed) for visit in event.carried
    ]
    return {
        "leaving": [
            {
                **_who(rulebook, floor.visits[event.visit]),
                "outcome": both(words.OUTCOME[event.outcome]),
            }
            for event in events
            if isinstance(event, e.VisitEnded)
        ],
        "carried": [_who(rulebook, floor.visits[visit]) for visit in carried],
        "missed": sum(isinstance(event, e.BookingMissed) for event in events),
    }


def _who(rulebook: Rulebook, visit: Visit) -> Shown:
    return {
        "ticket": visit.name,
        "stations": [both(rulebook.station_name(stop.station)) for stop in visit.open_stops()],
    }
