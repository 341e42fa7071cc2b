"""A wallet as a stream: the state now, then each newer one, and the last one always."""

from __future__ import annotations

from collections.abc import AsyncGenerator

from likewise.statements.wallet import Wallet, wallet_of
from likewise.subscriptions.broker import Broker
from likewise.subscriptions.rereading import reread_seconds


async def wallet_feed(broker: Broker, person_id: int) -> AsyncGenerator[Wallet, None]:
    """The wallet of a person, now and whenever anything that it shows has changed.

    Reads when the next state is asked for, so a slow reader gets the latest and costs nothing
    meanwhile; where very many are rung at once, each waits for its turn. Reads again, besides when
    the bell rings, every `feed_reread_seconds`: bells may be lost, and money that was on hold
    becomes available without any transfer. Ends when the broker closes; closing it unsubscribes at
    once. Raises LookupError for a person without a wallet.
    """
    async with broker.watch(person_id) as bell:
        shown: Wallet | None = None
        while not bell.closed:
            async with broker.reading:
                bell.rest()
                read = await wallet_of(person_id)
            if is_news(read, shown):
                shown = read
                yield read
            await bell.heard(reread_seconds())


def is_news(read: Wallet, shown: Wallet | None) -> bool:
    """Whether to show what was read: it differs from what is shown and is not older than that.

    The projection, and what is on hold, change without a version.
    """
    return shown is None or (read.version >= shown.version and read != shown)
