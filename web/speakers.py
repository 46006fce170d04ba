"""Who speaks in a waiting room: one screen of a board at a time, and each call once, however many screens hang there."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from threading import Lock
from typing import Protocol

import structlog
from redis import RedisError

from web.leases import LEASE_SECONDS, asked_briefly

WISH_SECONDS = 12  # as long as it takes at most until the speaker asks again and gives way
SPOKEN_SECONDS = 3600  # nobody says a call that is older than that

log = structlog.get_logger()

Place = tuple[str, int]
"""Where a call stands: its day and its position."""


class Turn(StrEnum):
    """The answer to a screen: whether it speaks; and, where it asks for a call, what becomes of that."""

    SPEAKER = "speaker"
    OTHER = "other"
    NOBODY = "nobody"
    SPEAK = "speak"
    SPOKEN = "spoken"
    WAIT = "wait"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a screen asks. `can` says that it may make sound; `busy` that it is speaking now, and would not be cut off;
    `takes_over` that somebody stands in front of it and wants the voice here.
    """

    board: str
    screen: str
    can: bool
    busy: bool = False
    takes_over: bool = False
    call: Place | None = None


class Speakers(Protocol):
    """The one place that knows; the answers of all processes agree."""

    def ask(self, wish: Wish, now: datetime) -> Turn:
        """Take, keep or give away the voice of the room; and, for a call, take the call."""

    def leave(self, board: str, screen: str) -> None:
        """The screen is gone."""


@dataclass(slots=True)
class _Room:
    holder: str | None = None
    holds_until: datetime | None = None
    wanted: str | None = None
    wanted_until: datetime | None = None
    spoken: Place | None = None


class MemorySpeakers:
    """For one process."""

    def __init__(self) -> None:
        self._rooms: dict[str, _Room] = {}
        self._lock = Lock()

    def ask(self, wish: Wish, now: datetime) -> Turn:
        with self._lock:
            room = self._rooms.setdefault(wish.board, _Room())
            _forget(room, now)
            if wish.can:
                _claim(room, wish, now)
            return _turn(room, wish)

    def leave(self, board: str, screen: str) -> None:
        with self._lock:
            room = self._rooms.get(board)
            if room and room.holder == screen:
                room.holder = None


def _forget(room: _Room, now: datetime) -> None:
    if room.holds_until and room.holds_until <= now:
        room.holder = room.holds_until = None
    if room.wanted_until and room.wanted_until <= now:
        room.wanted = room.wanted_until = None


def _claim(room: _Room, wish: Wish, now: datetime) -> None:
    if wish.takes_over:
        room.wanted, room.wanted_until = wish.screen, now + timedelta(seconds=WISH_SECONDS)
    if room.holder not in (None, wish.screen):
        return
    if room.wanted not in (None, wish.screen) and not wish.busy:
        room.holder = room.holds_until = None
        return
    room.holder, room.holds_until = wish.screen, now + timedelta(seconds=LEASE_SECONDS)
    if room.wanted == wish.screen:
        room.wanted = room.wanted_until = None


def _turn(room: _Room, wish: Wish) -> Turn:
    is_holder = wish.can and room.holder == wish.screen
    if wish.call is None:
        return Turn.SPEAKER if is_holder else Turn.OTHER if room.holder else Turn.NOBODY
    if room.spoken and wish.call <= room.spoken:
        return Turn.SPOKEN
    if is_holder:
        room.spoken = wish.call
        return Turn.SPEAK
    return Turn.WAIT if wish.can or room.holder else Turn.NOBODY


_ASK = """
local holder, wanted, spoken = redis.call('GET', KEYS[1]), redis.call('GET', KEYS[2]), redis.call('GET', KEYS[3])
local screen, can, busy, takes_over, call = ARGV[1], ARGV[2] == '1', ARGV[3] == '1', ARGV[4] == '1', ARGV[5]
if can then
  if takes_over then
    redis.call('SET', KEYS[2], screen, 'EX', ARGV[7])
    wanted = screen
  end
  if not holder or holder == screen then
    if wanted and wanted ~= screen and not busy then
      redis.call('DEL', KEYS[1])
      holder = false
    else
      redis.call('SET', KEYS[1], screen, 'EX', ARGV[6])
      holder = screen
      if wanted == screen then redis.call('DEL', KEYS[2]) end
    end
  end
end
local is_holder = can and holder == screen
if call == '' then
  if is_holder then return 'speaker' elseif holder then return 'other' else return 'nobody' end
end
if spoken and call <= spoken then return 'spoken' end
if is_holder then
  redis.call('SET', KEYS[3], call, 'EX', ARGV[8])
  return 'speak'
end
if can or holder then return 'wait' else return 'nobody' end
"""
_LEAVE = "if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end"


class RedisSpeakers:
    """For several processes: the same, in their message queue, each question in one step. Redis keeps the time."""

    def __init__(self, url: str) -> None:
        self._redis = asked_briefly(url)
        self._ask = self._redis.register_script(_ASK)
        self._leave = self._redis.register_script(_LEAVE)

    def ask(self, wish: Wish, now: datetime) -> Turn:
        """While Redis is away nobody speaks: without it the calls of the other processes do not arrive either."""
        day, position = wish.call or ("", 0)
        flags = [int(wish.can), int(wish.busy), int(wish.takes_over)]
        call = f"{day} {position:012d}" if wish.call else ""
        seconds = [LEASE_SECONDS, WISH_SECONDS, SPOKEN_SECONDS]
        try:
            answer = self._ask(_keys(wish.board), [wish.screen, *flags, call, *seconds])
        except RedisError as error:
            log.warning("who speaks is not known", board=wish.board, reason=str(error))
            return Turn.WAIT if wish.call else Turn.NOBODY
        return Turn(answer)

    def leave(self, board: str, screen: str) -> None:
        try:
            self._leave(_keys(board)[:1], [screen])
        except RedisError as error:
            log.warning("a speaker's leave is not known", board=board, reason=str(error))

    def close(self) -> None:
        self._redis.close()


def _keys(board: str) -> list[str]:
    return [f"alur:voice:{board}:{what}" for what in ("holder", "wanted", "spoken")]


def speakers(redis: str | None) -> Speakers:
    """In the message queue where there is one."""
    return RedisSpeakers(redis) if redis else MemorySpeakers()
