"""A process that has brought everything a server is made of, once, and forks one whenever a test asks: `alur serve` in a blink.

Modules and the trees of the shipped rules are all that a child finds; no thread, no connection and no application was there before
it. It takes the environment, the arguments and the log that it is given and goes through the same door as `python -m flow`.
"""

import atexit
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from gevent.os import fork_gevent

Order = tuple[list[str], dict[str, str], str]
"""Arguments, environment and log of a child."""


class Mother:
    """This side of it: one question, one answer, each a line of JSON."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.live.mother"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def bear(self, arguments: list[str], environment: Mapping[str, str], log: Path) -> "Child":
        order: Order = (arguments, dict(environment), str(log))
        return Child(self, self.ask(order))

    def ask(self, question: Order | int) -> Any:
        """The pid of a new child, or how the child with this pid has ended."""
        assert self._process.stdin
        assert self._process.stdout
        print(json.dumps(question), file=self._process.stdin, flush=True)
        answer = self._process.stdout.readline()
        if not answer:
            raise RuntimeError(f"{__name__} has died; try `python -m {__name__}`")
        return json.loads(answer)

    def end(self) -> None:
        self._process.communicate(timeout=20)


@cache
def mother() -> Mother:
    """One for all tests of this process, from the first that needs her."""
    one = Mother()
    atexit.register(one.end)
    return one


class Child:
    """What a test needs of a process, in the words of `subprocess.Popen`."""

    def __init__(self, mother: Mother, pid: int) -> None:
        self.pid = pid
        self._mother = mother
        self._code: int | None = None

    def poll(self) -> int | None:
        """How it has ended, if it has."""
        if self._code is None:
            self._code = self._mother.ask(self.pid)
        return self._code

    def send_signal(self, how: signal.Signals) -> None:
        if self.poll() is None:  # until she has answered otherwise the pid is nobody else's
            os.kill(self.pid, how)

    def wait(self, timeout: float) -> int:
        until = time.monotonic() + timeout
        while (code := self.poll()) is None:
            if time.monotonic() > until:
                raise subprocess.TimeoutExpired(f"child {self.pid}", timeout)
            time.sleep(0.005)
        return code


# The other side


def main() -> None:
    bring()
    alive: set[int] = set()
    for line in sys.stdin:
        question: Order | int = json.loads(line)
        if isinstance(question, int):
            answer = ended(question)
            alive -= set() if answer is None else {question}
        else:
            answer = fork_gevent() or live(*question)  # os.fork of gevent would bury the child too
            alive.add(answer)
        print(json.dumps(answer), flush=True)
    for pid in alive:  # whoever asked for them is gone
        os.kill(pid, signal.SIGKILL)


def bring() -> None:
    import_module("web.serve")  # before all others: it patches the standard library
    import_module("web.app")

    from flow.rulebook import load, shipped

    load(shipped("demo"))


def ended(pid: int) -> int | None:
    dead, status = os.waitpid(pid, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if dead else None


def live(arguments: list[str], environment: Mapping[str, str], log: str) -> int:
    """A child's whole life; it ends as a process does."""
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    with Path(os.devnull).open() as nothing, Path(log).open("ab") as file:
        for descriptor, of in enumerate((nothing, file, file)):
            os.dup2(of.fileno(), descriptor)

    from flow.__main__ import main as alur

    sys.argv = ["alur", *arguments]
    alur(prog_name="alur")
    raise AssertionError("click ends the process")


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        main()
