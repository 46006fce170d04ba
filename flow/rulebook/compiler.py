"""All files of a rulebook, read and checked together, as one immutable `Rulebook`."""

import hashlib
from collections.abc import Mapping
from types import MappingProxyType

from flow.engine.routing import Rulebook
from flow.engine.text import Text
from flow.rulebook.document import Node, parse
from flow.rulebook.facility import read_facility
from flow.rulebook.findings import Finding, Place, RulebookError, did_you_mean
from flow.rulebook.orders import read_orders
from flow.rulebook.reader import Reader
from flow.rulebook.stages import read_emergency, read_entry, read_exits
from flow.rulebook.stations import read_boards, read_clusters, read_kiosk, read_stations
from flow.rulebook.tables import read_priority, read_tags, read_tickets
from flow.rulebook.vocabulary import read_vocabulary

FILES = (
    "facility.yaml",
    "stations.yaml",
    "screens.yaml",
    "facts.yaml",
    "bands.yaml",
    "flags.yaml",
    "priority.yaml",
    "tickets.yaml",
    "entry.yaml",
    "orders.yaml",
    "exits.yaml",
)
CASES = "cases.yaml"  # proves the rulebook and is no part of it


def compile_sources(texts: Mapping[str, str]) -> Rulebook:
    """The rulebook of these file texts by file name; raises `RulebookError` with all findings."""
    reader = Reader()
    files = _parsed(reader, _normalised(texts))
    if reader.findings:  # without a whole file, its names would be missed everywhere else
        raise RulebookError(reader.findings)
    rulebook = _compiled(reader, files, digest(texts))
    if reader.findings:
        raise RulebookError(reader.findings)
    return rulebook


def digest(texts: Mapping[str, str]) -> str:
    """16 hexadecimal digits that name this very text of the rules, whatever its line ends."""
    together = hashlib.sha256()
    for name, text in sorted(_normalised(texts).items()):
        together.update(f"{name}\0{text}\0".encode())
    return together.hexdigest()[:16]


def _normalised(texts: Mapping[str, str]) -> dict[str, str]:
    return {
        name: text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
        for name, text in texts.items()
        if name != CASES
    }


def _parsed(reader: Reader, texts: Mapping[str, str]) -> dict[str, Node | None]:
    for name in texts:
        if name not in FILES:
            allowed = f"allowed: {', '.join((*FILES, CASES))}"
            remedy = did_you_mean(name, FILES, "remove it")
            reader.findings.append(Finding(Place(name), "an unknown file", allowed, remedy))
    for name in FILES:
        if name not in texts:
            allowed = f"needed: {', '.join(FILES)}"
            reader.findings.append(Finding(Place(name), "the file is missing", allowed, "add it"))
    return {name: parse(name, text, reader.findings) for name, text in texts.items()}


def _compiled(reader: Reader, files: Mapping[str, Node | None], named: str) -> Rulebook:
    house = reader.section(files["stations.yaml"], required=("clusters", "stations"))
    screens = reader.section(files["screens.yaml"], required=("boards", "kiosk"))
    facility = read_facility(reader, files["facility.yaml"])
    clusters = read_clusters(reader, house.get("clusters"))
    stations = read_stations(reader, house.get("stations"), clusters, facility)
    facts = read_vocabulary(reader, files["facts.yaml"])
    bands, band_labels = read_tags(reader, files["bands.yaml"], "band", facts)
    flags, flag_labels = read_tags(reader, files["flags.yaml"], "flag", facts)
    orders, order_labels = read_orders(reader, files["orders.yaml"], facts, stations)
    priority = read_priority(reader, files["priority.yaml"], facts)
    for words in (band_labels, flag_labels, order_labels):
        _check_words(reader, files["priority.yaml"], priority.classes, words)
    return Rulebook(
        digest=named,
        facility=facility.code,
        name=facility.name,
        zone=facility.zone,
        hours=facility.hours,
        call_seconds=facility.call_seconds,
        clusters=clusters,
        stations=stations,
        boards=read_boards(reader, screens.get("boards"), stations),
        kiosk=read_kiosk(reader, screens.get("kiosk"), facts),
        vocabulary=facts,
        bands=bands,
        flags=flags,
        classes=MappingProxyType(dict(priority.classes)),
        review_class=priority.review_class,
        priority=priority.rules,
        tickets=read_tickets(reader, files["tickets.yaml"], facts),
        emergency=read_emergency(reader, files["entry.yaml"], facts),
        entry=read_entry(reader, files["entry.yaml"], facts, stations, clusters),
        orders=orders,
        exits=read_exits(reader, files["exits.yaml"], facts, stations),
        labels=MappingProxyType({**order_labels, **band_labels, **flag_labels}),
    )


def _check_words(
    reader: Reader, node: Node | None, classes: Mapping[str, Text], labels: Mapping[str, Text]
) -> None:
    """A class may share its code with a band, a flag or an order only if it shares its words."""
    places = reader.mapping(reader.mapping(node).get("classes")).keys
    for code, place in places.items():
        if labels.get(code, classes[code]) != classes[code]:
            found = f'the class "{code}" has other words than "{code}" elsewhere'
            allowed = f'there it is "{labels[code].id}" / "{labels[code].en}"'
            reader.report(place, found, allowed, "use the same words or another code")
