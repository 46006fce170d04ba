"""What a house has named, as far as its files can be read: the names that its schemas complete."""

from collections.abc import Mapping
from dataclasses import dataclass

from flow.engine.vocabulary import Vocabulary
from flow.rulebook.compiler import merged
from flow.rulebook.document import Node, Section
from flow.rulebook.including import FACILITY, INCLUDE
from flow.rulebook.reader import Reader
from flow.rulebook.schema.shapes import Names
from flow.rulebook.tables import read_tickets
from flow.rulebook.values import Terms
from flow.rulebook.vocabulary import read_vocabulary


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
