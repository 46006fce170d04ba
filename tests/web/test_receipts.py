"""A retry gets the first one's answer and no second slip: the same promises in one process and in the queue of several."""

import threading
import time
from collections.abc import Callable, Iterator

import pytest
from redis import Redis

from flow.engine.refusals import KeyReused, TooBusy
from flow.printing.errors import PaperOut
from web import receipts as module
from web.receipts import MemoryReceipts, Receipts, RedisReceipts


class Roll:
    """What came out of the printer; `fails` is why the next one does not."""

    def __init__(self) -> None:
        self.slips = 0
        self.fails: Exception | None = None

    def print(self) -> str:
        if self.fails:
            raise self.fails
        self.slips += 1
        return f"ready {self.slips}"


@pytest.fixture(params=["memory", pytest.param("redis", marks=pytest.mark.redis)])
def open_receipts(request: pytest.FixtureRequest) -> Iterator[Callable[[], Receipts]]:
    """One process more, each time; in memory there is only one."""
    if request.param == "memory":
        alone = MemoryReceipts()
        yield lambda: alone
        return
    url = request.getfixturevalue("queue")
    opened: list[RedisReceipts] = []

    def another() -> Receipts:
        opened.append(RedisReceipts(url))
        return opened[-1]

    yield another
    for one in opened:
        one.close()
    with Redis.from_url(url) as queue:
        queue.flushdb()


def test_a_retry_gets_the_first_answer_and_no_slip(open_receipts: Callable[[], Receipts]) -> None:
    roll = Roll()
    answers = [open_receipts().once("siti/k", "slip of A-001", roll.print) for _ in range(3)]
    assert (answers, roll.slips) == (["ready 1"] * 3, 1)


def test_another_key_is_another_slip(open_receipts: Callable[[], Receipts]) -> None:
    roll = Roll()
    for key in ("siti/k", "siti/l", "dewi/k"):
        open_receipts().once(key, "slip of A-001", roll.print)
    assert roll.slips == 3


def test_a_key_is_one_request(open_receipts: Callable[[], Receipts]) -> None:
    roll = Roll()
    open_receipts().once("siti/k", "slip of A-001", roll.print)
    with pytest.raises(KeyReused):
        open_receipts().once("siti/k", "slip of A-002", roll.print)
    assert roll.slips == 1


def test_what_did_not_come_out_is_printed_by_the_retry(
    open_receipts: Callable[[], Receipts],
) -> None:
    roll = Roll()
    roll.fails = PaperOut(printer="kiosk")
    with pytest.raises(PaperOut):
        open_receipts().once("siti/k", "slip of A-001", roll.print)
    roll.fails = None
    assert open_receipts().once("siti/k", "slip of A-001", roll.print) == "ready 1"


def test_who_asks_again_while_it_is_printed_waits_for_it(
    open_receipts: Callable[[], Receipts],
) -> None:
    roll, begun, paper = Roll(), threading.Event(), threading.Event()
    answers: list[str] = []

    def slowly() -> str:
        begun.set()
        paper.wait(10)
        return roll.print()

    def ask(work: Callable[[], str]) -> None:
        answers.append(open_receipts().once("siti/k", "slip of A-001", work))

    first = threading.Thread(target=ask, args=(slowly,))
    first.start()
    assert begun.wait(10)
    second = threading.Thread(target=ask, args=(roll.print,))
    second.start()
    time.sleep(0.1)
    assert answers == []
    paper.set()
    first.join(10)
    second.join(10)
    assert (answers, roll.slips) == (["ready 1"] * 2, 1)


def test_a_first_that_never_ends_is_told(
    open_receipts: Callable[[], Receipts], monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, over = threading.Event(), threading.Event()

    def hang() -> str:
        begun.set()
        over.wait(10)
        return "ready"

    first = threading.Thread(target=lambda: open_receipts().once("siti/k", "slip", hang))
    first.start()
    assert begun.wait(10)
    monkeypatch.setattr(module, "PRINTING_SECONDS", 1)
    with pytest.raises(TooBusy):
        open_receipts().once("siti/k", "slip", lambda: "never")
    over.set()
    first.join(10)


def test_what_is_old_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "KEPT_SECONDS", 0.05)
    receipts, roll = MemoryReceipts(), Roll()
    receipts.once("siti/k", "slip", roll.print)
    time.sleep(0.1)
    receipts.once("siti/l", "slip", roll.print)
    assert list(receipts._kept) == ["siti/l"]


def test_without_the_queue_a_slip_is_printed_all_the_same() -> None:
    receipts, roll = RedisReceipts("redis://127.0.0.1:1"), Roll()
    assert receipts.once("siti/k", "slip", roll.print) == "ready 1"
    receipts.close()
