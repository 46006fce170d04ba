"""`make soak`: long walks through a small house on all three journals. A failure is told with the shortest way to it.

python -m tests.engine.soak [--commands 1000000] [--seed 1]
"""

import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import fields
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import monotonic
from uuid import uuid4

from sqlalchemy import create_engine, make_url, text

from flow.engine.commands import Command
from flow.journal.memory import MemoryJournal
from tests.engine.walking import Walk
from tests.journal.stores import open_store
from tests.postgres import binaries, postgres

WALK = 5_000  # commands in one house


def walked(walk: Walk, seed: int, commands: int) -> int:
    """Walk on until so many commands have been asked; how many they were. Raises AssertionError where something does not hold."""
    random = Random(seed)
    walk.open_the_house()
    while len(walk.said) < commands:
        walk.step(random)
    walk.look_back()
    return len(walk.said)


def failure(commands: Sequence[Command]) -> str:
    """What fails when just these are asked; empty when nothing does. A walk stops where it fails: only the end is looked at."""
    walk = Walk(MemoryJournal())
    try:
        for command in commands[:-1]:
            walk.tell(command)
        if walk.asked:
            walk.seen = walk.shown()
        for command in commands[-1:]:
            walk.say(command)
        if walk.asked:
            walk.look_back()
    except Exception as error:
        return f"{type(error).__name__}: {error}".splitlines()[0]
    return ""


def shortest(commands: Sequence[Command]) -> list[Command]:
    """As few of the commands as fail still: ever smaller pieces are left out while they are not needed."""
    kept = list(commands)
    piece = max(len(kept) // 2, 1)
    while True:
        start = 0
        while start < len(kept):
            fewer = kept[:start] + kept[start + piece :]
            if failure(fewer):
                kept = fewer
            else:
                start += piece
        if piece == 1:
            return kept
        piece //= 2


def told(commands: Sequence[Command]) -> str:
    """The commands as somebody reads them, and what fails then."""
    lines = []
    for command in commands:
        about = {
            field.name: getattr(command, field.name)
            for field in fields(command)
            if field.name not in ("id", "by", "at", "request", "carried", "desks", "history")
        }
        said = ", ".join(f"{name}={value!r}" for name, value in about.items() if value)
        lines.append(f"{command.at:%d %H:%M:%S}  {type(command).__name__}({said})")
    return "\n".join([*lines, f"→ {failure(commands) or 'nothing fails in memory'}"])


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--commands", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with ExitStack() as house:
        folder = Path(house.enter_context(TemporaryDirectory()))
        programs = binaries()
        server = house.enter_context(postgres(programs)) if programs else None
        kinds = ("memory", "sqlite", *(("postgres",) if server else ()))
        if not server:
            print("PostgreSQL is not installed: only memory and SQLite are walked", flush=True)
        done, seed, begun = 0, asked.seed, monotonic()
        while done < asked.commands:
            kind = kinds[seed % len(kinds)]
            url = f"sqlite:///{folder / f'{seed}.db'}"
            if kind == "postgres" and server:
                url = _database(server)
            with open_store(kind, url) as journal:
                walk = Walk(journal)
                try:
                    done += walked(walk, seed, min(WALK, asked.commands - done))
                except Exception as error:
                    print(f"seed {seed} on {kind}: {error}\n{told(shortest(walk.said))}")
                    sys.exit(1)
            print(f"{done:>9,} commands, {monotonic() - begun:,.0f} s", flush=True)
            seed += 1


def _database(server: str) -> str:
    name = f"alur_{uuid4().hex}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return make_url(server).set(database=name).render_as_string(hide_password=False)


if __name__ == "__main__":
    main()
