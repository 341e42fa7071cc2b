"""Somebody in front of a live wallet, for tests: what she has seen, and waiting until she sees."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import asynccontextmanager

from likewise.statements.wallet import Wallet
from likewise.subscriptions.broker import Broker
from likewise.subscriptions.feed import Feed

DEADLINE_SECONDS = 15.0
"""A feed is right again long before, on a slow machine too; by itself it reads again long after."""
_LOOK_SECONDS = 0.005


async def until(condition: Callable[[], bool], within_seconds: float = DEADLINE_SECONDS) -> None:
    """Wait until something holds; TimeoutError if it does not in time."""
    async with asyncio.timeout(within_seconds):
        while not condition():  # noqa: ASYNC110 - any condition, also of other processes
            await asyncio.sleep(_LOOK_SECONDS)


class Screen:
    """What one feed has shown, in order."""

    def __init__(self) -> None:
        self.seen: list[Wallet] = []
        self.ended = False

    @property
    def budget_micros(self) -> int | None:
        """The budget that it shows now; None: nothing yet."""
        return self.seen[-1].balances.budget_micros if self.seen else None

    @property
    def versions(self) -> list[int]:
        """The version of each state that it has shown."""
        return [wallet.version for wallet in self.seen]

    async def shows(self, budget_micros: int, within_seconds: float = DEADLINE_SECONDS) -> None:
        """Wait until it shows this budget."""
        await until(lambda: self.budget_micros == budget_micros, within_seconds)

    async def follow(self, broker: Broker, person_id: int) -> None:
        """Show the feed until it ends."""
        async for wallet in wallet_feed(broker, person_id):
            self.seen.append(wallet)
        self.ended = True


def wallet_feed(broker: Broker, person_id: int) -> AsyncGenerator[Wallet, None]:
    """The live wallet of a person as a stream."""
    return Feed(broker.wallets, person_id).stream()


@asynccontextmanager
async def watching(broker: Broker, person_id: int) -> AsyncIterator[Screen]:
    """A screen with the live wallet of a person, switched on while the block runs."""
    screen = Screen()
    task = asyncio.create_task(screen.follow(broker, person_id))
    try:
        await until(lambda: bool(screen.seen) or task.done())
        yield screen
    finally:
        task.cancel()
        await asyncio.wait([task])
        if not task.cancelled():
            task.result()
