"""The closing of a month as a stream: how it stands, then how it goes on, and its end always."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator

from likewise.months import Month
from likewise.settlement.awaited import require_to_come
from likewise.settlement.settlements import Settlement, settlement_of
from likewise.subscriptions.broker import Broker
from likewise.subscriptions.rereading import reread_seconds

SHORTEST_PAUSE_SECONDS = 0.25
"""Between two states: a closing that moves faster than anybody reads is not shown in full."""


async def settlement_feed(broker: Broker, month: Month) -> AsyncGenerator[Settlement | None, None]:
    """The settlement of a month as it stands, then whenever it has moved, until it is closed.

    None stands for a month that is open: the feed waits for its seal. Always the latest state, at
    most one every SHORTEST_PAUSE_SECONDS, read when it is asked for; and read again, besides when
    the bell rings, every `feed_reread_seconds`, since bells may be lost. The last thing shown is
    the closed month, then it ends; so it does when the broker closes. Raises MonthNotBegun and
    MonthOutOfOrder, lest somebody wait for ever, for a month that is not there to be closed.
    """
    with broker.watch_settlements() as bell:
        shown: Settlement | None = None
        begun = False
        while not bell.closed:
            bell.rest()
            read = await settlement_of(month)
            if not begun and read is None:
                await require_to_come(month)
            if not begun or read != shown:
                begun, shown = True, read
                yield read
            if read is not None and read.state == "closed":
                return
            await asyncio.sleep(SHORTEST_PAUSE_SECONDS)
            await bell.heard(reread_seconds())
