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
        while await _waiting(link) < number:  # noqa: ASYNC110 - other sessions
            await asyncio.sleep(0.02)


async def until_none_waits(link: asyncpg.Connection) -> None:
    """Wait until no statement of this database waits for a lock."""
    async with asyncio.timeout(20):
        while await _waiting(link):  # noqa: ASYNC110 - other sessions
            await asyncio.sleep(0.01)


async def _waiting(link: asyncpg.Connection) -> int:
    # Within a transaction PostgreSQL would go on telling what it told first.
    await link.execute("SELECT pg_stat_clear_snapshot()")
    number: int = await link.fetchval(_WAITING)
    return number


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
