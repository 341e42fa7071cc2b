"""A process that only listens, for tests: what it was told, and waiting until it is."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from likewise.models.changes import EVERYTHING, Changes
from likewise.subscriptions.channels import Channels
from likewise.subscriptions.listening import Listener
from likewise.subscriptions.ringing import Ringer
from tests.support.screen import until

HEARS_WITHIN_SECONDS = 15.0


class Hearing:
    """What one listener has taken, in order."""

    def __init__(self, redis_url: str, prefix: str, own_mark: str = "a listener") -> None:
        self.taken: list[Changes] = []
        self.listener = Listener(redis_url, Channels(prefix), self.taken.append, own_mark)

    @property
    def everything_count(self) -> int:
        """How often it was told that anything may have changed."""
        return self.taken.count(EVERYTHING)

    @property
    def told(self) -> Changes:
        """All that it was told in so many words, together."""
        together = Changes()
        for changes in self.taken:
            if changes != EVERYTHING:
                together |= changes
        return together

    async def connects(self) -> None:
        """Wait until it hears on every channel."""
        await until(lambda: self.listener.connected, HEARS_WITHIN_SECONDS)

    async def is_told(self, changes: Changes) -> None:
        """Wait until it was told at least this."""
        await until(lambda: self.told | changes == self.told, HEARS_WITHIN_SECONDS)

    async def is_told_everything(self, times: int) -> None:
        """Wait until it was told so often that anything may have changed."""
        await until(lambda: self.everything_count >= times, HEARS_WITHIN_SECONDS)


@asynccontextmanager
async def hearing(
    redis_url: str, prefix: str, own_mark: str = "a listener"
) -> AsyncIterator[Hearing]:
    """A listener that runs while the block does."""
    ear = Hearing(redis_url, prefix, own_mark)
    task = asyncio.create_task(ear.listener.run())
    try:
        yield ear
    finally:
        ear.listener.close()
        task.cancel()
        await asyncio.wait([task])
        if not task.cancelled():
            task.result()


@asynccontextmanager
async def ringer_of(redis_url: str, prefix: str) -> AsyncIterator[Ringer]:
    """A process that only rings, while the block runs."""
    ringer = Ringer(redis_url, Channels(prefix))
    ringer.start()
    try:
        yield ringer
    finally:
        await ringer.close()
