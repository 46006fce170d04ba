"""Two rulebooks compared: who would be routed differently, exactly as counting everybody says, and in words."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flow.engine.diagrams import walk
from flow.engine.routing import Rulebook
from flow.engine.tables import Table
from flow.rulebook import compile_sources, shipped, sources
from flow.rulebook.comparing import Change, Pair, compare
from tests.changed import changed_rules
from tests.rulebook.everybody import (
    Somebody,
    everybody,
    first_that_holds,
    rulebooks,
    vocabularies,
)

OLD, NEW = compile_sources(sources(shipped("typical"))), compile_sources(changed_rules())


def way(rulebook: Rulebook, one: Somebody) -> tuple[object, ...]:
    """The steps and the class of somebody, by reading the tables from the top."""
    steps = []
    for table in rulebook.tables.entry:
        place = first_that_holds(table, one)
        if place is None:
            continue
        if table.rules[place].stops:
            steps.append(table.rules[place].stops)
        if table.rules[place].final:
            break
    return tuple(steps), value(rulebook.tables.priority, one)


def value(table: Table, one: Somebody) -> str | None:
    place = first_that_holds(table, one)
    return None if place is None else table.rules[place].value


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(st.data())
def test_it_is_what_counting_everybody_says(data: st.DataObject) -> None:
    vocabulary = data.draw(vocabularies())
    old, new = data.draw(rulebooks(vocabulary)), data.draw(rulebooks(vocabulary))
    pair = Pair(old, new)
    changes = list(pair.changes())
    for one in everybody(vocabulary):
        cell = pair.cells.space.cell(one.facts, one.on)
        told = [c.part.en for c in changes if c.patients and walk(c.patients, cell)]
        steps, priority = zip(way(old, one), way(new, one), strict=True)
        assert ("Route" in told) is (steps[0] != steps[1])
        assert ("Priority" in told) is (priority[0] != priority[1])


def routes(changes: tuple[Change, ...]) -> list[Change]:
    return [change for change in changes if change.part.en == "Route"]


def test_a_rulebook_does_not_differ_from_itself() -> None:
    assert compare(OLD, OLD) == ()


def test_who_goes_elsewhere_is_said_in_words() -> None:
    (change,) = routes(compare(OLD, NEW))
    assert change.who is not None
    assert "umur 18 sampai sebelum 60 tahun" in change.who.id
    assert "age 18 to before 60 years" in change.who.en
    assert (change.before.id, change.after.id) == ("Poli dewasa", "Gigi dan mulut")


def test_the_example_of_a_change_shows_it() -> None:
    (change,) = routes(compare(OLD, NEW))
    assert change.witness is not None
    facts = dict(change.witness.facts)
    on = date.fromisoformat(change.witness.on)
    first, second = (
        [stop.station for step in book.route(facts, on).steps for stop in step]
        for book in (OLD, NEW)
    )
    assert "k3-dewasa" in first
    assert "gigi" in second


def test_a_new_choice_and_a_new_desk_are_told_as_such() -> None:
    texts = sources(shipped("typical"))
    texts["facts.yaml"] = texts["facts.yaml"].replace(
        "    lab: {id: Laboratorium", "    haji: {id: Haji, en: Hajj}\n    lab: {id: Laboratorium"
    )
    texts["stations.yaml"] = texts["stations.yaml"].replace("desks: [1, 2]", "desks: [1, 2, 3]", 1)
    found = {change.part.en: change for change in compare(OLD, compile_sources(texts))}
    assert found.keys() == {"Fact service", "Station loket"}
    assert "haji (Haji)" in found["Fact service"].after.id
    assert "meja 1, 2, 3" in found["Station loket"].after.id


def test_a_default_that_changes_moves_those_who_were_never_asked() -> None:
    texts = sources(shipped("typical"))
    texts["facts.yaml"] = texts["facts.yaml"].replace("default: bpjs", "default: umum")
    changes = routes(compare(OLD, compile_sources(texts)))
    assert changes
    assert all("Kasir" in change.after.id for change in changes)
    assert all(
        change.who is not None and "Penjamin: belum diketahui" in change.who.id
        for change in changes
    )
