"""Having the ledger checked now and then, and after each closing, by the process that is first."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog

from likewise.ledger.audit.kept_check import check_and_keep, is_due
from likewise.models.inspecting import end_inspections
from likewise.subscriptions.broker import Broker

_SHORTEST_PAUSE_SECONDS = 1.0
_LONGEST_PAUSE_SECONDS = 30.0

_log = structlog.get_logger()


@asynccontextmanager
async def looked_after(broker: Broker, minutes: int) -> AsyncIterator[None]:
    """Within it the ledger is checked every so many minutes, never by itself if that is 0.

    In the end whatever inspection this process runs is ended.
    """
    watch = asyncio.create_task(_watch(broker, minutes), name="ledger watch") if minutes else None
    try:
        yield
    finally:
        if watch is not None:
            watch.cancel()
            await asyncio.wait([watch])
        await end_inspections()


async def _watch(broker: Broker, minutes: int) -> None:
    with broker.watch_settlements() as bell:
        while not bell.closed:
            bell.rest()
            try:
                if await is_due(minutes):
                    await check_and_keep()
            except Exception as error:  # the database is away, for one; it is asked again
                _log.warning("ledger_not_checked", reason=type(error).__name__)
            await asyncio.sleep(_SHORTEST_PAUSE_SECONDS)
            await bell.heard(_LONGEST_PAUSE_SECONDS)
