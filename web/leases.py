"""What a screen holds for as long as it is heard of, and the message queue in which several processes agree about it."""

from typing import cast

from flask import request
from redis import Redis

LEASE_SECONDS = 12  # who is not heard of for so long has lost its place
ANSWER_SECONDS = 2  # a message queue that hangs must not hold up anybody for longer


def asked_briefly(url: str) -> Redis:
    """The Redis at this address: it answers soon, or raises `RedisError`."""
    return Redis.from_url(
        url,
        decode_responses=True,
        socket_timeout=ANSWER_SECONDS,
        socket_connect_timeout=ANSWER_SECONDS,
    )


def this_line() -> str:
    """The line on which a screen asks. It names the screen itself: nobody can ask in another's name."""
    return cast("str", request.sid)  # type: ignore[attr-defined]
