"""Seeing from outside that a statement waits for a lock."""

from __future__ import annotations

import asyncio

import asyncpg

_WAITING = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND wait_event_type = 'Lock'
"""


async def until_waiting(link: asyncpg.Connection) -> None:
    """Wait until a statement of this database waits for a lock."""
    async with asyncio.timeout(10):
        while not await link.fetchval(_WAITING):  # noqa: ASYNC110 - other sessions
            await asyncio.sleep(0)
