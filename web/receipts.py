"""What was printed for which request: a retry with the same key gets the first one's answer, and no second slip."""

import time
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TooLate
from dataclasses import dataclass, field
from threading import Lock
from typing import Protocol, cast

import structlog
from redis import RedisError

from flow.engine.refusals import KeyReused, TooBusy
from web.leases import asked_briefly

KEPT_SECONDS = 600  # far longer than any client tries again by itself
PRINTING_SECONDS = 30  # longer than a printer is waited for; after that nobody is printing any more
LOOK_SECONDS = 0.2

log = structlog.get_logger(__name__)

Print = Callable[[], str]


class Receipts(Protocol):
    """One for all printers; the answers of all processes agree."""

    def once(self, key: str, request: str, print_it: Print) -> str:
        """The answer of `print_it`, which is called at most once for each key, unless it failed: then a retry tries again.

        Who asks while it is being printed waits for the same answer. `request` tells what was asked for: a key that was used for
        something else raises `KeyReused`. Raises `TooBusy` when the first takes too long, and what `print_it` raises.
        """


@dataclass(frozen=True, slots=True)
class _Receipt:
    request: str
    until: float
    answer: Future[str] = field(default_factory=Future)


class MemoryReceipts:
    """For one process. A restart forgets them: what was asked for before it, and is asked for again, is printed again."""

    def __init__(self) -> None:
        self._kept: dict[str, _Receipt] = {}
        self._lock = Lock()

    def once(self, key: str, request: str, print_it: Print) -> str:
        mine = _Receipt(request, time.monotonic() + KEPT_SECONDS)
        with self._lock:
            self._forget()
            kept = self._kept.setdefault(key, mine)
        if kept.request != request:
            raise KeyReused
        if kept is mine:
            self._fill(key, mine, print_it)
        try:
            return kept.answer.result(timeout=PRINTING_SECONDS)
        except TooLate:
            raise TooBusy from None

    def _fill(self, key: str, mine: _Receipt, print_it: Print) -> None:
        try:
            mine.answer.set_result(print_it())
        except BaseException as error:
            with self._lock:
                self._kept.pop(key, None)
            mine.answer.set_exception(error)

    def _forget(self) -> None:
        now = time.monotonic()
        for key in [key for key, one in self._kept.items() if one.until < now]:
            del self._kept[key]


class RedisReceipts:
    """For several processes: the same, in their message queue, which also survives a restart of theirs."""

    def __init__(self, url: str) -> None:
        self._redis = asked_briefly(url)

    def once(self, key: str, request: str, print_it: Print) -> str:
        """While Redis is away a slip is printed all the same: paper twice is better than none."""
        key = f"alur:slip:{key}"
        try:
            answer = self._answer(key, request)
        except RedisError as error:
            log.warning("whether a slip was printed before is not known", reason=str(error))
            return print_it()
        return answer or self._fill(key, request, print_it)

    def close(self) -> None:
        self._redis.close()

    def _answer(self, key: str, request: str) -> str | None:
        """What was answered before; None: it is ours to print now."""
        until = time.monotonic() + PRINTING_SECONDS
        while not self._redis.set(key, request, nx=True, ex=PRINTING_SECONDS):
            kept, _, answer = cast("str", self._redis.get(key) or "").partition("\n")
            if kept and kept != request:
                raise KeyReused
            if answer:
                return answer
            if time.monotonic() > until:
                raise TooBusy
            time.sleep(LOOK_SECONDS)
        return None

    def _fill(self, key: str, request: str, print_it: Print) -> str:
        try:
            answer = print_it()
        except BaseException:
            self._keep(lambda: self._redis.delete(key))
            raise
        self._keep(lambda: self._redis.set(key, f"{request}\n{answer}", ex=KEPT_SECONDS))
        return answer

    def _keep(self, change: Callable[[], object]) -> None:
        try:
            change()
        except RedisError as error:
            log.warning("what became of a slip could not be kept", reason=str(error))


def receipts(redis: str | None) -> Receipts:
    """In the message queue where there is one."""
    return RedisReceipts(redis) if redis else MemoryReceipts()
