"""Each example rulebook, broken in every way that the proofs know: the break is found, at its line, with a patient who shows it."""

import json
import posixpath
from collections.abc import Callable, Mapping
from copy import deepcopy
from datetime import date
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from ruamel.yaml import YAML

from flow.engine.conditions import meets
from flow.engine.refusals import NoRule
from flow.rulebook import RulebookError, compile_sources, explain, read_sources, shipped, sources
from flow.rulebook.cli import rules
from flow.rulebook.compiler import Compiled
from flow.rulebook.findings import Finding
from flow.rulebook.including import DEPTH_MAX, INCLUDE, REMOVED
from flow.rulebook.promises import Seen

Files = dict[str, Any]
EXAMPLES = sorted(
    folder.name
    for folder in shipped("typical").parent.iterdir()
    if (folder / "facility.yaml").is_file() and (folder / "cases.yaml").is_file()
)
WHY = {"id": "Karena", "en": "Because"}


def laid_out(name: str) -> Files:
    """The whole rulebook as plain data of one's own, what it includes laid under it."""
    return deepcopy(_laid_out(name))


@cache
def _laid_out(name: str) -> Files:
    texts = {
        path: YAML(typ="safe", pure=True).load(t) for path, t in sources(shipped(name)).items()
    }
    folders = [""]
    for _ in range(DEPTH_MAX):
        following = texts.get(posixpath.join(folders[-1], "facility.yaml"), {}).get(INCLUDE)
        if not following:
            break
        folders.append(posixpath.normpath(posixpath.join(folders[-1], following)))
    files: Files = {}
    for folder in reversed(folders):
        for path, data in texts.items():
            if posixpath.dirname(path) == folder:
                file = posixpath.basename(path)
                files[file] = over(files.get(file), deepcopy(data), file)
    files["facility.yaml"].pop(INCLUDE, None)
    return files


def over(base: Any, own: Any, file: str) -> Any:
    if isinstance(base, dict) and isinstance(own, dict):
        merged = {**base, **{key: over(base.get(key), value, file) for key, value in own.items()}}
        return {key: value for key, value in merged.items() if value != REMOVED}
    if file == "promises.yaml" and isinstance(base, list):
        return [*base, *own]
    return own


def written(files: Files) -> dict[str, str]:
    yaml = YAML()
    yaml.width = 10_000
    yaml.representer.ignore_aliases = lambda *_: True
    texts = {}
    for name, data in files.items():
        stream = StringIO()
        yaml.dump(data, stream)
        texts[name] = stream.getvalue()
    return texts


def found(texts: dict[str, str]) -> list[Finding]:
    with pytest.raises(RulebookError) as caught:
        compile_sources(texts)
    return list(caught.value.findings)


def lines_of(text: str, wanted: str) -> set[int]:
    """The lines at which this stands."""
    lines = text.splitlines()
    return {number for number, line in enumerate(lines, 1) if line.lstrip("- ") == wanted}


def row(name: str, when: Mapping[str, object] | None, then: object) -> dict[str, object]:
    return {"rule": name, **({"when": dict(when)} if when else {}), "then": then, "because": WHY}


def stages(files: Files) -> dict[str, Any]:
    return files["entry.yaml"]["stages"]


def rows_of(stage: Any) -> list[dict[str, Any]]:
    return stage["rules"] if isinstance(stage, dict) else stage


def last_stage(files: Files) -> list[dict[str, Any]]:
    return rows_of(list(stages(files).values())[-1])


# The breaks. Each answers with the code that must be found, and its file and line (None: any line of the file).

Break = Callable[[Files], tuple[str, str, str | None]]


def a_gap(files: Files) -> tuple[str, str, str | None]:
    rows = last_stage(files)
    assert "when" not in rows[-1], "the last stage ends in a catch-all"
    del rows[-1]
    return "gap", "entry.yaml", None


def a_shadow(files: Files) -> tuple[str, str, str | None]:
    rows = files["priority.yaml"]["rules"]
    rows.insert(1, {**rows[0], "rule": "bayangan"})
    return "shadowed", "priority.yaml", "rule: bayangan"


def a_rule_behind_a_final_one(files: Files) -> tuple[str, str, str | None]:
    final = next(r for s in stages(files).values() for r in rows_of(s) if final_rule(r))
    last_stage(files).insert(0, {**final, "rule": "terlambat"})
    return "unreachable-rule", "entry.yaml", "rule: terlambat"


def final_rule(one: dict[str, Any]) -> bool:
    return bool(one["then"].get("final"))


def an_impossible_rule(files: Files) -> tuple[str, str, str | None]:
    files["flags.yaml"]["rules"].append(
        row("mustahil", {"pregnant": True, "sex": "male"}, next(iter(files["flags.yaml"]["flags"])))
    )
    return "impossible-rule", "flags.yaml", "rule: mustahil"


def a_conflict(files: Files) -> tuple[str, str, str | None]:
    files["priority.yaml"]["hit"] = "unique"
    name = files["priority.yaml"]["rules"][-1]["rule"]
    return "conflict", "priority.yaml", f"rule: {name}"


def a_station_that_nobody_reaches(files: Files) -> tuple[str, str, str | None]:
    stations = files["stations.yaml"]["stations"]
    stations["gudang"] = {**next(iter(stations.values())), "registers": False}
    return "unreachable-station", "stations.yaml", "gudang:"


def a_loop(files: Files) -> tuple[str, str, str | None]:
    there, back = two_rooms(files)
    orders = files["orders.yaml"]
    orders["orders"] |= {"pergi": WHY, "pulang": WHY}
    for name, at, to in (("pergi", there, back), ("pulang", back, there)):
        stop = {"stops": to, "automatic": True}
        orders["rules"].append({**row(name, None, stop), "order": name, "at": [at]})
    return "loop", "orders.yaml", None


def no_way_out(files: Files) -> tuple[str, str, str | None]:
    a_loop(files)
    there, _ = two_rooms(files)
    return "no-way-out", "stations.yaml", f"{there}:"


def two_rooms(files: Files) -> tuple[str, str]:
    """A room to which the rules send somebody, and another one."""
    sent = [stop for one in last_stage(files) for stop in listed(one["then"]["stops"])]
    assert sent, "the last stage sends somebody somewhere"
    codes = [code for code in files["stations.yaml"]["stations"] if code != sent[-1]]
    return sent[-1], codes[-1]


def listed(stops: Any) -> list[str]:
    return stops if isinstance(stops, list) else [stops]


def an_order_without_a_rule(files: Files) -> tuple[str, str, str | None]:
    files["orders.yaml"]["orders"]["bekam"] = WHY
    return "unserved-order", "orders.yaml", "bekam:"


def an_order_where_such_patients_never_come(files: Files) -> tuple[str, str, str | None]:
    orders = files["orders.yaml"]
    orders["orders"]["bekam"] = WHY
    registration = next(
        code for code, one in files["stations.yaml"]["stations"].items() if one.get("registers")
    )
    emergency = files["entry.yaml"]["emergency"]
    to = next(code for code in files["stations.yaml"]["stations"] if code != registration)
    orders["rules"].append(
        {**row("bekam", emergency, {"stops": to}), "order": "bekam", "at": [registration]}
    )
    return "unserved-order", "orders.yaml", "rule: bekam"


def a_station_that_closes_early(files: Files) -> tuple[str, str, str | None]:
    files["facility.yaml"]["hours"]["sebentar"] = {"mon": "08:00-08:30"}
    code = listed(last_stage(files)[-1]["then"]["stops"])[0]
    files["stations.yaml"]["stations"][code]["hours"] = "sebentar"
    name = last_stage(files)[-1]["rule"]
    return "closed", "entry.yaml", f"rule: {name}"


def letters_that_collide(files: Files) -> tuple[str, str, str | None]:
    files["tickets.yaml"]["series"] = {"satu": "A", "dua": "A"}
    for number, one in enumerate(files["tickets.yaml"]["rules"]):
        one["then"] = ("satu", "dua")[number % 2]
    return "letters-collide", "tickets.yaml", "dua: A"


def letters_that_run_out(files: Files) -> tuple[str, str, str | None]:
    files["tickets.yaml"]["series"] = {f"s{n}": "auto" for n in range(26 + 26 * 26 + 1)}
    for one in files["tickets.yaml"]["rules"]:
        one["then"] = "s0"
    return "letters-run-out", "tickets.yaml", "s702: auto"


def a_promise_that_does_not_hold(files: Files) -> tuple[str, str, str | None]:
    station = listed(last_stage(files)[-1]["then"]["stops"])[0]
    promise = {"promise": WHY, "then": {"stops": station}}
    files["promises.yaml"].setdefault("never", []).append(promise)
    return "broken-promise", "promises.yaml", None


def a_patient_without_a_cluster(files: Files) -> tuple[str, str, str | None]:
    for stage in stages(files).values():
        rows_of(stage)[-1]["then"].pop("cluster", None)
    return "no-cluster", "entry.yaml", None


def a_patient_with_nowhere_to_go(files: Files) -> tuple[str, str, str | None]:
    for file in ("entry.yaml", "exits.yaml"):
        for stage in files[file]["stages"].values():
            rows_of(stage)[-1]["then"]["stops"] = []
    return "no-stop", "entry.yaml", None


BREAKS = (
    a_gap,
    a_shadow,
    a_rule_behind_a_final_one,
    an_impossible_rule,
    a_conflict,
    a_station_that_nobody_reaches,
    a_loop,
    no_way_out,
    an_order_without_a_rule,
    an_order_where_such_patients_never_come,
    a_station_that_closes_early,
    letters_that_collide,
    letters_that_run_out,
    a_promise_that_does_not_hold,
    a_patient_without_a_cluster,
    a_patient_with_nowhere_to_go,
)


QUICK = ("typical", "pustu")
BY_NAME = [pytest.param(name, marks=() if name in QUICK else pytest.mark.slow) for name in EXAMPLES]


@pytest.mark.parametrize("name", BY_NAME)
def test_the_example_is_proven(name: str) -> None:
    assert compile_sources(written(laid_out(name))).stations


@pytest.mark.parametrize("name", BY_NAME)
@pytest.mark.parametrize("break_it", BREAKS, ids=lambda one: one.__name__)
def test_a_break_is_found_at_its_line(name: str, break_it: Break) -> None:
    files = laid_out(name)
    code, file, wanted = break_it(files)
    texts = written(files)
    all_ = found(texts)
    here = [finding for finding in all_ if finding.code == code and finding.place.file == file]

    assert here, [str(finding) for finding in all_]
    if wanted is not None:
        assert lines_of(texts[file], wanted) & {finding.place.line for finding in here}
    for finding in here:
        assert finding.found.id != finding.found.en
    shown = [finding for finding in here if finding.witness][:SHOWN]
    assert shown or break_it in ABOUT_NOBODY
    compiled = read_sources(texts) if shown else None
    for finding in shown:
        assert compiled is not None
        shows(compiled, finding)


ABOUT_NOBODY = (
    an_impossible_rule,
    a_station_that_nobody_reaches,
    an_order_without_a_rule,
    letters_that_collide,
    letters_that_run_out,
)
SHOWN = 4  # examples of one break that are tried


def shows(compiled: Compiled, finding: Finding) -> None:
    """The example, handed to the explanation, does what the finding says."""
    assert finding.witness is not None
    book = compiled.rulebook
    facts, on = dict(finding.witness.facts), date.fromisoformat(finding.witness.on)
    checked = book.vocabulary.check(facts, on)
    if finding.code == "gap":
        with pytest.raises(NoRule):
            explain(book, checked, on)
        return
    said = explain(book, checked, on)
    stops = said["stops"]
    assert isinstance(stops, list)
    used = {stop["rule"] for stop in stops}
    rule = next((r for r in book.tables.rules() if r.line == finding.place.as_line), None)
    if finding.code in ("shadowed", "unreachable-rule"):
        assert rule is not None
        assert meets(rule.when, book.vocabulary.complete(checked), on)
        assert rule.name not in used
    elif finding.code == "closed" and finding.place.file == "entry.yaml":
        assert rule is not None
        assert rule.name in used
    elif finding.code == "no-cluster":
        assert said["cluster"] == ""
    elif finding.code == "no-stop":
        assert stops == []
    elif finding.code == "conflict":
        assert rule is not None
        (other,) = (r for r in book.tables.rules() if f"({r.line})" in finding.found.en)
        for one in (rule, other):
            assert meets(one.when, book.vocabulary.complete(checked), on)
    elif finding.code in ("loop", "no-way-out"):
        assert any(stop["automatic"] for stop in stops)
    elif finding.code == "unserved-order":
        (row,) = (row for row in book.tables.orders if row.rule.line == finding.place.as_line)
        assert meets(row.rule.when, book.vocabulary.complete(checked), on)
        assert not row.at & {stop["station"] for stop in stops}
    elif finding.code == "broken-promise":
        (promise,) = (one for one in compiled.promises if one.place == finding.place)
        assert meets(promise.when, book.vocabulary.complete(checked), on)
        assert not promise.is_kept(seen(said))
    else:
        pytest.fail(f"nothing shows {finding.code}")


def seen(said: dict[str, Any]) -> Seen:
    return Seen(
        cluster=said["cluster"],
        stops=tuple(stop["station"] for stop in said["stops"]),
        priority=said["priority"],
        ticket=said["ticket"],
        bands=tuple(said["bands"]),
        flags=tuple(said["flags"]),
    )


def test_an_example_can_be_typed_into_the_command_line(tmp_path: Path) -> None:
    """`alur rules explain` answers on a rulebook that is not proven, and says that it is not."""
    files = laid_out("typical")
    a_gap(files)
    texts = written(files)
    (finding,) = [one for one in found(texts) if one.code == "gap"]
    assert finding.witness is not None
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    arguments = [
        "explain",
        "--language",
        "en",
        "--rules",
        str(tmp_path),
        "--on",
        finding.witness.on,
    ]
    facts = json.dumps(dict(finding.witness.facts))
    gap = CliRunner().invoke(rules, [*arguments, "--facts", facts])
    assert gap.exit_code == 1
    assert "this rulebook is not proven" in gap.output
    assert "has no rule for this patient" in gap.output
    child = CliRunner().invoke(rules, [*arguments, "--facts", '{"birth_date": "2020-01-01"}'])
    assert child.exit_code == 0
