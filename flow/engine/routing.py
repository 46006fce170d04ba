"""The compiled rulebook: clusters, stations, boards, tables. Immutable; where its rules send a patient is one call away."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from flow.engine.bookings import BookingRules
from flow.engine.decisions import Decisions, Route, Tables
from flow.engine.facts import Facts
from flow.engine.hours import Hours
from flow.engine.outcomes import Destination
from flow.engine.refusals import UnknownBoard, UnknownStation
from flow.engine.tables import OrderRule
from flow.engine.text import Text
from flow.engine.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    code: str
    name: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """How long a patient should wait here at most. Each Puskesmas sets its own; `source` says who did, or where it stands."""

    wait_minutes: int
    source: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """A place where a line forms. `public_name` is what a waiting room may read.

    `quota`: how many visits it takes on one day (None: all); who comes after them is on its waiting list. `same_desk`: who
    comes back here with results waits for the desk that sent them. Who was absent comes back behind the first `absent_behind` of
    the line (None: to the place that they had). After `service_minutes` of service staff are asked whether the patient is still
    there, after `hold_minutes` they are reminded of who is held (None: never).
    """

    code: str
    name: Text
    public_name: Text
    cluster: str
    discipline: str
    desks: tuple[str, ...]
    hours: Hours
    registers: bool = False
    overnight: bool = False
    same_desk: bool = False
    absent_behind: int | None = None
    quota: int | None = None
    target: Target | None = None
    service_minutes: int | None = None
    hold_minutes: int | None = None
    line: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """At a station that calls by `ratio`: `calls` from the classes `ahead` (their ranks), then `others` of the others."""

    ahead: frozenset[int]
    calls: int
    others: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """How calls sound in one waiting room: in which `languages`, how many `times` each, what "0" is called in Indonesian,
    and when the room stays quiet (`quiet` None: never).
    """

    languages: tuple[str, ...] = ("id",)
    times: int = 1
    zero: str = "nol"
    quiet: Hours | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """A waiting room's screen. `footer` runs along its bottom, `info` are its words about health; without them the usual ones."""

    code: str
    title: Text
    stations: tuple[str, ...]
    voice: Voice = field(default_factory=Voice)
    footer: Text | None = None
    info: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class KioskChoice:
    """One big button of the kiosk: its words, and the facts that it stands for."""

    code: str
    label: Text
    facts: Facts
    line: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulebook:
    """All YAML of one facility, compiled and immutable. `digest` names this very text of it.

    `emergency` are the facts of somebody who is carried in. The first of `classes` is the emergency: above every discipline.
    `rates` say how fast waiting counts in each class, for a class that is not named: once.
    `destinations` are the houses to which patients are handed on. Without `bookings` nobody can book. `notices` are told to
    patients with such a flag.
    """

    digest: str
    facility: str
    name: Text
    zone: ZoneInfo
    hours: Hours
    call_seconds: int
    clusters: Mapping[str, Cluster]
    stations: Mapping[str, Station]
    boards: Mapping[str, Board]
    kiosk: tuple[KioskChoice, ...]
    vocabulary: Vocabulary
    classes: Mapping[str, Text]
    review_class: str | None
    emergency: Facts
    tables: Tables
    labels: Mapping[str, Text] = field(default_factory=dict)
    notices: Mapping[str, Text] = field(default_factory=dict)
    rates: Mapping[str, float] = field(default_factory=dict)
    ratio: Ratio | None = None
    destinations: Mapping[str, Destination] = field(default_factory=dict)
    ranks: Mapping[str, int] = field(init=False, repr=False, compare=False)
    bookings: BookingRules | None = None
    by_rank: tuple[float, ...] = field(init=False, repr=False, compare=False)
    decisions: Decisions = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "decisions", Decisions(self.tables, self.vocabulary))
        object.__setattr__(self, "ranks", {code: n for n, code in enumerate(self.classes)})
        rates = tuple(self.rates.get(code, 1) for code in self.classes)
        object.__setattr__(self, "by_rank", rates)

    def route(self, facts: Facts, on: date) -> Route:
        """Where these (already checked) facts lead on the service day `on`."""
        return self.decisions.route(facts, on)

    def station(self, code: str) -> Station:
        """The station; raises `UnknownStation`, which names the ones there are."""
        if code not in self.stations:
            raise UnknownStation(station=code, allowed=", ".join(self.stations))
        return self.stations[code]

    def board(self, code: str) -> Board:
        """The board; raises `UnknownBoard`, which names the ones there are."""
        if code not in self.boards:
            raise UnknownBoard(board=code, allowed=", ".join(self.boards))
        return self.boards[code]

    def station_name(self, code: str) -> Text:
        """The station's name for staff; its code where this rulebook no longer has it."""
        return self.stations[code].name if code in self.stations else Text(code, code)

    def rank(self, priority: str) -> int:
        """The place of a priority class in the rulebook's order; 0 is served first."""
        return self.ranks[priority]

    def rate(self, rank: int) -> float:
        """How fast waiting counts in the class of this rank."""
        return self.by_rank[rank] if rank < len(self.by_rank) else 1

    def offered(self, station: str, facts: Facts, on: date) -> Mapping[str, OrderRule]:
        """The orders that this station offers to such a patient: for each order the first rule that holds."""
        return self.decisions.offered(station, facts, on)

    def orders_by_itself(self, station: str) -> bool:
        """Whether the station has an order that may follow without being asked for."""
        return station in self.decisions.by_itself

    def told(self, flags: Iterable[str]) -> tuple[Text, ...]:
        """What a patient with these flags is told, each thing once."""
        return tuple(dict.fromkeys(self.notices[flag] for flag in flags if flag in self.notices))

    def label(self, code: str) -> Text:
        """The words for a class, band, flag or order; the code itself where the rulebook gives none."""
        return self.labels.get(code) or self.classes.get(code) or Text(code, code)
