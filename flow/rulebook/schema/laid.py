"""What may be laid over an included folder, and what a rule may ask: both depend on what a house has named."""

from collections.abc import Mapping

from flow.engine.facts import AGE, BIRTH_DATE, Kind
from flow.engine.vocabulary import Fact
from flow.rulebook.including import REMOVED
from flow.rulebook.schema.house import House
from flow.rulebook.schema.shapes import (
    AGES,
    CODE_PATTERN,
    FLAG,
    NUMBERS,
    TEXT,
    WORDS,
    Inner,
    Schema,
    listed,
    one_of,
    row,
    several,
)
from flow.rulebook.values import UNKNOWN


class Laid:
    """What a house lays over an included folder may be a part, and take keys away."""

    def __init__(self, known: House) -> None:
        self.known = known

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

    # What a rule may ask, and the facts that may be given

    def when(self, *, laid: bool = False) -> Schema:
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
        tests |= {name: self.test(fact) for name, fact in vocabulary.facts.items()}
        return {
            **row({}, {name: kept(test) for name, test in tests.items()}),
            "minProperties": least,
        }

    def test(self, fact: Fact) -> Schema:
        unknown = {"const": UNKNOWN} if fact.default is None else False
        if fact.kind is Kind.TIME:
            hours = several(one_of(self.known.hours))
            return {"anyOf": [{"const": UNKNOWN}, hours, row({"not": hours})]}
        if fact.kind is Kind.DATE:
            return {"const": UNKNOWN}
        value = value_of(fact)
        some = {"anyOf": [value, listed(value, 1)]}
        ranges = {"type": "string", "pattern": NUMBERS} if fact.kind is Kind.NUMBER else False
        return {"anyOf": [some, row({"not": some}), ranges, unknown]}

    def given(self) -> Schema:
        """Facts with one value each."""
        vocabulary = self.known.vocabulary
        if vocabulary is None:
            return self.named({"type": ["string", "number", "boolean"]}, 0)
        facts = vocabulary.facts.items()
        return self.section({}, {name: value_of(fact) for name, fact in facts})


def value_of(fact: Fact) -> Inner:
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
