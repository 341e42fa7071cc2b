"""A server checks the ledger by itself: when it begins, and as soon as a month has been closed."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path

from likewise.demo.embedded import EmbeddedValkey
from likewise.models import database as db
from likewise.settlement.close import close_month
from likewise.settlement.settlements import all_settlements
from likewise.subscriptions.broker import Broker
from likewise.web.ledger_watch import looked_after
from tests.support.screen import until
from tests.support.village import Village, running_month

SECONDS = 20.0
"""Less than the loop's longest pause: within it, it is the closing's bell that has it checked."""
NEVER_BY_TIME = 60


async def last_check() -> datetime | None:
    row = await db.row(
        "SELECT max(asked_at) AS at FROM inspections WHERE kind = 'ledger_check' AND state = 'done'"
    )
    assert row is not None
    return row["at"]


async def test_a_server_checks_when_it_begins_and_after_a_closing(
    database: str, valkey: EmbeddedValkey, books: Path
) -> None:
    village = Village()
    await village.settle("ada", "bo")
    await village.pay("ada", 5_000_000)
    await village.like("ada", "bo")
    async with Broker(valkey.url, "likewise:") as broker:
        await until(lambda: broker.connected)
        async with looked_after(broker, NEVER_BY_TIME), asyncio.timeout(SECONDS):
            while (first := await last_check()) is None:
                pass
            await close_month(await running_month(), early=True)
            while await last_check() == first:
                pass
        (closed,) = await all_settlements()
        checked = await last_check()
        assert closed.closed_at is not None
        assert checked is not None
        assert checked >= closed.closed_at


async def test_where_it_is_not_to_be_checked_by_itself_it_is_not(
    database: str, valkey: EmbeddedValkey
) -> None:
    async with Broker(valkey.url, "likewise:") as broker, looked_after(broker, 0):
        assert "ledger watch" not in {task.get_name() for task in asyncio.all_tasks()}
