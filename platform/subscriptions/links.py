"""How a connection to Redis is made, and what it may cost when Redis is gone or hangs."""

from __future__ import annotations

import random
from collections.abc import Iterator

# aioredis was merged into redis-py; its own last release cannot be imported on Python 3.11.
from redis import asyncio as aioredis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

CONNECT_TIMEOUT_SECONDS = 2.0
PATIENCE_SECONDS = 0.5
"""How long anybody waits for an answer of Redis while somebody else waits for them."""

_FIRST_PAUSE_SECONDS = 0.05
_LONGEST_PAUSE_SECONDS = 1.0


def open_link(server_url: str) -> aioredis.Redis:
    """A client for one server that never repeats or reconnects on its own: its supervisor does.

    Left alone, redis-py reconnects inside a read and hides that messages were missed; so does its
    client for clusters, which is not used therefore (see `homes`). This one has no time limit
    either, the caller sets one: redis-py would use `asyncio.wait_for`, which in Python 3.11 can
    swallow the cancellation of a task, and that task would then never end.
    """
    return aioredis.Redis.from_url(
        server_url,
        protocol=2,
        decode_responses=True,
        socket_connect_timeout=CONNECT_TIMEOUT_SECONDS,
        socket_timeout=None,
        retry=Retry(NoBackoff(), 0, supported_errors=()),
    )


def pauses_seconds() -> Iterator[float]:
    """The pauses between attempts: growing to a second, and jittered, so that processes spread."""
    longest = _FIRST_PAUSE_SECONDS
    while True:
        yield longest * random.uniform(0.5, 1.0)  # noqa: S311
        longest = min(longest * 2, _LONGEST_PAUSE_SECONDS)
