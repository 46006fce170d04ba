"""The files of a rulebook as JSON Schemas (draft 7), so that an editor completes the words and marks the mistakes.

A schema says what can be said of one file alone. What needs a second look stays with `alur rules check`: names that stand twice,
hours or ranges that run backwards, and every proof. Without the names of a house any name is right; with them only its own.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flow.engine.facts import AGE, ARRIVED, BIRTH_DATE, Kind
from flow.engine.ordering import DISCIPLINES
from flow.engine.text import Text
from flow.engine.vocabulary import Fact, Vocabulary
from flow.rulebook.compiler import CASES, FILES, MAY_FILES, merged
from flow.rulebook.document import Node, Section
from flow.rulebook.facility import CALL_SECONDS_MAX, ZONES
from flow.rulebook.hours import CLOSED, DAILY, DAYS
from flow.rulebook.including import FACILITY, INCLUDE, REMOVED
from flow.rulebook.orders import EVERYWHERE
from flow.rulebook.promises import ALWAYS, NEVER
from flow.rulebook.reader import CODE, Reader
from flow.rulebook.tables import AUTO, HITS, LETTERS, read_tickets
from flow.rulebook.turns import RATE_MAX, TURNS_MAX
from flow.rulebook.values import UNKNOWN, Terms
from flow.rulebook.vocabulary import read_vocabulary

Schema = dict[str, Any]
Inner = Schema | bool
"""A schema within a schema; False lets nothing pass."""

Names = tuple[str, ...] | None
"""The names that may stand at a place; None where nobody knows them."""

WHOLE, PART = "whole", "part"
REF = "#/definitions/"
DRAFT = "http://json-schema.org/draft-07/schema#"

_NUMBER = r"\d+(\.\d+)?"
_WHOLE = r"\d+(\.0+)?"
_UNIT = r"\s*(d|w|mo|y)"
NUMBERS = rf"^\s*((>=|>|<=|<)\s*{_NUMBER}|(>=?)?\s*{_NUMBER}\s*\.\.\s*(<=?)?\s*{_NUMBER})\s*$"
AGES = (
    rf"^\s*((>=|>|<=|<)\s*{_WHOLE}{_UNIT}|(>=?)?\s*{_WHOLE}"
    rf"({_UNIT}\s*\.\.\s*(<=?)?\s*{_WHOLE}({_UNIT})?|\s*\.\.\s*(<=?)?\s*{_WHOLE}{_UNIT}))\s*$"
)
_CLOCK = r"(([01]?\d|2[0-3])[:.][0-5]\d|24[:.]00)"
SPAN = rf"^\s*{_CLOCK}\s*[-–]\s*{_CLOCK}\s*$"

HELP: Mapping[str, Text] = {
    "rule": Text("nama aturan, sekali dalam satu tabel", "its name, once in its table"),
    "when": Text("untuk siapa; semuanya harus terpenuhi", "who it is for: all of this must hold"),
    "then": Text("akibatnya", "what follows"),
    "because": Text("alasannya, dibaca petugas dan pasien", "why, as staff and patients read it"),
    "hit": Text(
        "first: yang pertama; unique: tidak boleh dua", "first wins, or never two together"
    ),
    "stops": Text("pos tujuan; [] bila tidak ada", "the stations to visit; [] for none"),
    "cluster": Text("klaster", "the cluster"),
    "final": Text("jalan berakhir di sini", "the way ends here"),
    "if_ordered": Text("hanya bila diminta suatu pos", "only when a room asks for it"),
    "review": Text("kembali dengan hasilnya", "comes back with the results"),
    "last": Text("sesudah semua yang lain", "after all the rest"),
    "automatic": Text("dengan sendirinya bila pelayanan selesai", "by itself when served"),
    "at": Text("pos yang boleh meminta", "the rooms that may ask for it"),
    "name": Text("nama untuk petugas", "the name for staff"),
    "public_name": Text("nama di TV dan karcis", "the name on TVs and tickets"),
    "discipline": Text("cara memanggil", "the order of calling"),
    "desks": Text("nama meja-mejanya", "the names of its desks"),
    "hours": Text("jam buka", "opening hours"),
    "registers": Text("di sini pasien didaftar", "patients are registered here"),
    "overnight": Text("kunjungan boleh bermalam", "visits may stay overnight"),
    "open": Text("jam buka seluruh rumah", "the hours of the whole house"),
    "call_seconds": Text("berapa detik panggilan menunggu", "how many seconds a call waits"),
    "include": Text("folder yang dipakai bersama", "the folder that is shared"),
    "only_if": Text("hanya masuk akal bila", "makes sense only if"),
    "default": Text("nilai bila tidak disebut", "what goes without saying"),
    "range": Text('dari sampai, misalnya "0..42"', 'from and to, such as "0..42"'),
    "rates": Text("seberapa cepat waktu tunggu dihitung", "how fast waiting counts"),
    "ratio": Text("giliran antara kelas", "how classes take turns"),
    "ahead": Text("kelas yang didahulukan", "the classes that come ahead"),
    "calls": Text("berapa kali berturut-turut", "how many of them in a row"),
    "others": Text("lalu berapa yang lain", "then how many others"),
    "review_class": Text("kelas bagi yang kembali", "the class of who comes back"),
    "series": Text(f"deret nomor; {AUTO}: huruf berikutnya", f"series; {AUTO}: next letters"),
    "emergency": Text("data yang digotong masuk", "the facts of who is carried in"),
    "promise": Text("janji dengan kata-kata", "the promise in words"),
    "always": Text("setiap pasien ini punya rute seperti itu", "all of them have such a route"),
    "never": Text("tidak seorang pun punya rute seperti itu", "none of them has such a route"),
    "first": Text("pos pertama", "the first room"),
    "in_order": Text("bila ada, dalam urutan ini", "those on the route come in this order"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What a house has named; None for what is not known."""

    clusters: Names = None
    stations: Names = None
    hours: Names = None
    classes: Names = None
    bands: Names = None
    flags: Names = None
    orders: Names = None
    series: Names = None
    letters: Names = None
    vocabulary: Vocabulary | None = None
    includes: bool = False


ANY = House()
ANY_PART = House(includes=True)


def house(texts: Mapping[str, str]) -> House:
    """The names in these file texts, however wrong the rest is; raises `RulebookError` for what is no YAML."""
    files = merged(texts)

    def under(file: str, key: str) -> Node | None:
        whole = files.get(file)
        return whole.get(key) if isinstance(whole, Section) else None

    def keys(file: str, key: str) -> Names:
        named = under(file, key)
        return tuple(named.entries) if isinstance(named, Section) else ()

    vocabulary = read_vocabulary(Reader(), files.get("facts.yaml"))
    tickets = read_tickets(Reader(), files.get("tickets.yaml"), Terms(vocabulary))
    return House(
        clusters=keys("stations.yaml", "clusters"),
        stations=keys("stations.yaml", "stations"),
        hours=keys(FACILITY, "hours"),
        classes=keys("priority.yaml", "classes"),
        bands=keys("bands.yaml", "bands"),
        flags=keys("flags.yaml", "flags"),
        orders=keys("orders.yaml", "orders"),
        series=keys("tickets.yaml", "series"),
        letters=tuple(dict.fromkeys(rule.value for rule in tickets.rules)),
        vocabulary=vocabulary,
        includes=under(FACILITY, INCLUDE) is not None,
    )


def schemas(known: House = ANY) -> dict[str, Schema]:
    """The schema of every file, by file name."""
    files = _Files(known)
    return {
        name: {"$schema": DRAFT, "title": name, **_defined(files.file(name), files.definitions())}
        for name in (*FILES, *MAY_FILES, CASES)
    }


def _defined(schema: Schema, definitions: Mapping[str, Schema]) -> Schema:
    """The schema with the definitions that it refers to."""
    whole = schema
    for name, one in definitions.items():  # each refers only to those behind it
        if f'"{REF}{name}"' in json.dumps(whole):
            whole = {**whole, "definitions": {**whole.get("definitions", {}), name: one}}
    return whole


def _defined_as(name: str) -> Schema:
    return {"$ref": f"{REF}{name}"}


def write(into: Path, known: Iterable[House]) -> tuple[Path, ...]:
    """The schemas as files: `whole/` for a house that stands alone, `part/` for one that includes another."""
    written = []
    for one in known:
        folder = into / (PART if one.includes else WHOLE)
        folder.mkdir(parents=True, exist_ok=True)
        for name, schema in schemas(one).items():
            path = folder / name.replace(".yaml", ".json")
            text = json.dumps(schema, ensure_ascii=False, indent=1)
            path.write_text(f"{text}\n", encoding="utf-8")
            written.append(path)
    return tuple(written)


# Shapes

TEXT: Schema = {"type": "string", "pattern": r"\S"}
CODE_PATTERN = rf"^{CODE.pattern}$"
ANY_CODE = _defined_as("code")
WORDS = _defined_as("words")
WHEN = _defined_as("when")
FACT = _defined_as("fact")
_CODE: Schema = {
    "anyOf": [
        {"type": "string", "pattern": CODE_PATTERN},
        {"type": "integer", "minimum": 0},
        {"type": "boolean"},
    ]
}
FLAG: Schema = {"type": "boolean"}
SCALAR: Schema = {"type": ["string", "number", "boolean", "null"]}
_WORDS: Schema = {
    "anyOf": [
        TEXT,
        {
            "type": "object",
            "properties": {"id": TEXT, "en": TEXT},
            "required": ["id", "en"],
            "additionalProperties": False,
        },
    ]
}


def one_of(names: Names) -> Schema:
    """One of the names; a name that is a number may be written as one."""
    if names is None:
        return ANY_CODE
    numbers = [int(name) for name in names if name.isdigit()]
    return {"enum": [*names, *numbers]}


def listed(item: Inner, least: int = 0) -> Schema:
    return {"type": "array", "items": item, "minItems": least}


def several(item: Inner, least: int = 0) -> Schema:
    """One of them, or a list in which each stands once."""
    return {"anyOf": [item, {**listed(item, least), "uniqueItems": True}]}


def row(required: Mapping[str, Inner], optional: Mapping[str, Inner] | None = None) -> Schema:
    """A mapping with these keys and no other."""
    properties = {**required, **(optional or {})}
    return {
        "type": "object",
        "properties": {key: _helped(key, one) for key, one in properties.items()},
        "required": list(required),
        "additionalProperties": False,
    }


def _helped(key: str, schema: Inner) -> Inner:
    said = HELP.get(key)
    if said is None or isinstance(schema, bool):
        return schema
    return {"description": f"{said.id} / {said.en}", **schema}


class _Files:
    """The schemas of one house. What it lays over an included folder may be a part, and take keys away."""

    def __init__(self, known: House) -> None:
        self.known = known
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
            "flags.yaml": lambda: self._tags("flags", self.known.flags),
            "priority.yaml": self._priority,
            "tickets.yaml": self._tickets,
            "entry.yaml": self._entry,
            "orders.yaml": self._orders,
            "exits.yaml": self._exits,
            "promises.yaml": self._promises,
            "cases.yaml": self._cases,
        }[name]()

    def definitions(self) -> dict[str, Schema]:
        """What stands in many places, by name."""
        return {"fact": self._fact(), "when": self._when(), "words": _WORDS, "code": _CODE}

    # What may be laid over what an included folder says

    def section(
        self, required: Mapping[str, Inner], optional: Mapping[str, Inner] | None = None
    ) -> Schema:
        if not self.known.includes:
            return row(required, optional)
        keys = {**required, **(optional or {})}
        return row({}, {key: self.removable(one) for key, one in keys.items()})

    def named(self, value: Inner, least: int = 1) -> Schema:
        """A mapping from codes of the house's own choice."""
        return {
            "type": "object",
            "propertyNames": {"pattern": CODE_PATTERN},
            "additionalProperties": self.removable(value),
            "minProperties": 0 if self.known.includes else least,
        }

    def removable(self, schema: Inner) -> Inner:
        return {"anyOf": [schema, {"const": REMOVED}]} if self.known.includes else schema

    def words(self) -> Schema:
        """A text for people that may be laid over another one."""
        return (
            {"anyOf": [TEXT, row({}, {"id": self.removable(TEXT), "en": self.removable(TEXT)})]}
            if self.known.includes
            else WORDS
        )

    # The files

    def _facility(self) -> Schema:
        hours = one_of(self.known.hours)
        spans = {"anyOf": [{"type": "string", "pattern": SPAN}, {"const": CLOSED}]}
        opening = self.removable({"anyOf": [spans, listed(spans)]})
        week = {
            "type": "object",
            "propertyNames": {"enum": [*DAYS, DAILY, *_weekday_spans()]},
            "additionalProperties": opening,
        }
        folder = {"type": "string", "pattern": r"^(?!\s*$)[^/:\\][^:\\]*$"}
        return self.section(
            {
                "facility": ANY_CODE,
                "name": self.words(),
                "time_zone": {"anyOf": [{"enum": list(ZONES)}, TEXT]},
                "hours": self.named(week),
                "open": hours,
                "call_seconds": {"type": "integer", "minimum": 1, "maximum": CALL_SECONDS_MAX},
            },
            {INCLUDE: folder},
        )

    def _stations(self) -> Schema:
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
            },
        )
        return self.section({"clusters": self.named(self.words()), "stations": self.named(station)})

    def _screens(self) -> Schema:
        board = self.section({"title": self.words(), "stations": self.stations})
        choice = self.section({"label": self.words()}, {"facts": self._given()})
        return self.section({"boards": self.named(board, 0), "kiosk": self.named(choice, 0)})

    def _fact(self) -> Schema:
        choices = self.named(self.words())
        choices = {
            **choices,
            "propertyNames": {"allOf": [choices["propertyNames"], _is_not(UNKNOWN)]},
        }
        fact = self.section(
            {"type": one_of(tuple(Kind)), "label": self.words()},
            {
                "choices": choices,
                "range": {"type": "string", "pattern": NUMBERS},
                "default": {"type": ["string", "number", "boolean"]},
                "only_if": self._when(laid=True),
            },
        )
        kinds = [
            _if_type("choice", {"required": [] if self.known.includes else ["choices"]}),
            _unless_type("choice", _without("choices")),
            _unless_type("number", _without("range")),
            _if_type("flag", {"properties": {"default": self.removable(FLAG)}}),
            _if_type("number", {"properties": {"default": self.removable({"type": "number"})}}),
            _if_type("date", _without("default")),
            _if_type("time", _without("default")),
        ]
        return {**fact, "allOf": kinds}

    def _facts(self) -> Schema:
        whole = self.removable(FACT)
        return {
            **self.named(whole),
            "properties": {
                **{name: {"allOf": [whole, one]} for name, one in self._defaults().items()},
                AGE: False,
                BIRTH_DATE: {"allOf": [whole, _typed({"const": "date"})]},
                ARRIVED: {"allOf": [whole, _typed({"const": "time"})]},
            },
            "additionalProperties": {"allOf": [whole, _typed(_is_not("time"))]},
        }

    def _defaults(self) -> dict[str, Schema]:
        """What each choice may be by default."""
        facts = self.known.vocabulary.facts.values() if self.known.vocabulary else ()
        return {
            fact.name: {"properties": {"default": self.removable(_value(fact))}}
            for fact in facts
            if fact.kind is Kind.CHOICE
        }

    def _tags(self, key: str, tags: Names) -> Schema:
        rules = listed(self._rule(one_of(tags)))
        return self.section({key: self.named(self.words(), 0), "rules": rules})

    def _priority(self) -> Schema:
        one = one_of(self.known.classes)
        rate = {"type": "number", "exclusiveMinimum": 0, "maximum": RATE_MAX}
        rates = {**self.named(rate, 0), "propertyNames": one}
        turns = {"type": "integer", "minimum": 1, "maximum": TURNS_MAX}
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
        return {**whole, "if": _without("series"), "then": plain}

    def _entry(self) -> Schema:
        then = row({"stops": self.stations}, {"cluster": self.cluster, "final": FLAG})
        return self.section({"emergency": self._given(), "stages": self._stages(then)})

    def _exits(self) -> Schema:
        then = row({"stops": self.stations}, {"if_ordered": FLAG, "final": FLAG})
        return self.section({"stages": self._stages(then)})

    def _orders(self) -> Schema:
        then = row(
            {"stops": several(self.station, 1)},
            {"review": FLAG, "last": FLAG, "automatic": FLAG},
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

    # Rules and what they ask

    def _stages(self, then: Schema) -> Schema:
        rules = listed(self._rule(then), 1)
        return self.named({"anyOf": [rules, self.section({"rules": rules}, {"hit": one_of(HITS)})]})

    def _rule(self, then: Schema, more: Mapping[str, Schema] | None = None) -> Schema:
        always = {"rule": ANY_CODE, "then": then, "because": WORDS, **(more or {})}
        return row(always, {"when": WHEN})

    def _when(self, *, laid: bool = False) -> Schema:
        """The tests of a rule; those that are `laid` over others may be taken away."""
        kept = self.removable if laid else _as_is
        least = 0 if laid and self.known.includes else 1
        tests: Schema = {AGE: {"anyOf": [{"type": "string", "pattern": AGES}, {"const": UNKNOWN}]}}
        vocabulary = self.known.vocabulary
        if vocabulary is None:
            return {
                "type": "object",
                "minProperties": least,
                "properties": {name: kept(test) for name, test in tests.items()},
                "additionalProperties": kept(_any_test()),
            }
        if BIRTH_DATE not in vocabulary.facts:
            tests = {}
        tests |= {name: self._test(fact) for name, fact in vocabulary.facts.items()}
        return {
            **row({}, {name: kept(test) for name, test in tests.items()}),
            "minProperties": least,
        }

    def _test(self, fact: Fact) -> Schema:
        unknown = {"const": UNKNOWN} if fact.default is None else False
        if fact.kind is Kind.TIME:
            hours = several(one_of(self.known.hours))
            return {"anyOf": [{"const": UNKNOWN}, hours, row({"not": hours})]}
        if fact.kind is Kind.DATE:
            return {"const": UNKNOWN}
        value = _value(fact)
        some = {"anyOf": [value, listed(value, 1)]}
        ranges = {"type": "string", "pattern": NUMBERS} if fact.kind is Kind.NUMBER else False
        return {"anyOf": [some, row({"not": some}), ranges, unknown]}

    def _given(self) -> Schema:
        """Facts with one value each."""
        vocabulary = self.known.vocabulary
        if vocabulary is None:
            return self.named({"type": ["string", "number", "boolean"]}, 0)
        facts = vocabulary.facts.items()
        return self.section({}, {name: _value(fact) for name, fact in facts})


def _value(fact: Fact) -> Inner:
    match fact.kind:
        case Kind.FLAG:
            return FLAG
        case Kind.CHOICE:
            return one_of(tuple(fact.choices))
        case Kind.NUMBER:
            ends = {"minimum": fact.low, "maximum": fact.high}
            return {"type": "number", **{key: end for key, end in ends.items() if end is not None}}
        case Kind.DATE | Kind.TIME:
            return False


def _as_is(schema: Inner) -> Inner:
    return schema


def _any_test() -> Schema:
    value = {"type": ["string", "number", "boolean"]}
    some = {"anyOf": [value, listed(value)]}
    return {"anyOf": [some, row({"not": some})]}


def _weekday_spans() -> Iterable[str]:
    return (f"{first}-{last}" for at, first in enumerate(DAYS) for last in DAYS[at:])


def _is_not(word: str) -> Schema:
    return {"not": {"const": word}}


def _without(key: str) -> Schema:
    return {"not": {"required": [key]}}


def _typed(kind: Schema) -> Schema:
    return {"properties": {"type": kind}}


def _if_type(kind: str, then: Schema) -> Schema:
    return {"if": {**_typed({"const": kind}), "required": ["type"]}, "then": then}


def _unless_type(kind: str, then: Schema) -> Schema:
    return {"if": {**_typed(_is_not(kind)), "required": ["type"]}, "then": then}
