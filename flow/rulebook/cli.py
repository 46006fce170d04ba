"""`alur rules`: check a rulebook, and ask it where a patient goes."""

import json
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import NoReturn

import click

from flow import clock
from flow.engine.refusals import BadFact, NoRule
from flow.engine.routing import Rulebook
from flow.engine.text import Text
from flow.rulebook.cases import differences, load_cases
from flow.rulebook.comparing import Change, compare
from flow.rulebook.compiler import read_sources
from flow.rulebook.explain import explain, in_words
from flow.rulebook.findings import RulebookError
from flow.rulebook.folder import shipped, sources
from flow.rulebook.picture import mermaid
from flow.rulebook.proofs import prove
from flow.rulebook.proving import compile_sources
from flow.rulebook.schema import ANY, ANY_PART, house, write

FOLDER = click.option(
    "--rules",
    "folder",
    type=click.Path(path_type=Path),
    envvar="ALUR_RULES",
    show_envvar=True,
    default=lambda: shipped("typical"),
    show_default="the typical Puskesmas",
    help="The folder of the rulebook.",
)


LANGUAGE = click.option(
    "--language",
    type=click.Choice(["id", "en"]),
    envvar="ALUR_LANGUAGE",
    show_envvar=True,
    default="id",
    show_default=True,
    help="The language of the words.",
)


JSON = click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")

IN_TROUBLE = 2
"""The exit code of a usage error, and of a comparison with a rulebook that cannot be read: 1 says that something differs."""


class WrongInput(click.ClickException):
    """One line that names the wrong option; the exit code of a usage error."""

    exit_code = IN_TROUBLE


@click.group()
def rules() -> None:
    """Check a rulebook, and ask it where a patient goes."""


@rules.command()
@FOLDER
@LANGUAGE
def check(folder: Path, language: str) -> None:
    """Compile the rulebook, prove it, and run its cases."""
    try:
        rulebook = compile_sources(sources(folder))
        cases = load_cases(folder)
    except RulebookError as error:
        _stop(error, language)
    found = [finding for case in cases for finding in differences(rulebook, case)]
    if found:
        _stop(RulebookError(found), language)
    click.echo(_summary(rulebook, len(cases)).in_language(language))


@rules.command(name="explain")
@FOLDER
@click.option("--on", "day", help="The service day, YYYY-MM-DD.", show_default="today")
@click.option("--facts", "given", required=True, help="What is known of the patient, as JSON.")
@LANGUAGE
@JSON
def explain_route(folder: Path, day: str | None, given: str, language: str, as_json: bool) -> None:
    """Say where a patient with these facts goes, and why."""
    facts = _facts(given)
    on = read_day(day, "--on") if day else None
    rulebook = read_folder(folder, language)
    on = on or clock.now().astimezone(rulebook.zone).date()
    try:
        known = rulebook.vocabulary.check(facts, on)
    except BadFact as refusal:
        said = refusal.said.in_language(language)
        raise WrongInput(f"--facts: {refusal.place}: {said}") from None
    try:
        if as_json:
            told = explain(rulebook, known, on, language)
            click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        else:
            click.echo(in_words(rulebook, known, on, language))
    except NoRule as refusal:
        raise click.ClickException(refusal.said.in_language(language)) from None


@rules.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@LANGUAGE
@JSON
def diff(old: Path, new: Path, language: str, as_json: bool) -> None:
    """Say which patients the rulebook in folder NEW routes differently from the one in OLD.

    The exit code is 0 where nothing differs, 1 where something does, 2 where a rulebook cannot be read.
    """
    changes = compare(*(read_folder(folder, language, IN_TROUBLE) for folder in (old, new)))
    if as_json:
        told = [_change(change, language) for change in changes]
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        for change in changes:
            _say_change(change, language)
    sys.exit(1 if changes else 0)


def _say_change(change: Change, language: str) -> None:
    who = f": {change.who.in_language(language)}" if change.who else ""
    click.echo(f"{change.part.in_language(language)}{who}")
    before, after = (text.in_language(language) for text in (change.before, change.after))
    click.echo(f"    {before}  =>  {after}")


def _change(change: Change, language: str) -> dict[str, object]:
    example = change.witness
    return {
        "part": change.part.in_language(language),
        "who": change.who.in_language(language) if change.who else None,
        "before": change.before.in_language(language),
        "after": change.after.in_language(language),
        "example": {
            "facts": dict(example.facts),
            "on": example.on,
            "said": example.said.in_language(language),
        }
        if example
        else None,
    }


@rules.command()
@FOLDER
@LANGUAGE
def picture(folder: Path, language: str) -> None:
    """Print the flow of the patients as a Mermaid flowchart."""
    click.echo(mermaid(read_folder(folder, language), language))


@rules.command()
@click.option(
    "--rules",
    "folder",
    type=click.Path(path_type=Path),
    help="Complete the names of this rulebook too: its rooms, facts, hours.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    help="The folder to write to; the examples look for `schema` beside them.",
)
@LANGUAGE
def schema(folder: Path | None, out: Path, language: str) -> None:
    """Write JSON Schemas, with which an editor completes the words of a rulebook and marks mistakes."""
    try:
        known = (house(sources(folder)),) if folder else (ANY, ANY_PART)
    except RulebookError as error:
        _stop(error, language)
    try:
        written = write(out, known)
    except OSError as error:
        raise WrongInput(f"--out: {out} cannot be written ({error.strerror})") from None
    for path in written:
        click.echo(path)


def read_folder(folder: Path, language: str, code: int = 1) -> Rulebook:
    """The rulebook even where it is not proven: an example of what is wrong with it can be tried.

    One that cannot be read ends the program with this exit code.
    """
    try:
        compiled = read_sources(sources(folder))
    except RulebookError as error:
        _stop(error, language, code)
    found = prove(compiled)
    if found:
        not_proven = Text(
            f"{len(found)} temuan: aturan ini belum terbukti, lihat `alur rules check`",
            f"{len(found)} findings: this rulebook is not proven, see `alur rules check`",
        )
        click.echo(not_proven.in_language(language), err=True)
    return compiled.rulebook


def _stop(error: RulebookError, language: str, code: int = 1) -> NoReturn:
    for finding in error.findings:
        click.echo(finding.said(language), err=True)
    sys.exit(code)


def _facts(given: str) -> Mapping[str, object]:
    try:
        facts = json.loads(given)
    except (ValueError, RecursionError) as error:
        raise WrongInput(f"--facts: this is no JSON ({error})") from None
    if not isinstance(facts, dict):
        raise WrongInput('--facts: a JSON object is needed, such as {"sex": "female"}')
    return facts


def read_day(text: str, option: str) -> date:
    """A day as it is typed; raises `WrongInput`, which names the option."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        message = f'{option}: "{text}" is no date; write it as YYYY-MM-DD'
        raise WrongInput(message) from None


def _summary(rulebook: Rulebook, cases: int) -> Text:
    stations, count = len(rulebook.stations), len(list(rulebook.tables.rules()))
    name, digest = rulebook.name, rulebook.digest
    return Text(
        f"{name.id}: {stations} pos, {count} aturan, {cases} kasus, semua benar. Digest {digest}.",
        f"{name.en}: {stations} stations, {count} rules, {cases} cases, all well. Digest {digest}.",
    )
