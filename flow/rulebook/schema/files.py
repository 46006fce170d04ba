"""Each file of a rulebook as a schema, in the order in which rules/README.md tells them."""

from collections.abc import Iterable, Mapping

from flow.engine.announcing import LANGUAGES, ZEROES
from flow.engine.facts import AGE, ARRIVED, BIRTH_DATE, Kind
from flow.engine.ordering import DISCIPLINES
from flow.engine.outcomes import Takes
from flow.rulebook.bookings import BOOKED_MAX, DAYS_AHEAD_MAX, GRACE_MINUTES_MAX
from flow.rulebook.facility import CALL_SECONDS_MAX, ZONES
from flow.rulebook.hours import CLOSED, DAILY, DAYS
from flow.rulebook.including import INCLUDE
from flow.rulebook.orders import EVERYWHERE, MINUTES_MAX, TIMES_MAX
from flow.rulebook.promises import ALWAYS, NEVER
from flow.rulebook.schema.house import House
from flow.rulebook.schema.laid import Laid, value_of
from flow.rulebook.schema.shapes import (
    ANY_CODE,
    CODE_ITSELF,
    FACT,
    FLAG,
    NUMBERS,
    OF_CHOICES,
    SCALAR,
    SLOT,
    SPAN,
    TEXT,
    WHEN,
    WORDS,
    WORDS_THEMSELVES,
    Names,
    Schema,
    if_type,
    is_not,
    listed,
    one_of,
    row,
    several,
    typed,
    unless_type,
    without,
)
from flow.rulebook.stations import (
    BEHIND_MAX,
    END,
    KEEP,
    PATIENCE_MINUTES_MAX,
    QUOTA_MAX,
    SAID_TIMES_MAX,
)
from flow.rulebook.tables import AUTO, HITS, LETTERS, NOTICES
from flow.rulebook.turns import RATE_MAX, TURNS_MAX
from flow.rulebook.values import UNKNOWN

_ONE_SPAN: Schema = {"anyOf": [{"type": "string", "pattern": SPAN}, {"const": CLOSED}]}
_SPANS: Schema = {"anyOf": [_ONE_SPAN, listed(_ONE_SPAN)]}


class Files(Laid):
    """The schemas of one house."""

    def __init__(self, known: House) -> None:
        super().__init__(known)
        self.station = one_of(known.stations)
        self.stations = several(self.station)
        self.cluster = one_of(known.clusters)

    def file(self, name: str) -> Schema:
        return {
            "facility.yaml": self._facility,
            "stations.yaml": self._stations,
            "screens.yaml": self._screens,
            "facts.yaml": self._facts,
            "bands.yaml": lambda: self._tags("bands", self.known.bands),
            "flags.yaml": lambda: self._tags("flags", self.known.flags, {NOTICES: self._notices()}),
            "priority.yaml": self._priority,
            "tickets.yaml": self._tickets,
            "entry.yaml": self._entry,
            "orders.yaml": self._orders,
            "exits.yaml": self._exits,
            "promises.yaml": self._promises,
            "bookings.yaml": self._bookings,
            "cases.yaml": self._cases,
        }[name]()

    def definitions(self) -> dict[str, Schema]:
        """What stands in many places, by name."""
        return {
            "fact": self._fact(),
            "when": self.when(),
            "words": WORDS_THEMSELVES,
            "code": CODE_ITSELF,
        }

    def _facility(self) -> Schema:
        hours = one_of(self.known.hours)
        destination = self.section({"name": self.words(), "kind": one_of(tuple(Takes))})
        folder = {"type": "string", "pattern": r"^(?!\s*$)[^/:\\][^:\\]*$"}
        return self.section(
            {
                "facility": ANY_CODE,
                "name": self.words(),
                "time_zone": {"anyOf": [{"enum": list(ZONES)}, TEXT]},
                "hours": self.named(self._week()),
                "open": hours,
                "call_seconds": _whole(1, CALL_SECONDS_MAX),
            },
            {INCLUDE: folder, "destinations": self.named(destination, 0)},
        )

    def _week(self) -> Schema:
        return {
            "type": "object",
            "propertyNames": {"enum": [*DAYS, DAILY, *_weekday_spans()]},
            "additionalProperties": self.removable(_SPANS),
        }

    def _stations(self) -> Schema:
        minutes = _whole(1, PATIENCE_MINUTES_MAX)
        station = self.section(
            {
                "name": self.words(),
                "cluster": self.cluster,
                "desks": {**listed(ANY_CODE, 1), "uniqueItems": True},
            },
            {
                "public_name": self.words(),
                "discipline": one_of(tuple(DISCIPLINES)),
                "hours": one_of(self.known.hours),
                "registers": FLAG,
                "overnight": FLAG,
                "same_desk": FLAG,
                "absent": {"anyOf": [{"enum": [KEEP, END]}, _whole(1, BEHIND_MAX)]},
                "quota": _whole(1, QUOTA_MAX),
                "target": self.section({"wait_minutes": minutes, "source": self.words()}),
                "service_minutes": minutes,
                "hold_minutes": minutes,
            },
        )
        return self.section({"clusters": self.named(self.words()), "stations": self.named(station)})

    def _screens(self) -> Schema:
        voice = self.section(
            {},
            {
                "languages": several(one_of(LANGUAGES), 1),
                "times": _whole(1, SAID_TIMES_MAX),
                "zero": one_of(ZEROES),
                "quiet": {"anyOf": [_SPANS, self._week()]},
            },
        )
        board = self.section(
            {"title": self.words(), "stations": self.stations},
            {"voice": voice, "footer": self.words(), "info": several(self.words(), 1)},
        )
        choice = self.section({"label": self.words()}, {"facts": self.given()})
        return self.section({"boards": self.named(board, 0), "kiosk": self.named(choice, 0)})

    def _fact(self) -> Schema:
        choices = self.named(self.words())
        choices = {
            **choices,
            "propertyNames": {"allOf": [choices["propertyNames"], is_not(UNKNOWN)]},
        }
        fact = self.section(
            {"type": one_of(tuple(Kind)), "label": self.words()},
            {
                "choices": choices,
                "range": {"type": "string", "pattern": NUMBERS},
                "default": {"type": ["string", "number", "boolean"]},
                "only_if": self.when(laid=True),
                "public_names": self.named(self.words(), 0),
                "offered_like": self.named(ANY_CODE, 0),
            },
        )
        kinds = [
            if_type("choice", {"required": [] if self.known.includes else ["choices"]}),
            *(unless_type("choice", without(key)) for key in OF_CHOICES),
            unless_type("number", without("range")),
            if_type("flag", {"properties": {"default": self.removable(FLAG)}}),
            if_type("number", {"properties": {"default": self.removable({"type": "number"})}}),
            if_type("date", without("default")),
            if_type("time", without("default")),
        ]
        return {**fact, "allOf": kinds}

    def _facts(self) -> Schema:
        whole = self.removable(FACT)
        return {
            **self.named(whole),
            "properties": {
                **{name: {"allOf": [whole, one]} for name, one in self._choices().items()},
                AGE: False,
                BIRTH_DATE: {"allOf": [whole, typed({"const": "date"})]},
                ARRIVED: {"allOf": [whole, typed({"const": "time"})]},
            },
            "additionalProperties": {"allOf": [whole, typed(is_not("time"))]},
        }

    def _choices(self) -> dict[str, Schema]:
        """What each choice may be by default, and of which of its choices something may be said."""
        facts = self.known.vocabulary.facts.values() if self.known.vocabulary else ()
        conditional = one_of(tuple(fact.name for fact in facts if fact.only_if))
        return {
            fact.name: {
                "properties": {
                    "default": self.removable(value_of(fact)),
                    "public_names": {"propertyNames": value_of(fact)},
                    "offered_like": {
                        "propertyNames": value_of(fact),
                        "additionalProperties": self.removable(conditional),
                    },
                }
            }
            for fact in facts
            if fact.kind is Kind.CHOICE
        }

    def _tags(self, key: str, tags: Names, more: Mapping[str, Schema] | None = None) -> Schema:
        rules = listed(self._rule(one_of(tags)))
        return self.section({key: self.named(self.words(), 0), "rules": rules}, more)

    def _notices(self) -> Schema:
        return {**self.named(self.words(), 0), "propertyNames": one_of(self.known.flags)}

    def _priority(self) -> Schema:
        one = one_of(self.known.classes)
        rate = {"type": "number", "exclusiveMinimum": 0, "maximum": RATE_MAX}
        rates = {**self.named(rate, 0), "propertyNames": one}
        turns = _whole(1, TURNS_MAX)
        ratio = self.section({"ahead": several(one), "calls": turns, "others": turns})
        return self.section(
            {"classes": self.named(self.words()), "rules": listed(self._rule(one), 1)},
            {"review_class": one, "rates": rates, "ratio": ratio, "hit": one_of(HITS)},
        )

    def _tickets(self) -> Schema:
        letters = {"type": "string", "pattern": rf"^\s*({LETTERS.pattern})\s*$"}
        series = self.named({"anyOf": [letters, {"const": AUTO}]})
        rules = listed(self._rule(one_of(self.known.series or None)), 1)
        plain = {"properties": {"rules": listed(self._rule(letters), 1)}}
        whole = self.section({"rules": rules}, {"series": series, "hit": one_of(HITS)})
        if self.known.includes:  # the series may stand in the included folder
            return whole
        return {**whole, "if": without("series"), "then": plain}

    def _entry(self) -> Schema:
        then = row({"stops": self.stations}, {"cluster": self.cluster, "final": FLAG})
        return self.section({"emergency": self.given(), "stages": self._stages(then)})

    def _exits(self) -> Schema:
        then = row({"stops": self.stations}, {"if_ordered": FLAG, "final": FLAG})
        return self.section({"stages": self._stages(then)})

    def _orders(self) -> Schema:
        minutes = _whole(1, MINUTES_MAX)
        then = row(
            {"stops": several(self.station, 1)},
            {
                "review": FLAG,
                "last": FLAG,
                "automatic": FLAG,
                "in_room": FLAG,
                "repeat": row({"times": _whole(2, TIMES_MAX), "apart_minutes": minutes}),
                "result_minutes": minutes,
            },
        )
        rooms = {"anyOf": [{"const": EVERYWHERE}, {"const": [EVERYWHERE]}, self.stations]}
        more = {"order": one_of(self.known.orders), "at": rooms}
        return self.section(
            {"orders": self.named(self.words(), 0), "rules": listed(self._rule(then, more))}
        )

    def _promises(self) -> Schema:
        said = {
            **dict.fromkeys(("first", "stops", "in_order"), self.stations),
            "cluster": several(self.cluster),
            "priority": several(one_of(self.known.classes)),
            "ticket": several(one_of(self.known.letters)),
            "bands": several(one_of(self.known.bands)),
            "flags": several(one_of(self.known.flags)),
        }
        then = {**row({}, said), "minProperties": 1}
        promises = listed(row({"promise": WORDS, "then": then}, {"when": WHEN}))
        return self.section({}, {ALWAYS: promises, NEVER: promises})

    def _bookings(self) -> Schema:
        slot = {"type": "string", "pattern": SLOT}
        slots = {
            "type": "object",
            "propertyNames": {"enum": [*DAYS, DAILY, *_weekday_spans()]},
            "additionalProperties": self.removable(several(slot)),
        }
        quota = {"type": "integer", "minimum": 1, "maximum": BOOKED_MAX}
        return self.section(
            {"days_ahead": {"type": "integer", "minimum": 1, "maximum": DAYS_AHEAD_MAX}},
            {
                "grace_minutes": {"type": "integer", "minimum": 0, "maximum": GRACE_MINUTES_MAX},
                "booking_class": one_of(self.known.classes),
                "slots": slots,
                "per_slot": quota,
                "per_day": quota,
                "straight_in": FLAG,
            },
        )

    def _cases(self) -> Schema:
        day = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"}
        anything: Schema = {}
        keys = ("cluster", "priority", "bands", "flags", "ticket", "stops", "refused")
        case = row(
            {
                "case": TEXT,
                "facts": {"type": "object", "additionalProperties": SCALAR},
                "expect": row({}, dict.fromkeys(keys, anything)),
            },
            {"on": day},
        )
        return row({"on": day, "cases": listed(case)})

    def _stages(self, then: Schema) -> Schema:
        rules = listed(self._rule(then), 1)
        return self.named({"anyOf": [rules, self.section({"rules": rules}, {"hit": one_of(HITS)})]})

    def _rule(self, then: Schema, more: Mapping[str, Schema] | None = None) -> Schema:
        always = {"rule": ANY_CODE, "then": then, "because": WORDS, **(more or {})}
        return row(always, {"when": WHEN})


def _whole(low: int, high: int) -> Schema:
    return {"type": "integer", "minimum": low, "maximum": high}


def _weekday_spans() -> Iterable[str]:
    return (f"{first}-{last}" for at, first in enumerate(DAYS) for last in DAYS[at:])
