"""Who is at which desk: every screen on which somebody has a desk open, and whose it is. Nobody is kept from a desk."""

import json
import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Protocol

from redis import RedisError

from flow.outage import Outage
from web.leases import LEASE_SECONDS, asked_briefly

Desk = tuple[str, str]
"""A station and one of its desks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A screen at a desk. `name` is who is signed in there, `since` when the desk was opened on it."""

    desk: Desk
    screen: str
    name: str
    since: datetime


class Seats(Protocol):
    """The one place that knows; the answers of all processes agree."""

    def keep(self, seats: Collection[Seat]) -> None:
        """Their screens are there now. Who is not kept for `LEASE_SECONDS` is gone."""

    def leave(self, seat: Seat) -> None:
        """Its screen is gone."""

    def at(self, desks: Iterable[Desk]) -> Mapping[Desk, tuple[Seat, ...]]:
        """Who is at each of these desks, the longest first."""


class MemorySeats:
    """For one process."""

    def __init__(self) -> None:
        self._kept: dict[tuple[Desk, str], tuple[Seat, float]] = {}
        self._lock = Lock()

    def keep(self, seats: Collection[Seat]) -> None:
        until = time.monotonic() + LEASE_SECONDS
        with self._lock:
            self._kept |= {(seat.desk, seat.screen): (seat, until) for seat in seats}

    def leave(self, seat: Seat) -> None:
        with self._lock:
            self._kept.pop((seat.desk, seat.screen), None)

    def at(self, desks: Iterable[Desk]) -> Mapping[Desk, tuple[Seat, ...]]:
        now = time.monotonic()
        with self._lock:
            self._kept = {place: kept for place, kept in self._kept.items() if kept[1] > now}
            there = [seat for seat, _ in self._kept.values()]
        return {desk: _in_order(seat for seat in there if seat.desk == desk) for desk in desks}


_CLOCK = """
local time = redis.call('TIME')
local now = time[1] + time[2] / 1000000
"""
_KEEP = f"""{_CLOCK}
local lease = tonumber(ARGV[1])
for i, key in ipairs(KEYS) do
  redis.call('HSET', key, ARGV[2 * i], (now + lease) .. ' ' .. ARGV[2 * i + 1])
  redis.call('PEXPIRE', key, math.ceil(lease * 1000))
end
"""
_AT = f"""{_CLOCK}
local found = {{}}
for i, key in ipairs(KEYS) do
  found[i] = {{}}
  local kept = redis.call('HGETALL', key)
  for j = 1, #kept, 2 do
    local ends, seat = string.match(kept[j + 1], '^(%S+) (.*)$')
    if tonumber(ends) > now then
      table.insert(found[i], seat)
    else
      redis.call('HDEL', key, kept[j])
    end
  end
end
return found
"""


class RedisSeats:
    """For several processes: the same, in their message queue. Redis keeps the time."""

    def __init__(self, url: str) -> None:
        self._redis = asked_briefly(url)
        self._keep = self._redis.register_script(_KEEP)
        self._at = self._redis.register_script(_AT)
        self._outage = Outage("who is at which desk is not known")

    def keep(self, seats: Collection[Seat]) -> None:
        told = [part for seat in seats for part in (seat.screen, _told(seat))]
        try:
            self._keep([_key(seat.desk) for seat in seats], [LEASE_SECONDS, *told])
        except RedisError as error:
            self._outage.begins(str(error))

    def leave(self, seat: Seat) -> None:
        try:
            self._redis.hdel(_key(seat.desk), seat.screen)
        except RedisError as error:
            self._outage.begins(str(error))

    def at(self, desks: Iterable[Desk]) -> Mapping[Desk, tuple[Seat, ...]]:
        """While Redis is away nobody is known to be anywhere: a name that may be old is not shown."""
        asked = list(desks)
        try:
            found = self._at([_key(desk) for desk in asked])
        except RedisError as error:
            self._outage.begins(str(error))
            return dict.fromkeys(asked, ())
        self._outage.ends()
        return {
            desk: _in_order(_read(desk, told) for told in there)
            for desk, there in zip(asked, found, strict=True)
        }

    def close(self) -> None:
        self._redis.close()


def people(seats: Iterable[Seat]) -> tuple[Seat, ...]:
    """Each person once, at the first of their screens."""
    first: dict[str, Seat] = {}
    for seat in seats:
        first.setdefault(seat.name, seat)
    return tuple(first.values())


def _in_order(seats: Iterable[Seat]) -> tuple[Seat, ...]:
    return tuple(sorted(seats, key=lambda seat: (seat.since, seat.screen)))


def _key(desk: Desk) -> str:
    return "alur:desk:" + "/".join(desk)


def _told(seat: Seat) -> str:
    return json.dumps([seat.screen, seat.name, seat.since.isoformat()])


def _read(desk: Desk, told: str) -> Seat:
    screen, name, since = json.loads(told)
    return Seat(desk=desk, screen=screen, name=name, since=datetime.fromisoformat(since))


def seats(redis: str | None) -> Seats:
    """In the message queue where there is one."""
    return RedisSeats(redis) if redis else MemorySeats()
