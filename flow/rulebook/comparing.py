"""What changes from one rulebook to the next: which patients would be routed differently, exactly and in words.

Both are asked over one space, which the tests of both cut. The patients compared are those whom both vocabularies accept; of those
whom only one accepts (a new choice, a wider range) it is told where they go there. What else a house has is told item by item
(`flow/rulebook/inventory.py`). Of two routes only the part that differs is told.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from flow.engine.diagrams import Node
from flow.engine.routing import Rulebook
from flow.engine.text import Text
from flow.rulebook.cells import Cells, proof_space
from flow.rulebook.findings import Witness
from flow.rulebook.inventory import Item, items
from flow.rulebook.sides import (
    BEFORE,
    Offered,
    Side,
    Steps,
    Stop,
    apart,
    merged,
    other_domains,
    tests_in,
)
from flow.rulebook.wording import listed

NOTHING = Text("tidak ada", "none")
NOT_ACCEPTED = Text("tidak diterima", "not accepted")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference. `who` are the patients it is about, None where it is about the house; `patients` are the same as cells."""

    part: Text
    who: Text | None
    before: Text
    after: Text
    witness: Witness | None = None
    patients: Node | None = field(default=None, repr=False, compare=False)


def compare(old: Rulebook, new: Rulebook) -> tuple[Change, ...]:
    """All differences, the patients' first; nothing where every patient is routed alike in an equal house."""
    house = (_of_the_house(item) for item in items(old, new))
    return (*Pair(apart(old, new), new).changes(), *house)


def _of_the_house(item: Item) -> Change:
    return Change(part=item.part, who=None, before=item.before, after=item.after)


class Pair:
    """Two rulebooks over one space. `cells.valid` are the patients whom both accept, `either.valid` those whom either does."""

    def __init__(self, old: Rulebook, new: Rulebook) -> None:
        self.old, self.new = old, new
        vocabulary = merged(old.vocabulary, new.vocabulary)
        more = [test for book in (old, new) for test in tests_in(book)]
        more += other_domains(old.vocabulary, new.vocabulary)
        space = proof_space(new.tables, vocabulary, (), more)
        self._asked = [Side(book, space, vocabulary) for book in (old, new)]
        self._accepted = first, second = [side.accepted() for side in self._asked]
        self.cells = Cells(space, vocabulary, space.diagrams.both(first, second))
        self.either = Cells(space, vocabulary, space.diagrams.either(first, second))

    def changes(self) -> Iterator[Change]:
        """What changes for whom."""
        yield from self._parts(Text("Rute", "Route"), Side.steps, said_steps)
        yield from self._of_one_side()
        yield from self._parts(Text("Ditolong segera", "Helped at once"), Side.final, _said_yes)
        yield from self._parts(Text("Klaster", "Cluster"), Side.cluster, _said_cluster)
        yield from self._parts(Text("Prioritas", "Priority"), Side.priority, _said_label)
        yield from self._parts(Text("Huruf nomor", "Ticket letters"), Side.ticket, _said_letters)
        yield from self._parts(Text("Kelompok", "Bands"), Side.bands, _said_labels)
        yield from self._parts(Text("Tanda", "Flags"), Side.flags, _said_labels)
        yield from self._orders()

    def _parts(
        self,
        part: Text,
        ask: "Callable[[Side], Node]",
        say: Callable[[Rulebook, Any], Text],
    ) -> Iterator[Change]:
        first, second = (ask(side) for side in self._asked)
        for before, after, patients in self._different(first, second):
            said = {"before": say(self.old, before), "after": say(self.new, after)}
            yield self._about(self.cells, patients, part=part, **said)

    def _of_one_side(self) -> Iterator[Change]:
        """Where those go whom only one of the two vocabularies accepts."""
        old, new = self._accepted
        diagrams = self.cells.space.diagrams
        gone, come = diagrams.without(old, new), diagrams.without(new, old)
        for side, part, patients in (
            (0, Text("Tidak lagi diterima", "No longer accepted"), gone),
            (1, Text("Dulu tidak diterima", "Not accepted before"), come),
        ):
            found: dict[Any, Node] = dict(diagrams.values(self._asked[side].steps(), patients))
            for steps in sorted(found, key=repr):
                said = said_steps((self.old, self.new)[side], steps)
                yield self._about(
                    self.either,
                    found[steps],
                    part=part,
                    before=NOT_ACCEPTED if side else said,
                    after=said if side else NOT_ACCEPTED,
                )

    def _about(self, cells: Cells, patients: Node, **what: Text) -> Change:
        """A change for these patients. An example does not name facts that only an old type had."""
        witness = cells.witness(patients)
        facts = tuple(pair for pair in witness.facts if not pair[0].startswith(BEFORE))
        return Change(
            who=_together(cells.said(patients)),
            witness=replace(witness, facts=facts),
            patients=patients,
            **what,
        )

    def _orders(self) -> Iterator[Change]:
        """What rooms may ask for; rooms for which the same changes for the same patients are told together."""
        found: dict[tuple[str, Offered, Offered, Node], list[str]] = {}
        first, second = (side.offers() for side in self._asked)
        nothing = self.cells.space.diagrams.leaf(None)
        for room, order in sorted({*first, *second}):
            nodes = (side.get((room, order), nothing) for side in (first, second))
            for before, after, patients in self._different(*nodes):
                found.setdefault((order, before, after, patients), []).append(room)
        for (order, before, after, patients), rooms in found.items():
            label = (self.new if order in self.new.labels else self.old).label(order)
            where = listed(_name(self.old, self.new, room) for room in rooms)
            yield self._about(
                self.cells,
                patients,
                part=Text(
                    f"Permintaan {label.id} di {where.id}", f"Order {label.en} at {where.en}"
                ),
                before=_said_offer(self.old, before),
                after=_said_offer(self.new, after),
            )

    def _different(self, first: Node, second: Node) -> Iterator[tuple[Any, Any, Node]]:
        """Each pair of different answers, with the patients who get them, in an order that does not depend on chance."""
        diagrams = self.cells.space.diagrams
        pairs = diagrams.combine("pair", difference, first, second)
        found: dict[Any, Node] = dict(diagrams.values(pairs, self.cells.valid))
        for pair in sorted((one for one in found if one is not None), key=repr):
            yield pair[0], pair[1], found[pair]


def difference(before: Any, after: Any) -> tuple[Any, Any] | None:
    """Two answers where they differ; of two routes what is between their common beginning and their common end."""
    if before == after:
        return None
    if not (isinstance(before, Steps) and isinstance(after, Steps)):
        return before, after
    first, second = before.steps, after.steps
    while first and second and first[0] == second[0]:
        first, second = first[1:], second[1:]
    while first and second and first[-1] == second[-1]:
        first, second = first[:-1], second[:-1]
    return Steps(first), Steps(second)


# In words


def _together(who: Sequence[Text]) -> Text:
    return Text("; ".join(text.id for text in who), "; ".join(text.en for text in who))


def said_steps(book: Rulebook, route: Steps) -> Text:
    """A route, or a part of one, by the names of its rooms."""
    said = [[_said_stop(book, stop) for stop in step] for step in route.steps]
    return Text(
        " → ".join(" + ".join(stop.id for stop in step) for step in said) or NOTHING.id,
        " → ".join(" + ".join(stop.en for stop in step) for step in said) or NOTHING.en,
    )


def _said_stop(book: Rulebook, stop: Stop) -> Text:
    name = book.station_name(stop.station)
    if stop.if_ordered:
        return Text(f"{name.id} (bila diminta)", f"{name.en} (if ordered)")
    return name


def _said_cluster(book: Rulebook, code: str) -> Text:
    if code not in book.clusters:
        return Text(code, code)
    name = book.clusters[code].name
    return Text(f"{code} {name.id}", f"{code} {name.en}")


def _said_label(book: Rulebook, code: str) -> Text:
    return book.label(code)


def _said_yes(_: Rulebook, is_so: bool) -> Text:
    return Text("ya", "yes") if is_so else Text("tidak", "no")


def _said_letters(_: Rulebook, code: str) -> Text:
    return Text(code, code)


def _said_labels(book: Rulebook, codes: tuple[str, ...]) -> Text:
    return listed(book.label(code) for code in codes) if codes else NOTHING


def _said_offer(book: Rulebook, added: Offered) -> Text:
    if added is None:
        return Text("tidak ditawarkan", "not offered")
    stops, how = added
    return listed((*map(book.station_name, stops), *how))


def _name(old: Rulebook, new: Rulebook, station: str) -> Text:
    return (new if station in new.stations else old).station_name(station)
