"""stations.yaml and screens.yaml: the clusters, the rooms with their desks, the boards, the kiosk."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from flow.engine.announcing import LANGUAGES, ZEROES
from flow.engine.hours import Hours
from flow.engine.ordering import ACCUMULATING, DISCIPLINES
from flow.engine.routing import Board, Cluster, KioskChoice, Station, Target, Voice
from flow.engine.text import Text
from flow.engine.vocabulary import Vocabulary
from flow.rulebook.document import Listing, Node, Scalar, Section
from flow.rulebook.facility import Facility
from flow.rulebook.hours import read_every_day
from flow.rulebook.nouns import (
    CLUSTER,
    DISCIPLINE,
    HOURS,
    LANGUAGE,
    REENTRY,
    STATION,
    WORD_FOR_ZERO,
)
from flow.rulebook.reader import AT_LEAST_ONE, EACH_ONCE, REMOVE_ONE, Reader, shown
from flow.rulebook.values import read_facts

_STATION = ("name", "cluster", "desks")
_STATION_MAY = (
    "public_name",
    "discipline",
    "hours",
    "registers",
    "overnight",
    "same_desk",
    "absent",
    "quota",
    "target",
    "service_minutes",
    "hold_minutes",
)
_BOARD_MAY = ("voice", "footer", "info")
_VOICE_MAY = ("languages", "times", "zero", "quiet")
SAID_TIMES_MAX = 3  # said more often, a call delays the next ones more than it helps
QUOTA_MAX = 10_000  # more than any Puskesmas sees on one day

KEEP, END = "keep", "end"
BEHIND_MAX = 99  # who comes back behind more people than that may as well go to the end
END_OF_LINE = 1_000_000  # longer than any line
PATIENCE_MINUTES_MAX = 720  # half a day: whoever means longer means no limit

Clusters = Mapping[str, Cluster]
Stations = Mapping[str, Station]


def read_clusters(reader: Reader, node: Node | None) -> Clusters:
    """The clusters, each with its name."""
    named = reader.named(node)
    found = {code: Cluster(code=code, name=reader.words(name)) for code, name in named}
    return MappingProxyType(found)


def read_stations(
    reader: Reader, node: Node | None, clusters: Clusters, facility: Facility
) -> Stations:
    """The stations, in the order of the file, which is the order of all lists."""
    named = reader.named(node)
    keys = reader.mapping(node).keys if node else {}
    found = {
        code: replace(_station(reader, code, value, clusters, facility), line=keys[code].as_line)
        for code, value in named
    }
    if found and not any(station.registers for station in found.values()) and node:
        reader.report(
            node,
            Text("tidak ada pos yang mendaftar pasien", "no station registers patients"),
            Text("harus ada satu", "one must"),
            Text("tulis `registers: true` di loket", "write `registers: true` at the loket"),
        )
    return MappingProxyType(found)


def _station(
    reader: Reader, code: str, node: Node, clusters: Clusters, facility: Facility
) -> Station:
    section = reader.section(node, required=_STATION, optional=_STATION_MAY)
    name = reader.words(section.get("name"))
    return Station(
        code=code,
        name=name,
        public_name=_public_name(reader, section, name),
        cluster=reader.one_of(section.get("cluster"), clusters, CLUSTER),
        discipline=_discipline(reader, section.get("discipline")),
        desks=_desks(reader, section.get("desks")),
        hours=_hours(reader, section.get("hours"), facility),
        registers=reader.flag(section.get("registers")),
        overnight=reader.flag(section.get("overnight")),
        same_desk=reader.flag(section.get("same_desk")),
        absent_behind=_absent(reader, section.get("absent")),
        quota=_quota(reader, section.get("quota")),
        target=_target(reader, section.get("target")),
        service_minutes=_minutes(reader, section.get("service_minutes")),
        hold_minutes=_minutes(reader, section.get("hold_minutes")),
    )


def _quota(reader: Reader, node: Node | None) -> int | None:
    return reader.whole(node, 1, QUOTA_MAX) if node else None


def _absent(reader: Reader, node: Node | None) -> int | None:
    """Where who was absent comes back: `keep` their place, the `end`, or behind so many."""
    if isinstance(node, Scalar) and isinstance(node.value, int | float):
        return reader.whole(node, 1, BEHIND_MAX)
    word = reader.one_of(node, (KEEP, END), REENTRY) if node else KEEP
    return END_OF_LINE if word == END else None


def _discipline(reader: Reader, node: Node | None) -> str:
    return reader.one_of(node, DISCIPLINES, DISCIPLINE) if node else ACCUMULATING


def _public_name(reader: Reader, section: Section, name: Text) -> Text:
    public = section.get("public_name")
    return reader.words(public) if public else name


def _hours(reader: Reader, node: Node | None, facility: Facility) -> Hours:
    if node is None:
        return facility.hours
    return facility.schedules.get(reader.one_of(node, facility.schedules, HOURS), facility.hours)


def _target(reader: Reader, node: Node | None) -> Target | None:
    """There is no national standard: without its source a figure is nobody's."""
    if node is None:
        return None
    section = reader.section(node, required=("wait_minutes", "source"))
    return Target(
        wait_minutes=reader.whole(section.get("wait_minutes"), 1, PATIENCE_MINUTES_MAX),
        source=reader.words(section.get("source")),
    )


def _minutes(reader: Reader, node: Node | None) -> int | None:
    return reader.whole(node, 1, PATIENCE_MINUTES_MAX) if node else None


def _desks(reader: Reader, node: Node | None) -> tuple[str, ...]:
    if isinstance(node, Scalar):
        found, one = shown(node), f"`desks: [{node.text}]`"
        reader.report(
            node,
            Text(f"{found.id}, bukan daftar", f"{found.en} is no list"),
            Text("nama meja-mejanya", "the names of the desks"),
            Text(
                f"tulis {one}, atau `[1, 2, 3]` untuk tiga meja",
                f"write {one}, or `[1, 2, 3]` for three",
            ),
        )
        return ()
    desks = tuple(reader.code(item) for item in reader.items(node))
    if node and not desks:
        reader.report(
            node,
            Text("tidak ada meja", "no desk"),
            Text("setiap pos punya paling sedikit satu meja", "a station has at least one desk"),
            Text("tulis `desks: [1]`", "write `desks: [1]`"),
        )
    for desk in {desk for desk in desks if desks.count(desk) > 1}:
        assert node, "desks come from a node"
        twice = Text(f'meja "{desk}" ada dua kali', f'the desk "{desk}" stands twice')
        reader.report(node, twice, EACH_ONCE, REMOVE_ONE)
    return desks


def read_boards(reader: Reader, node: Node | None, stations: Stations) -> Mapping[str, Board]:
    """The boards of the waiting rooms, each with the stations that it shows."""
    boards: dict[str, Board] = {}
    for code, value in reader.named(node, may_be_empty=True):
        section = reader.section(value, required=("title", "stations"), optional=_BOARD_MAY)
        footer = section.get("footer")
        boards[code] = Board(
            code=code,
            stations=reader.several_of(section.get("stations"), stations, STATION),
            title=reader.words(section.get("title")),
            voice=_voice(reader, section.get("voice")),
            footer=reader.words(footer) if footer else None,
            info=tuple(map(reader.words, reader.items(section.get("info")))),
        )
    return MappingProxyType(boards)


def _voice(reader: Reader, node: Node | None) -> Voice:
    usual = Voice()
    if node is None:
        return usual
    section = reader.section(node, optional=_VOICE_MAY)
    languages, times = section.get("languages"), section.get("times")
    zero, quiet = section.get("zero"), section.get("quiet")
    return Voice(
        languages=_languages(reader, languages) if languages else usual.languages,
        times=reader.whole(times, 1, SAID_TIMES_MAX) if times else usual.times,
        zero=reader.one_of(zero, ZEROES, WORD_FOR_ZERO) if zero else usual.zero,
        quiet=read_every_day(reader, quiet) if quiet else usual.quiet,
    )


def _languages(reader: Reader, node: Node) -> tuple[str, ...]:
    languages = reader.several_of(node, LANGUAGES, LANGUAGE)
    if not languages and isinstance(node, Listing):
        reader.report(
            node,
            Text("tidak ada bahasa", "no language"),
            AT_LEAST_ONE,
            Text(
                "tulis `[id]`; untuk papan tanpa suara: `quiet: 00:00-24:00`",
                "write `[id]`; for a board without a voice: `quiet: 00:00-24:00`",
            ),
        )
    return languages


def read_kiosk(
    reader: Reader, node: Node | None, vocabulary: Vocabulary
) -> tuple[KioskChoice, ...]:
    """The buttons of the kiosk, each with the facts that it stands for."""
    choices = []
    for code, value in reader.named(node, may_be_empty=True):
        section = reader.section(value, required=("label",), optional=("facts",))
        given = section.get("facts")
        facts = read_facts(reader, given, vocabulary) if given else {}
        label = reader.words(section.get("label"))
        choices.append(
            KioskChoice(
                code=code, label=label, facts=MappingProxyType(facts), line=value.place.as_line
            )
        )
    return tuple(choices)
