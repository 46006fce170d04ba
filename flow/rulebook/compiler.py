"""All files of a rulebook, read and checked together, as one immutable `Rulebook`; and then proven."""

import hashlib
import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from flow.engine.decisions import Tables
from flow.engine.hours import Hours
from flow.engine.routing import Rulebook
from flow.engine.text import Text
from flow.rulebook.bookings import read_bookings
from flow.rulebook.document import Node, parse
from flow.rulebook.facility import read_facility
from flow.rulebook.findings import (
    ADD_IT,
    REMOVE_IT,
    Place,
    RulebookError,
    did_you_mean,
    needed,
    only,
)
from flow.rulebook.including import BOOKINGS, PROMISES, chain, laid_over
from flow.rulebook.nouns import BAND, FLAG
from flow.rulebook.orders import read_orders
from flow.rulebook.promises import Promise, read_promises
from flow.rulebook.reader import Reader
from flow.rulebook.stages import read_emergency, read_entry, read_exits
from flow.rulebook.stations import read_boards, read_clusters, read_kiosk, read_stations
from flow.rulebook.tables import NOTICES, read_notices, read_priority, read_tags, read_tickets
from flow.rulebook.turns import check_turns, read_rates, read_ratio
from flow.rulebook.values import Terms
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
MAY_FILES = (PROMISES, BOOKINGS)
CASES = "cases.yaml"  # tries the rulebook and is no part of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled:
    """A rulebook as it was read, with what only its proof needs."""

    rulebook: Rulebook
    promises: tuple[Promise, ...]
    schedules: Mapping[str, Hours]


def read_sources(texts: Mapping[str, str]) -> Compiled:
    """The rulebook of these texts with its promises; raises `RulebookError` with all findings."""
    reader = Reader()
    files = merged(texts)
    compiled = _compiled(reader, files, digest(texts))
    if compiled is None or reader.findings:
        raise RulebookError(reader.findings)
    return compiled


def merged(texts: Mapping[str, str]) -> dict[str, Node | None]:
    """The tree of each file, laid over what the folder includes; raises `RulebookError` when one is missing or no YAML."""
    reader = Reader()
    files = _parsed(reader, _normalised(texts))
    if reader.findings:  # without a whole file, its names would be missed everywhere else
        raise RulebookError(reader.findings)
    return files


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
        if posixpath.basename(name) != CASES
    }


def _parsed(reader: Reader, texts: Mapping[str, str]) -> dict[str, Node | None]:
    for name in texts:
        if posixpath.basename(name) not in (*FILES, *MAY_FILES):
            found = Text("berkas yang tidak dikenal", "an unknown file")
            remedy = did_you_mean(name, FILES, REMOVE_IT)
            reader.report(Place(name), found, only((*FILES, *MAY_FILES, CASES)), remedy)
    folders = chain(texts, reader.findings)
    files: dict[str, Node | None] = {}
    for name in (*FILES, *MAY_FILES):
        for folder in reversed(folders):
            path = posixpath.join(folder, name)
            own = parse(path, texts[path], reader.findings) if path in texts else None
            files[name] = laid_over(files.get(name), own, name)
    for name in FILES:
        if not any(posixpath.join(folder, name) in texts for folder in folders):
            found = Text("berkas ini tidak ada", "the file is missing")
            reader.report(Place(name), found, needed(FILES), ADD_IT)
    return files


def _compiled(reader: Reader, files: Mapping[str, Node | None], named: str) -> Compiled | None:
    """The rulebook of these trees; None when its tables cannot be built from what was found."""
    house = reader.section(files["stations.yaml"], required=("clusters", "stations"))
    screens = reader.section(files["screens.yaml"], required=("boards", "kiosk"))
    facility = read_facility(reader, files["facility.yaml"])
    clusters = read_clusters(reader, house.get("clusters"))
    stations = read_stations(reader, house.get("stations"), clusters, facility)
    facts = read_vocabulary(reader, files["facts.yaml"])
    terms = Terms(facts, facility.schedules)
    bands, band_labels = read_tags(reader, files["bands.yaml"], "bands", BAND, terms)
    signs = files["flags.yaml"]
    flags, flag_labels = read_tags(reader, signs, "flags", FLAG, terms, optional=(NOTICES,))
    notices = read_notices(reader, signs, flag_labels)
    orders, order_labels = read_orders(reader, files["orders.yaml"], terms, stations)
    priority = read_priority(reader, files["priority.yaml"], terms)
    turns = reader.mapping(files["priority.yaml"])
    rates = read_rates(reader, turns.get("rates"), priority.classes)
    ratio = read_ratio(reader, turns.get("ratio"), priority.classes)
    bookings = read_bookings(reader, files[BOOKINGS], priority.classes, facility)
    check_turns(reader, stations, house.get("stations"), {"rates": rates, "ratio": ratio})
    for words in (band_labels, flag_labels, order_labels):
        _check_words(reader, files["priority.yaml"], priority.classes, words)
    tables = Tables(
        priority=priority.table,
        tickets=read_tickets(reader, files["tickets.yaml"], terms),
        bands=bands,
        flags=flags,
        entry=read_entry(reader, files["entry.yaml"], terms, stations, clusters),
        exits=read_exits(reader, files["exits.yaml"], terms, stations),
        orders=orders,
    )
    boards = read_boards(reader, screens.get("boards"), stations)
    kiosk = read_kiosk(reader, screens.get("kiosk"), facts)
    emergency = read_emergency(reader, files["entry.yaml"], facts)
    promises = read_promises(
        reader,
        files[PROMISES],
        terms,
        {
            **dict.fromkeys(("first", "stops", "in_order"), tuple(stations)),
            "cluster": tuple(clusters),
            "priority": tuple(priority.classes),
            "ticket": tuple(dict.fromkeys(rule.value for rule in tables.tickets.rules)),
            "bands": tuple(band_labels),
            "flags": tuple(flag_labels),
        },
    )
    if reader.findings:
        return None
    rulebook = Rulebook(
        digest=named,
        facility=facility.code,
        name=facility.name,
        zone=facility.zone,
        hours=facility.hours,
        call_seconds=facility.call_seconds,
        clusters=clusters,
        stations=stations,
        boards=boards,
        kiosk=kiosk,
        vocabulary=facts,
        classes=MappingProxyType(dict(priority.classes)),
        review_class=priority.review_class,
        emergency=emergency,
        tables=tables,
        rates=MappingProxyType(rates),
        ratio=ratio,
        destinations=facility.destinations,
        bookings=bookings,
        notices=MappingProxyType(notices),
        labels=MappingProxyType({**order_labels, **band_labels, **flag_labels}),
    )
    return Compiled(rulebook=rulebook, promises=promises, schedules=facility.schedules)


def _check_words(
    reader: Reader, node: Node | None, classes: Mapping[str, Text], labels: Mapping[str, Text]
) -> None:
    """A class may share its code with a band, a flag or an order only if it shares its words."""
    places = reader.mapping(reader.mapping(node).get("classes")).keys
    for code, place in places.items():
        if labels.get(code, classes[code]) != classes[code]:
            there = f'"{labels[code].id}" / "{labels[code].en}"'
            reader.report(
                place,
                Text(
                    f'kata-kata kelas "{code}" berbeda dari "{code}" di tempat lain',
                    f'the class "{code}" has other words than "{code}" elsewhere',
                ),
                Text(f"di sana {there}", f"there it is {there}"),
                Text("samakan, atau pakai kode lain", "use the same words or another code"),
            )
