"""The broker: everything live of one process, from its start to its end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from likewise.models.changes import EVERYTHING, Changes
from likewise.models.unit_of_work import ring_after_commit
from likewise.subscriptions.bells import Bell, Bells
from likewise.subscriptions.board import Board
from likewise.subscriptions.channels import Channels
from likewise.subscriptions.likes_board import LikesBoard
from likewise.subscriptions.listening import Listener
from likewise.subscriptions.post_board import PostBoard
from likewise.subscriptions.ringing import Ringer
from likewise.subscriptions.standing_board import StandingBoard
from likewise.subscriptions.wallet_board import WalletBoard


class Broker:
    """Tells the boards of this process, and all other processes, what has changed.

    Within one process it works without Redis; what other processes change is then seen when a
    board reads again by itself.
    """

    def __init__(self, redis_url: str, prefix: str) -> None:
        channels = Channels(prefix)
        self.wallets = WalletBoard()
        self.likes = LikesBoard()
        self.posts = PostBoard()
        self.standings = StandingBoard()
        self._boards: tuple[Board[Any], ...] = (
            self.wallets,
            self.likes,
            self.posts,
            self.standings,
        )
        self._settlement_bells = Bells()
        self._ringer = Ringer(redis_url, channels)
        self._listener = Listener(redis_url, channels, self.take, self._ringer.mark)
        self._tasks: list[asyncio.Task[None]] = []
        self._stop_ringing: Callable[[], None] | None = None

    @property
    def connected(self) -> bool:
        """Whether Redis brings what other processes ring."""
        return self._listener.connected

    @property
    def settlement_watcher_count(self) -> int:
        """How many watch a closing in this process."""
        return self._settlement_bells.count

    async def start(self) -> None:
        """Begin, also when Redis is away: it is looked for until it is there.

        This process may be in the place of one that was killed between a commit and its bell. So
        the others are told that anything may have changed.
        """
        self._ringer.start()
        await self._ringer.ring(EVERYTHING)
        self._tasks = [
            asyncio.create_task(self._listener.run(), name="listener"),
            *(asyncio.create_task(each.run(), name=type(each).__name__) for each in self._boards),
        ]
        self._stop_ringing = ring_after_commit(self.ring)

    async def close(self) -> None:
        """End: every feed ends by itself, and what is owed is told. Twice is once."""
        for board in self._boards:
            board.close()
        self._settlement_bells.close()
        if self._stop_ringing is None:
            return
        self._stop_ringing()
        self._stop_ringing = None
        await self._ringer.close()
        self._listener.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.wait(self._tasks)

    async def __aenter__(self) -> Broker:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def ring(self, changes: Changes) -> None:
        """Something has changed: wake who watches it, here and elsewhere.

        Called after every commit. Never raises, and waits for nobody.
        """
        self.take(changes)
        await self._ringer.ring(changes)

    def take(self, changes: Changes) -> None:
        """Something has changed, here or elsewhere: wake who watches it here."""
        for board in self._boards:
            board.ring(changes)
        if changes.settlements:
            self._settlement_bells.ring()

    @contextmanager
    def watch_settlements(self) -> Iterator[Bell]:
        """A bell that is rung when the closing of some month may have come further.

        It also rings whenever Redis has confirmed that this process listens: who reads after the
        block has begun misses nothing. Closing the broker closes it.
        """
        bell = self._settlement_bells.hang()
        try:
            yield bell
        finally:
            self._settlement_bells.take_down(bell)
