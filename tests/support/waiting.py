"""Letting a statement wait for a lock, and seeing from outside that it does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

_WAITING = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND wait_event_type = 'Lock'
"""


async def until_waiting(link: asyncpg.Connection, number: int = 1) -> None:
    """Wait until so many statements of this database wait for a lock."""
    async with asyncio.timeout(30):
        while await link.fetchval(_WAITING) < number:
            await asyncio.sleep(0.02)
            # Within a transaction PostgreSQL would go on telling what it told first.
            await link.execute("SELECT pg_stat_clear_snapshot()")


@asynccontextmanager
async def nothing_is_posted(database_url: str) -> AsyncIterator[asyncpg.Connection]:
    """Nothing can be posted to people's accounts until the block ends."""
    link = await asyncpg.connect(database_url)
    try:
        async with link.transaction():
            await link.execute("SELECT FROM accounts WHERE kind = 'received' FOR UPDATE")
            yield link
    finally:
        await link.close()
