"""What may be known about a patient: a closed, typed vocabulary, checked before anything is decided."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial

from flow.engine.conditions import Test, When, passes
from flow.engine.facts import AGE, BIRTH_DATE, LARGEST, OLDEST_YEARS, Facts, FactValue, Kind
from flow.engine.refusals import BadFact
from flow.engine.saying import said_test
from flow.engine.text import Text

NONE: Facts = {}
YES, NO = Text("ya", "yes"), Text("tidak", "no")
NOT_YET = Text(
    "Tanggal ini belum tiba; isi paling lambat {latest}.",
    "This date is still to come; give {latest} at the latest.",
)
LONG_AGO = Text(
    "Terlalu lama; isi tahun {first} atau sesudahnya.",
    "Too long ago; give {first} or a later year.",
)
TO_THE_MINUTE = len("2026-11-23T07:45")  # and no time zone behind it


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One declared fact: its type, its allowed values, its default, and what must hold for it to make sense.

    `only_if` names other facts: where one of those is known and fails its test, this one may not be given.
    `public_names` are words for choices that strangers may read; `offered_like` names for a choice the fact with whose `only_if` it
    makes sense: it may be given to anybody, but is offered to nobody else.
    """

    name: str
    kind: Kind
    label: Text
    choices: Mapping[str, Text] = field(default_factory=dict)
    low: float | None = None
    high: float | None = None
    default: FactValue | None = None
    only_if: When = ()
    public_names: Mapping[str, Text] = field(default_factory=dict)
    offered_like: Mapping[str, str] = field(default_factory=dict)

    def check(self, value: object, on: date) -> FactValue:
        """The value, if the vocabulary allows it on the service day `on`; raises `BadFact`."""
        match self.kind:
            case Kind.FLAG:
                if isinstance(value, bool):
                    return value
                raise self._bad(value, "true / false")
            case Kind.NUMBER:
                return self._number(value)
            case Kind.CHOICE:
                if isinstance(value, str) and value in self.choices:
                    return value
                raise self._bad(value, ", ".join(self.choices))
            case Kind.DATE:
                return self._date(value, on)
            case Kind.TIME:
                return self._time(value)

    def means(self, value: FactValue | None) -> bool:
        """Whether the value says something: it is known, is not the default and not a plain no."""
        return value is not None and value is not False and value != self.default

    @property
    def lowest(self) -> float:
        """The lowest number that the fact may have."""
        return 0.0 if self.low is None else self.low

    @property
    def highest(self) -> float:
        """The highest number that the fact may have."""
        return LARGEST if self.high is None else self.high

    def _number(self, value: object) -> FactValue:
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if number and self.lowest <= value <= self.highest:  # type: ignore[operator]
            return value  # type: ignore[return-value]
        raise self._bad(value, f"{self.lowest:g} … {self.highest:g}")

    def _date(self, value: object, on: date) -> str:
        try:
            day = date.fromisoformat(value) if isinstance(value, str) else None
        except ValueError:
            day = None
        if day is None or not isinstance(value, str):
            raise self._bad(value, "YYYY-MM-DD")
        if day > on:
            raise self._refused(day.isoformat(), NOT_YET.filled(latest=said_date(on)))
        if on.year - day.year > OLDEST_YEARS:
            raise self._refused(day.isoformat(), LONG_AGO.filled(first=on.year - OLDEST_YEARS))
        return day.isoformat()

    def _time(self, value: object) -> str:
        try:
            local = datetime.fromisoformat(value) if isinstance(value, str) else None
        except ValueError:
            local = None
        if local is None or local.tzinfo is not None:
            raise self._bad(value, "YYYY-MM-DDTHH:MM")
        return said_time(local)

    def _bad(self, found: object, allowed: str) -> BadFact:
        return self._refused(found, Text(f"Yang boleh: {allowed}.", f"Allowed: {allowed}."))

    def _refused(self, found: object, remedy: Text) -> BadFact:
        return BadFact(fact=self.name, label=self.label, found=self.said(found), remedy=remedy)

    def said(self, value: object) -> object:
        """A value as people write it; what is none of this fact's, as it came."""
        if isinstance(value, bool):
            return YES if value else NO
        if isinstance(value, str) and self.kind is Kind.CHOICE and value in self.choices:
            return self.choices[value]
        if isinstance(value, str) and self.kind is Kind.DATE:
            return _as_date(value)
        return repr(value)


def _as_date(written: str) -> str:
    try:
        return said_date(date.fromisoformat(written))
    except ValueError:
        return repr(written)


def said_date(day: date) -> str:
    """A date as it stands on a card."""
    return f"{day:%d-%m-%Y}"


def said_time(local: datetime) -> str:
    """A local time as a fact holds it."""
    return local.isoformat(timespec="minutes")[:TO_THE_MINUTE]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All facts of a rulebook, by name."""

    facts: Mapping[str, Fact]
    defaults: Facts = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        defaults = {f.name: f.default for f in self.facts.values() if f.default is not None}
        object.__setattr__(self, "defaults", defaults)

    def check(
        self, given: Mapping[str, object], on: date, checked: Facts = NONE
    ) -> dict[str, FactValue]:
        """The facts, each checked; a None drops out (not known). Raises `BadFact` naming the first wrong one.

        `checked` were checked by this vocabulary before: of those only what they mean together with the rest is looked at.
        """
        known: dict[str, FactValue] = {}
        conditional: list[Fact] = []
        for name, value in given.items():
            fact = self._fact(name, value)
            if value is not None:
                before = checked.get(name)
                if before is not None and before is value:
                    known[name] = before
                else:
                    known[name] = fact.check(value, on)
                if fact.only_if:
                    conditional.append(fact)
        if conditional:
            complete = self.complete(known)
            for fact in conditional:
                self._check_condition(fact, complete, on)
        return known

    def understood(self, told: Facts, on: date) -> dict[str, FactValue]:
        """What facts of another vocabulary say in this one: what it does not know, or no longer allows, drops out."""
        known = {name: value for name, value in told.items() if self._allows(name, value, on)}
        complete = self.complete(known)
        return {name: value for name, value in known.items() if self._fits(name, complete, on)}

    def complete(self, known: Facts) -> dict[str, FactValue]:
        """The facts with the declared defaults filled in."""
        return {**self.defaults, **known}

    def label(self, name: str) -> Text:
        """What people call the fact."""
        if name == AGE:
            return Text("Umur", "Age")
        return self.facts[name].label if name in self.facts else Text(name, name)

    def words(self, name: str, value: FactValue) -> Text:
        """What people call this value of a choice; the value itself where it is no choice."""
        said = str(value)
        fact = self.facts.get(name)
        return fact.choices.get(said, Text(said, said)) if fact else Text(said, said)

    def public_words(self, name: str, value: FactValue) -> Text:
        """What a paper that somebody may lose calls this value of a choice."""
        fact = self.facts.get(name)
        public = fact.public_names.get(str(value)) if fact else None
        return public or self.words(name, value)

    def condition(self, name: str, value: FactValue) -> When:
        """What must hold for this value to be offered: the `only_if` of the fact that it is offered like."""
        fact = self.facts.get(name)
        like = fact.offered_like.get(str(value)) if fact else None
        return self.facts[like].only_if if like and like in self.facts else ()

    def offers(self, known: Mapping[str, FactValue | None], on: date) -> bool:
        """Whether each choice of these (checked) facts would be offered to somebody of whom they are known."""
        complete = self.complete({n: value for n, value in known.items() if value is not None})
        return all(
            complete.get(BIRTH_DATE if other == AGE else other) is None
            or passes(other, test, complete, on)
            for name, value in complete.items()
            for other, test in self.condition(name, value)
        )

    def said_test(self, name: str, test: Test) -> Text:
        """What a test of this fact asks for."""
        return said_test(test, partial(self.words, name))

    def _fact(self, name: str, found: object) -> Fact:
        if name in self.facts:
            return self.facts[name]
        allowed = ", ".join(self.facts)
        remedy = Text(f"Data yang dikenal: {allowed}.", f"Known facts: {allowed}.")
        raise BadFact(fact=name, label=name, found=repr(found), remedy=remedy)

    def _allows(self, name: str, value: FactValue, on: date) -> bool:
        try:
            self._fact(name, value).check(value, on)
        except BadFact:
            return False
        return True

    def _fits(self, name: str, complete: Facts, on: date) -> bool:
        try:
            self._check_condition(self.facts[name], complete, on)
        except BadFact:
            return False
        return True

    def _check_condition(self, fact: Fact, complete: Facts, on: date) -> None:
        """A fact that only makes sense with others (pregnant: female) may not contradict them."""
        if not fact.means(complete[fact.name]):
            return
        for name, test in fact.only_if:
            other = complete.get(BIRTH_DATE if name == AGE else name)
            if other is not None and not passes(name, test, complete, on):
                wanted, label = self.said_test(name, test), self.label(name)
                shown = self.words(name, other)
                remedy = Text(
                    f"Hanya bila {label.id}: {wanted.id}, tetapi di sini: {shown.id}.",
                    f"Only where {label.en}: {wanted.en}, but here: {shown.en}.",
                )
                found = fact.said(complete[fact.name])
                raise BadFact(fact=fact.name, label=fact.label, found=found, remedy=remedy)
