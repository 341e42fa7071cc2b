"""Telling the other processes what has changed, after the commit.

Ringing never keeps anybody waiting: it is noted, and a task of its own tells Redis, all that has
come up meanwhile in one go. What cannot be told is owed, and told when Redis is back.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress

import structlog

from likewise.models.changes import Changes
from likewise.models.unit_of_work import ring_after_commit
from likewise.settings import settings
from likewise.subscriptions.channels import Channels
from likewise.subscriptions.homes import Homes
from likewise.subscriptions.links import PATIENCE_SECONDS, pauses_seconds
from likewise.subscriptions.messages import write_message
from likewise.subscriptions.parts import in_one_part, joined, spread
from likewise.subscriptions.voice import Voice

_log = structlog.get_logger()


class Ringer:
    """Rings for this process; signs with `mark`, by which a process knows its own."""

    def __init__(self, redis_url: str, channels: Channels) -> None:
        self.mark = secrets.token_hex(8)
        self._channels = channels
        self._homes = Homes(redis_url, channels.names)
        self._voice = Voice(self._homes)
        self._owed: Mapping[int, Changes] = {}
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
        await self._voice.hang_up()

    async def ring(self, changes: Changes) -> None:
        """Note what has changed. Never waits, never raises."""
        if changes:
            # Where all channels are on one server, a message on each of them would bring nothing.
            self._owe(spread(changes) if self._homes.sharded else in_one_part(changes))

    def _owe(self, parts: Mapping[int, Changes]) -> None:
        self._owed = joined(self._owed, parts)
        self._nothing_owed.clear()
        self._noted.set()

    async def _run(self) -> None:
        pauses = pauses_seconds()
        while True:
            await self._noted.wait()
            self._noted.clear()
            telling, self._owed = self._owed, {}
            untold = await self._tell(telling)
            if untold:
                self._owe(untold)
                await asyncio.sleep(next(pauses))
            else:
                pauses = pauses_seconds()
            if not self._owed:
                self._nothing_owed.set()

    async def _tell(self, parts: Mapping[int, Changes]) -> dict[int, Changes]:
        """Tell each part on its channel; those that could not be told."""
        names = {part: self._channels.name(part) for part in parts}
        texts = {names[part]: write_message(self.mark, parts[part]) for part in parts}
        unsaid = await self._voice.say(texts)
        return {part: changes for part, changes in parts.items() if names[part] in unsaid}


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
