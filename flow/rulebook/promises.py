"""promises.yaml: what the owner of a rulebook promises of every possible patient.

    always:
      - promise: Triase merah langsung ke UGD
        when: {triage: red}
        then: {first: ugd}
    never:
      - promise: Anak tidak pernah ke poli dewasa
        when: {age: "<18y"}
        then: {stops: [k3-dewasa, k3-lansia]}

`then` describes a route; all that it names must hold. `always`: every patient who meets `when` has such a route. `never`: none has.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from flow.engine.conditions import When
from flow.engine.text import Text
from flow.rulebook.conditions import read_when
from flow.rulebook.document import Node
from flow.rulebook.findings import Place
from flow.rulebook.nouns import BAND, CLUSTER, FLAG, LETTERS, PRIORITY_CLASS, STATION
from flow.rulebook.reader import Reader
from flow.rulebook.values import Terms

ALWAYS, NEVER = "always", "never"
ROUTE_KEYS = ("first", "stops", "in_order", "cluster", "priority", "ticket", "bands", "flags")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a promise can see of a route. `stops` are the rooms in order, the likely ones ("if ordered") too."""

    cluster: str = ""
    stops: tuple[str, ...] = ()
    priority: str = ""
    ticket: str = ""
    bands: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise: for whom it is made, and what it says of their route."""

    name: Text
    place: Place
    always: bool
    when: When
    then: Mapping[str, tuple[str, ...]]

    def sees(self, key: str, route: Seen) -> bool:
        """Whether the route is as this key of `then` says."""
        return _SEES[key](route, self.then[key])

    def is_kept(self, route: Seen) -> bool:
        """Whether this route of a patient who meets `when` keeps the promise."""
        return all(self.sees(key, route) for key in self.then) is self.always


_SEES: Mapping[str, Callable[[Seen, tuple[str, ...]], bool]] = {
    "first": lambda route, wanted: route.stops[:1] != () and route.stops[0] in wanted,
    "stops": lambda route, wanted: any(stop in wanted for stop in route.stops),
    "in_order": lambda route, wanted: _in_order(route.stops, wanted),
    "cluster": lambda route, wanted: route.cluster in wanted,
    "priority": lambda route, wanted: route.priority in wanted,
    "ticket": lambda route, wanted: route.ticket in wanted,
    "bands": lambda route, wanted: any(band in wanted for band in route.bands),
    "flags": lambda route, wanted: any(flag in wanted for flag in route.flags),
}


def _in_order(stops: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    """Whether those of the wanted rooms that are on the route come in this order."""
    places = [stops.index(room) for room in wanted if room in stops]
    return all(earlier < later for earlier, later in pairwise(places))


def read_promises(
    reader: Reader, node: Node | None, terms: Terms, named: Mapping[str, tuple[str, ...]]
) -> tuple[Promise, ...]:
    """The promises of the file; `named` are the words that each key of `then` may use."""
    if node is None:
        return ()
    section = reader.section(node, optional=(ALWAYS, NEVER))
    return tuple(
        _promise(reader, item, terms, named, always=kind == ALWAYS)
        for kind in (ALWAYS, NEVER)
        for item in reader.items(section.get(kind))
    )


def _promise(
    reader: Reader,
    node: Node,
    terms: Terms,
    named: Mapping[str, tuple[str, ...]],
    *,
    always: bool,
) -> Promise:
    section = reader.section(node, required=("promise", "then"), optional=("when",))
    then = reader.section(section.get("then"), optional=ROUTE_KEYS)
    if then is section.get("then") and not then.entries:
        reader.report(
            then,
            Text("`then` yang kosong", "an empty `then`"),
            Text("janji menyebut sesuatu tentang rute", "a promise says something of a route"),
            Text("sebutkan", "name it"),
        )
    return Promise(
        name=reader.words(section.get("promise")),
        place=node.place,
        always=always,
        when=read_when(reader, section.get("when"), terms),
        then={
            key: reader.several_of(value, named[key], NOUNS[key])
            for key, value in then.entries.items()
            if key in named
        },
    )


NOUNS = {
    "first": STATION,
    "stops": STATION,
    "in_order": STATION,
    "cluster": CLUSTER,
    "priority": PRIORITY_CLASS,
    "ticket": LETTERS,
    "bands": BAND,
    "flags": FLAG,
}
