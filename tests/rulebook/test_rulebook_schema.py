"""The schemas say of one file what the readers say of it, and the ones in git are the ones that the program writes."""

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft7Validator

from flow.rulebook import RulebookError, read_sources, shipped, sources
from flow.rulebook.cases import read_cases
from flow.rulebook.cli import rules
from flow.rulebook.compiler import BOOKINGS, CASES, FILES, PROMISES
from flow.rulebook.document import Listing, Node, Scalar, parse
from flow.rulebook.findings import FORM, Finding
from flow.rulebook.schema import ANY, ANY_PART, Schema, house, schemas
from tests.rulebook.conftest import SMALL

EXAMPLES = shipped("typical").parent
WRITTEN = EXAMPLES / "schema"
HEADER = re.compile(r"# yaml-language-server: \$schema=(\S+)\n")

# The small rulebook with everything in it that a file can say.
RICH = {
    **SMALL,
    "facility.yaml": """\
facility: pustu
name: {id: Pustu Kecil, en: Small house}
time_zone: Asia/Makassar
hours:
  pagi: {mon-thu: 08:00-12:00, fri: [08:00-11:00, 13:00-14:00], sun: closed}
open: pagi
call_seconds: 120
destinations: {rsud: {name: {id: RSUD, en: Hospital}, kind: fkrtl}, desa: {name: Posyandu, kind: posyandu}}
""",
    "stations.yaml": SMALL["stations.yaml"]
    .replace(
        "    registers: true\n",
        "    registers: true\n    public_name: {id: Depan, en: Front}\n    hours: pagi\n    overnight: false\n"
        "    same_desk: true\n    absent: end\n    service_minutes: 45\n    hold_minutes: 30\n"
        "    target: {wait_minutes: 30, source: {id: SK 12, en: Decree 12}}\n",
    )
    .replace("    desks: [1]\n", "    desks: [1]\n    absent: 3\n    quota: 30\n", 1),
    "screens.yaml": SMALL["screens.yaml"]
    .replace(
        "[loket, periksa]}",
        "[loket, periksa], voice: {languages: [id, en], times: 2, zero: kosong, quiet: 12:00-13:00}}",
    )
    .replace(
        "kiosk:",
        "  belakang: {title: B, stations: [obat], voice: {languages: en, "
        "quiet: {fri: [11:30-13:00, 15:00-16:00]}}}\nkiosk:",
    ),
    "flags.yaml": SMALL["flags.yaml"]
    + "notices: {infectious: {id: Pakai masker, en: Wear a mask}}\n",
    "facts.yaml": SMALL["facts.yaml"].replace(
        "default: umum",
        "default: umum, public_names: {obat: Kontrol}, offered_like: {obat: pregnant}",
    )
    + "arrived: {type: time, label: Datang}\nlast_visit: {type: date, label: Kunjungan lalu}\n",
    "priority.yaml": """\
classes: {dulu: Didahulukan, reguler: Reguler}
review_class: dulu
rates: {reguler: 1.5}
ratio: {ahead: [reguler], calls: 2, others: 1}
hit: first
rules:
  - {rule: hamil, when: {pregnant: true, service: {not: obat}}, then: dulu, because: Hamil}
  - {rule: pagi, when: {arrived: pagi, last_visit: unknown}, then: dulu, because: Pagi}
  - {rule: sore, when: {arrived: {not: [pagi]}, cough_weeks: [1, 2]}, then: dulu, because: Sore}
  - {rule: semua, then: reguler, because: {id: Urut datang, en: In order}}
""",
    "tickets.yaml": """\
series: {hamil: H, lain: auto}
rules:
  - {rule: hamil, when: {pregnant: true}, then: hamil, because: Hamil}
  - {rule: semua, then: lain, because: Semua}
""",
    "entry.yaml": """\
stages:
  daftar:
    hit: unique
    rules:
      - {rule: semua, then: {stops: [loket], final: false}, because: Semua mendaftar}
  periksa:
    - {rule: anak, when: {age: "<18y"}, then: {stops: periksa, cluster: K2}, because: Anak}
    - {rule: dewasa, then: {stops: periksa, cluster: K3}, because: Dewasa}
emergency: {pregnant: false, cough_weeks: 3}
""",
    "orders.yaml": """\
orders: {obat: Obat, periksa: Periksa}
rules:
  - {rule: obat, order: obat, at: [periksa], then: {stops: obat, last: true}, because: Resep}
  - rule: periksa
    order: periksa
    at: everywhere
    then:
      stops: [periksa]
      review: true
      automatic: false
      in_room: true
      repeat: {times: 2, apart_minutes: 60}
      result_minutes: 30
    because: Periksa
""",
    BOOKINGS: """\
days_ahead: 30
grace_minutes: 15
booking_class: reguler
slots: {mon-wed: [08:00, 9:30], thu: "11:00"}
per_slot: 4
per_day: 30
straight_in: true
""",
    PROMISES: """\
always:
  - promise: Anak di klaster 2
    when: {age: "<18y"}
    then: {cluster: K2, first: [loket], in_order: [loket, periksa], ticket: [A, H]}
never:
  - promise: Tidak ada
    then: {priority: dulu, flags: infectious, bands: [anak, lansia], stops: obat}
""",
}
CASES_TEXT = """\
on: 2026-11-23
cases:
  - case: Anak
    on: 2026-11-24
    facts: {birth_date: 2020-01-01, pregnant: false, cough_weeks: 2}
    expect: {cluster: K2, stops: [loket, {periksa: anak}], bands: [anak]}
"""

# What takes a second look than at one value in one file, in the words of the findings.
BEYOND_A_SCHEMA = (
    "stands twice",
    "a second rule named",
    "which never holds",
    "nothing lies between its ends",
    "hours end after they start",
    "hours of a day may not overlap",
    "each weekday once",
    "no station registers patients",
    "unknown time zone",
    "in this list; other rooms",
    "; which needs `",
    "rates do not grow downwards",
    "the first class comes before all",
    "bookings lie within the opening hours",
    "has other words than",
    'found the text "2026-',
)


def is_beyond(finding: str) -> bool:
    return any(words in finding for words in BEYOND_A_SCHEMA)


def plain(node: Node) -> Any:
    """The YAML as an editor sees it."""
    match node:
        case Scalar():
            return node.value
        case Listing():
            return [plain(item) for item in node.items]
        case _:
            return {key: plain(value) for key, value in node.entries.items()}


def seen(name: str, text: str) -> Any:
    found: list[Finding] = []
    tree = parse(name, text, found)
    assert tree is not None
    assert found == []
    return plain(tree)


def said(name: str, text: str, texts: dict[str, str]) -> list[str]:
    """What the readers find in this very file."""
    try:
        if name == CASES:
            read_cases(text)
        else:
            read_sources(texts | {name: text})
    except RulebookError as error:
        found = [one for one in error.findings if one.place.file == name and one.code == FORM]
        return [str(one) for one in found]
    return []


# One file, spoiled in one place

WRONG: tuple[Any, ...] = (
    None, "", "  ", "asing", "dua kata", 3, -1, 2.5, 60, True, [], ["asing"], [1, 1], {}, {"id": "x"}, {"asing": 1},
    {"not": "asing"}, {"not": []}, "unknown", "removed", ">=2", "3..1", "<18y", "18y..20", "0..42", "07:30-14:30",
    "08:00-25:00", "a,b", "AA", "AAA", "auto", "everywhere", "closed", "2026-11-23", "choice", "time", "date",
)  # fmt: skip


def spoiled(data: Any) -> Iterator[tuple[str, Any]]:
    """The data with one value replaced, or one key missing, strange or badly named, at every place.

    Neighbouring places take turns with the wrong values, so that each kind of place meets all of them.
    """
    for number, path in enumerate(paths(data)):
        for wrong in WRONG[number % 3 :: 3]:
            yield f"{path} = {wrong!r}", changed(data, path, wrong)
        here = at(data, path)
        if isinstance(here, dict):
            yield f"{path} + asing", changed(data, path, {**here, "asing": "asing"})
            yield f"{path} + 'a b'", changed(data, path, {**here, "a b": "asing"})
            for key in here:
                rest = {other: value for other, value in here.items() if other != key}
                yield f"{path} - {key}", changed(data, path, rest)
        if isinstance(here, list) and here:
            yield f"{path} only the first", changed(data, path, here[:1])


def paths(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    inside = (
        data.items()
        if isinstance(data, dict)
        else enumerate(data)
        if isinstance(data, list)
        else ()
    )
    for key, value in inside:
        yield from paths(value, (*path, key))


def at(data: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        data = data[key]
    return data


def changed(data: Any, path: tuple[Any, ...], value: Any) -> Any:
    if not path:
        return value
    copy = deepcopy(data)
    at(copy, path[:-1])[path[-1]] = value
    return copy


@cache
def generic() -> dict[str, Draft7Validator]:
    return {name: Draft7Validator(schema) for name, schema in schemas(ANY).items()}


@pytest.mark.parametrize("name", [*FILES, PROMISES, BOOKINGS, CASES])
def test_it_says_of_a_spoiled_file_what_the_readers_say(name: str) -> None:
    """With the names of the house exactly that; without them never more than that."""
    right = (RICH | {CASES: CASES_TEXT})[name]
    differ = []
    tried = 0
    for what, data in spoiled(seen(name, right)):
        text = json.dumps(data)  # which is YAML
        texts = RICH if name == CASES else RICH | {name: text}
        found = said(name, text, RICH)
        is_wrong = not Draft7Validator(schemas(house(texts))[name]).is_valid(data)
        tried += 1
        if (is_wrong and not found) or (not is_wrong and not all(map(is_beyond, found))):
            differ.append((what, is_wrong, found))
        if not generic()[name].is_valid(data) and not found:
            differ.append((what, "without names", found))
    assert tried > 100
    assert differ == [], "\n".join(map(str, differ))


# A house that includes another

PART = {
    "facility.yaml": "include: ../dasar\nfacility: rumah\nhours: {sore: {mon: 14:00-16:00}}\n",
    "stations.yaml": "stations: {obat: {desks: [1, 2]}, gigi: {name: Gigi, cluster: K3, discipline: fifo, desks: [1]}}\n",
    "facts.yaml": 'last_visit: removed\npregnant: {label: {id: Hamil, en: Pregnant}, only_if: {age: ">=10y"}}\n',
    "screens.yaml": "kiosk: {umum: {label: Berobat}}\n",
    "exits.yaml": "stages: {gigi: [{rule: semua, then: {stops: gigi, if_ordered: true}, because: Gigi}]}\n",
}
BASE = {f"../dasar/{name}": text for name, text in RICH.items()}


@pytest.mark.parametrize("name", PART)
def test_what_is_laid_over_another_folder_may_be_a_part(name: str) -> None:
    """What is missing, or cannot be taken away, only the readers know: they see the included folder too."""
    right = PART[name]
    differ = []
    for what, data in spoiled(seen(name, right)):
        texts = BASE | PART | {name: json.dumps(data)}
        found = said(name, texts[name], texts)
        try:
            known = house(texts)
        except RulebookError:  # the folder that is included is gone, and no name is known
            continue
        is_wrong = not Draft7Validator(schemas(known)[name]).is_valid(data)
        beyond = all(is_beyond(one) or "is missing" in one or '"removed"' in one for one in found)
        if (is_wrong and not found) or (not is_wrong and not beyond):
            differ.append((what, is_wrong, found))
    assert differ == [], "\n".join(map(str, differ))


# The examples, and the schemas in git


def example_files() -> list[Path]:
    return sorted(EXAMPLES.glob("*/*.yaml"))


@pytest.mark.parametrize(
    "path", example_files(), ids=lambda path: f"{path.parent.name}/{path.name}"
)
def test_an_example_names_the_schema_that_it_keeps(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    header = HEADER.match(text)
    assert header, "the first line names the schema"
    named = path.parent / header[1]
    assert named.resolve().is_relative_to(WRITTEN.resolve())
    assert named.stem == path.stem
    Draft7Validator(json.loads(named.read_text(encoding="utf-8"))).validate(seen(path.name, text))


@pytest.mark.parametrize(
    "name", [folder.name for folder in EXAMPLES.iterdir() if (folder / CASES).is_file()]
)
def test_an_example_keeps_the_schema_with_its_own_names(name: str) -> None:
    texts = sources(shipped(name))
    own = schemas(house(texts))
    for file in FILES:
        if file in texts:
            Draft7Validator(own[file]).validate(seen(file, texts[file]))


def test_the_schemas_in_git_are_those_that_the_program_writes(tmp_path: Path) -> None:
    result = CliRunner().invoke(rules, ["schema", "--out", str(tmp_path)])

    assert result.exit_code == 0
    assert texts_below(tmp_path) == texts_below(WRITTEN), "alur rules schema --out rules/schema"


def texts_below(folder: Path) -> dict[str, str]:
    files = folder.rglob("*.json")
    return {str(f.relative_to(folder)): f.read_text(encoding="utf-8") for f in files}


@pytest.mark.parametrize("schema", [*schemas(ANY).values(), *schemas(ANY_PART).values()])
def test_a_schema_is_one(schema: Schema) -> None:
    Draft7Validator.check_schema(schema)


def test_the_names_of_a_house_are_completed(tmp_path: Path) -> None:
    folder = str(shipped("pustu"))
    result = CliRunner().invoke(rules, ["schema", "--rules", folder, "--out", str(tmp_path)])

    assert result.exit_code == 0
    promises = (tmp_path / "part" / "promises.json").read_text(encoding="utf-8")
    assert '"ibu-anak"' in promises
    assert '"k3-dewasa"' not in promises
    assert not (tmp_path / "whole").exists()


def test_a_rulebook_that_is_no_yaml_has_no_schema(tmp_path: Path) -> None:
    (tmp_path / "facility.yaml").write_text("name: a: b\n", encoding="utf-8")
    arguments = ["schema", "--rules", str(tmp_path), "--out", str(tmp_path / "schema")]
    result = CliRunner().invoke(rules, arguments)

    assert result.exit_code == 1
    assert "facility.yaml:1:8" in result.stderr
    assert not (tmp_path / "schema").exists()


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    result = CliRunner().invoke(rules, ["schema", "--out", str(tmp_path / "file")])

    assert result.exit_code == 2
    assert "--out" in result.stderr
