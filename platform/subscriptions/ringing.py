"""Telling the other processes what has changed, after the commit.

Ringing never keeps anybody waiting: it is noted, and a task of its own tells Redis, all that has
come up meanwhile in one go. What cannot be told is owed, and told when Redis is back.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from itertools import islice

import structlog
from redis.exceptions import RedisError

from likewise.models.changes import Changes
from likewise.models.unit_of_work import ring_after_commit
from likewise.settings import settings
from likewise.subscriptions.channels import Channels
from likewise.subscriptions.links import PATIENCE_SECONDS, open_link, pauses_seconds

MOST_AT_ONCE = 1000
"""When more wallets than this have changed at once, everybody is rung with one message."""

_log = structlog.get_logger()


class Ringer:
    """Rings for this process; signs with `mark`, by which a process knows its own."""

    def __init__(self, redis_url: str, channels: Channels) -> None:
        self.mark = secrets.token_hex(8)
        self._channels = channels
        self._client = open_link(redis_url)
        self._owed: set[str] = set()
        self._noted = asyncio.Event()
        self._nothing_owed = asyncio.Event()
        self._nothing_owed.set()
        self._task: asyncio.Task[None] | None = None

    @property
    def owes(self) -> bool:
        """Whether something has been noted that Redis has not been told."""
        return not self._nothing_owed.is_set()

    def start(self) -> None:
        """Begin to tell Redis, in the background."""
        self._task = asyncio.create_task(self._run(), name="ringer")

    async def close(self) -> None:
        """Tell what is owed, if Redis takes it at once, and stop."""
        if self._task is None:
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE_SECONDS):
                await self._nothing_owed.wait()
        if self.owes:
            _log.warning("bells_lost")
        self._task.cancel()
        await asyncio.wait([self._task])
        self._task = None
        await self._hang_up()

    async def ring(self, changes: Changes) -> None:
        """Note what has changed. Never waits, never raises."""
        some = islice(changes.people, MOST_AT_ONCE + 1)
        channels = {self._channels.wallet(each) for each in some}
        if changes.everybody:
            channels = {self._channels.everybody}
        if changes.settlements:
            channels.add(self._channels.settlements)
        if channels:
            self._owe(channels)

    def _owe(self, channels: set[str]) -> None:
        self._owed |= channels
        settlements = self._owed & {self._channels.settlements}
        wallets = self._owed - settlements
        if len(wallets) > MOST_AT_ONCE or self._channels.everybody in wallets:
            self._owed = {self._channels.everybody} | settlements
        self._nothing_owed.clear()
        self._noted.set()

    async def _run(self) -> None:
        pauses = pauses_seconds()
        while True:
            await self._noted.wait()
            self._noted.clear()
            telling, self._owed = self._owed, set()
            try:
                await self._tell(telling)
                pauses = pauses_seconds()
            except Exception as error:
                _log.info(
                    "bells_owed", channels=len(telling), reason=f"{type(error).__name__}: {error}"
                )
                self._owe(telling)
                await self._hang_up()
                await asyncio.sleep(next(pauses))
            if not self._owed:
                self._nothing_owed.set()

    async def _tell(self, channels: set[str]) -> None:
        async with (
            asyncio.timeout(PATIENCE_SECONDS),
            self._client.pipeline(transaction=False) as pipeline,
        ):
            for channel in channels:
                pipeline.publish(channel, self.mark)
            await pipeline.execute()

    async def _hang_up(self) -> None:
        """Drop the connection: an answer that comes late must not be taken for another's."""
        with suppress(RedisError, OSError):
            await self._client.aclose()


@asynccontextmanager
async def ringing(redis_url: str, prefix: str | None = None) -> AsyncIterator[None]:
    """While the block runs, commits of this process ring for the others; it listens to nothing.

    For the command line. Without Redis the work is done all the same, and the bells are lost.
    """
    ringer = Ringer(redis_url, Channels(settings().redis_prefix if prefix is None else prefix))
    ringer.start()
    stop_ringing = ring_after_commit(ringer.ring)
    try:
        yield
    finally:
        stop_ringing()
        await ringer.close()
