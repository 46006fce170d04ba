"""Where the rules send a patient, and why: the compiled rulebook and the evaluation of its decision tables.

A table is a list of rules; the first whose tests all hold wins (DMN's hit policy "first"). Bands and flags collect every rule that
holds. Tests are unary: a value, a set, a range, an age. An unknown fact fails every test but `Unknown`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from flow.engine.conditions import Aged, Test, Unknown
from flow.engine.facts import AGE, BIRTH_DATE, Facts, Vocabulary
from flow.engine.refusals import UnknownBoard, UnknownStation
from flow.engine.text import Text

# Rules and tables


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One row: when these tests hold, this follows, because. `line` is its place in the YAML.

    What follows depends on the table: `value` (a band, a flag, a class, letters), or the `stops` and `cluster` of a stage.
    """

    name: str
    when: tuple[tuple[str, Test], ...]
    because: Text
    line: str = ""
    value: str = ""
    cluster: str | None = None
    stops: tuple[str, ...] = ()
    final: bool = False
    if_ordered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A first-match table on the way in or out; its winning rule adds stops (side by side), or none."""

    name: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRule:
    """What a consultation may ask for: where it is offered, for whom, which stops it adds."""

    order: str
    label: Text
    at: frozenset[str]
    rule: Rule
    review: bool
    last: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """Opening hours by weekday (0 is Monday): spans of local time; `time.max` stands for midnight at the end of the day."""

    spans: Mapping[int, tuple[tuple[time, time], ...]]

    def includes(self, local: datetime) -> bool:
        """Whether the local time lies within the hours."""
        clock = local.time().replace(tzinfo=None)
        return any(start <= clock < end for start, end in self.spans.get(local.weekday(), ()))

    def closing(self, day: date) -> time | None:
        """When the day's last span ends; None on a day without hours."""
        spans = self.spans.get(day.weekday(), ())
        return max((end for _, end in spans), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    code: str
    name: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """A place where a line forms. `public_name` is what a waiting room may read."""

    code: str
    name: Text
    public_name: Text
    cluster: str
    discipline: str
    desks: tuple[str, ...]
    hours: Hours
    registers: bool = False
    overnight: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    code: str
    title: Text
    stations: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KioskChoice:
    """One big button of the kiosk: its words, and the facts that it stands for."""

    code: str
    label: Text
    facts: Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulebook:
    """All YAML of one facility, compiled and immutable. `digest` names this very text of it.

    `emergency` are the facts of somebody who is carried in. The first of `classes` is the emergency: above every discipline.
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
    bands: tuple[Rule, ...]
    flags: tuple[Rule, ...]
    classes: Mapping[str, Text]
    review_class: str | None
    priority: tuple[Rule, ...]
    tickets: tuple[Rule, ...]
    emergency: Facts
    entry: tuple[Stage, ...]
    orders: tuple[OrderRule, ...]
    exits: tuple[Stage, ...]
    labels: Mapping[str, Text] = field(default_factory=dict)

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
        return tuple(self.classes).index(priority)

    def offered(self, station: str, facts: Facts, on: date) -> dict[str, OrderRule]:
        """The orders that this station offers to such a patient: for each order the first rule that holds."""
        patient = Patient(self.vocabulary.complete(facts), on)
        found: dict[str, OrderRule] = {}
        for row in self.orders:
            if station in row.at and row.order not in found and patient.meets(row.rule):
                found[row.order] = row
        return found

    def label(self, code: str) -> Text:
        """The words for a class, band, flag or order; the code itself where the rulebook gives none."""
        return self.labels.get(code) or self.classes.get(code) or Text(code, code)


# Evaluation


class Patient:
    """The facts of one patient on one day, ready to be asked."""

    __slots__ = ("_birth", "_facts", "_on")

    def __init__(self, facts: Facts, on: date) -> None:
        self._facts = facts
        self._on = on
        born = facts.get(BIRTH_DATE)
        self._birth = date.fromisoformat(born) if isinstance(born, str) else None

    def meets(self, rule: Rule) -> bool:
        """Whether every test of the rule holds."""
        for name, test in rule.when:  # noqa: SIM110 - the engine's hottest line; all() costs twice as much
            if not self._passes(name, test):
                return False
        return True

    def _passes(self, name: str, test: Test) -> bool:
        if isinstance(test, Aged):
            return test.holds(self._birth, self._on)
        if name == AGE:
            return isinstance(test, Unknown) and self._birth is None
        return test.holds(self._facts.get(name))

    def first(self, rules: Iterable[Rule]) -> Rule:
        """The first rule that holds. The rulebook's compiler has made sure that each table ends in a catch-all."""
        return next(rule for rule in rules if self.meets(rule))

    def all(self, rules: Iterable[Rule]) -> tuple[Rule, ...]:
        """Every rule that holds, in order."""
        return tuple(rule for rule in rules if self.meets(rule))


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutedStop:
    """One stop as the rules want it, with the rule and its reason. `if_ordered`: only when a consultation asks for it."""

    station: str
    table: str
    rule: str
    because: Text
    if_ordered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Everything that the rules say about a patient. `steps` are in order; the stops of one step are side by side.

    `final`: a rule ended the way in early (emergency, labour). Such a patient waits for nothing else first.
    """

    cluster: str
    priority: str
    priority_because: Text
    bands: tuple[str, ...]
    flags: tuple[str, ...]
    letter: str
    entry: tuple[tuple[RoutedStop, ...], ...]
    exits: tuple[tuple[RoutedStop, ...], ...]
    final: bool = False

    @property
    def steps(self) -> tuple[tuple[RoutedStop, ...], ...]:
        return self.entry + self.exits


def route(rulebook: Rulebook, facts: Facts, on: date) -> Route:
    """Ask every table about these (already checked) facts on the service day `on`."""
    patient = Patient(rulebook.vocabulary.complete(facts), on)
    priority = patient.first(rulebook.priority)
    cluster, entry, final = _walk("entry", rulebook.entry, patient)
    _, exits, _ = ("", (), True) if final else _walk("exits", rulebook.exits, patient)
    return Route(
        cluster=cluster,
        priority=priority.value,
        priority_because=priority.because,
        bands=_tags(patient.all(rulebook.bands)),
        flags=_tags(patient.all(rulebook.flags)),
        letter=patient.first(rulebook.tickets).value,
        entry=entry,
        exits=exits,
        final=final,
    )


def _tags(rules: Iterable[Rule]) -> tuple[str, ...]:
    """The values of the rules in order, each once: several rules may give the same flag."""
    return tuple(dict.fromkeys(rule.value for rule in rules))


def _walk(
    part: str, stages: tuple[Stage, ...], patient: Patient
) -> tuple[str, tuple[tuple[RoutedStop, ...], ...], bool]:
    """The stages in order until one says `final`: the cluster (the last one named), the steps, whether it was final."""
    cluster, steps = "", []
    for stage in stages:
        rule = patient.first(stage.rules)
        cluster = rule.cluster or cluster
        if rule.stops:
            steps.append(tuple(_routed(f"{part}.{stage.name}", rule, code) for code in rule.stops))
        if rule.final:
            return cluster, tuple(steps), True
    return cluster, tuple(steps), False


def _routed(table: str, rule: Rule, station: str) -> RoutedStop:
    return RoutedStop(
        station=station,
        table=table,
        rule=rule.name,
        because=rule.because,
        if_ordered=rule.if_ordered,
    )
