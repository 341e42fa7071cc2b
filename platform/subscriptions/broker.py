"""The broker: everything live of one process, from its start to its end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager

from likewise.models.changes import Changes
from likewise.models.unit_of_work import ring_after_commit
from likewise.settings import settings
from likewise.subscriptions.bells import Bell, Bells
from likewise.subscriptions.channels import Channels
from likewise.subscriptions.links import PATIENCE_SECONDS
from likewise.subscriptions.listening import Listener
from likewise.subscriptions.ringing import Ringer


class Broker:
    """Rings the bells of those who watch a wallet or a closing, in this process and all others.

    Within one process it works without Redis; what other processes change is then seen when a
    feed reads again by itself.
    """

    def __init__(self, redis_url: str, prefix: str) -> None:
        channels = Channels(prefix)
        self._bells = Bells()
        self._ringer = Ringer(redis_url, channels)
        self._listener = Listener(redis_url, channels, self._bells, self._ringer.mark)
        self.reading = asyncio.Semaphore(max(1, settings().database_pool_size // 2))
        """Held while a feed reads a wallet: thousands that are rung at once read one after another,
        and leave half of the connections to whoever asks something else."""
        self._listening: asyncio.Task[None] | None = None
        self._stop_ringing: Callable[[], None] | None = None

    @property
    def connected(self) -> bool:
        """Whether Redis brings what other processes ring."""
        return self._listener.connected

    @property
    def watcher_count(self) -> int:
        """How many watch a wallet in this process."""
        return self._bells.count

    @property
    def settlement_watcher_count(self) -> int:
        """How many watch a closing in this process."""
        return self._bells.settlement_count

    async def start(self) -> None:
        """Begin, also when Redis is away: it is looked for until it is there."""
        self._ringer.start()
        self._listening = asyncio.create_task(self._listener.run(), name="listener")
        self._stop_ringing = ring_after_commit(self.ring)

    async def close(self) -> None:
        """End: every feed ends by itself, and what is owed is told. Twice is once."""
        self._bells.close()
        if self._stop_ringing is None or self._listening is None:
            return
        self._stop_ringing()
        self._stop_ringing = None
        await self._ringer.close()
        self._listening.cancel()
        await asyncio.wait([self._listening])

    async def __aenter__(self) -> Broker:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def ring(self, changes: Changes) -> None:
        """Something has changed: wake who watches it, here and elsewhere.

        Called after every commit. Never raises, and waits for nobody.
        """
        self._bells.ring(changes)
        await self._ringer.ring(changes)

    @asynccontextmanager
    async def watch(self, person_id: int) -> AsyncIterator[Bell]:
        """A bell that is rung when the wallet of this person may have changed.

        When the block begins, Redis has confirmed the subscription; or it is slow or away, and the
        bell rings when it has. Either way, who reads after that misses nothing. Closing the broker
        closes the bell.
        """
        bell = self._bells.hang(person_id)
        try:
            if self._listener.connected and not self._listener.hears(person_id):
                await bell.heard(PATIENCE_SECONDS)
            yield bell
        finally:
            self._bells.take_down(person_id, bell)

    @contextmanager
    def watch_settlements(self) -> Iterator[Bell]:
        """A bell that is rung when the closing of some month may have come further.

        Every process listens for it from its start, and it rings whenever Redis has confirmed
        that: who reads after the block has begun misses nothing. Closing the broker closes it.
        """
        bell = self._bells.hang_for_settlements()
        try:
            yield bell
        finally:
            self._bells.take_down_for_settlements(bell)
