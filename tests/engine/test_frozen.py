"""Quickly made, and all the same what a frozen dataclass promises."""

import pickle
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import FrozenInstanceError, field, fields, is_dataclass, replace
from dataclasses import dataclass as standard
from inspect import signature

import pytest

from flow.engine import commands, events
from flow.engine.frozen import dataclass
from tests.engine.small import MORNING


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Named):
    age: int = 7
    facts: Mapping[str, object] = field(default_factory=dict)


@standard(frozen=True, slots=True, kw_only=True)
class Usual:
    name: str
    age: int = 7
    facts: Mapping[str, object] = field(default_factory=dict)


SRI = Person(name="Sri", age=31)


@pytest.mark.parametrize("name", ["name", "age", "facts"])
def test_nothing_about_it_changes_any_more(name: str) -> None:
    assert type(SRI) is Person
    with pytest.raises(FrozenInstanceError):
        setattr(SRI, name, "Ayu")
    with pytest.raises(FrozenInstanceError):
        delattr(SRI, name)
    assert (SRI.name, SRI.age, SRI.facts) == ("Sri", 31, {})
    assert not hasattr(SRI, "__dict__")


def test_each_has_its_own_defaults() -> None:
    one, other = Person(name="Sri"), Person(name="Sri")
    assert one.age == 7
    assert one.facts is not other.facts
    assert Person(name="Sri", facts={"sex": "female"}).facts == {"sex": "female"}


def test_it_is_made_compared_shown_and_copied_as_usual() -> None:
    usual = Usual(name="Sri", age=31)
    assert repr(SRI) == repr(usual).replace("Usual", "Person")
    assert [one.name for one in fields(SRI)] == [one.name for one in fields(usual)]
    assert signature(Person).parameters.keys() == signature(Usual).parameters.keys()
    assert replace(SRI, age=32) == Person(name="Sri", age=32) != SRI
    assert hash(Named(name="Sri")) == hash(Named(name="Sri"))
    for twin in (deepcopy(SRI), pickle.loads(pickle.dumps(SRI))):
        assert twin == SRI
        assert type(twin) is Person


@pytest.mark.parametrize("given", [{}, {"name": "Sri", "weight": 50}])
def test_what_is_missing_or_not_known_is_refused(given: dict[str, object]) -> None:
    with pytest.raises(TypeError):
        Person(**given)  # type: ignore[arg-type]


@pytest.mark.parametrize("room", [commands, events])
def test_every_command_and_event_is_made_quickly(room: object) -> None:
    kinds = [k for k in vars(room).values() if is_dataclass(k) and k.__module__ == room.__name__]  # type: ignore[attr-defined]
    assert len(kinds) > 20
    assert {kind.__init__.__globals__.get("_closed") for kind in kinds} == set(kinds)


def test_what_happened_cannot_be_made_to_have_happened_otherwise() -> None:
    called = events.PatientCalled(at=MORNING, visit="v1", stop=2, desk="1")
    with pytest.raises(FrozenInstanceError):
        called.desk = "2"  # type: ignore[misc]
