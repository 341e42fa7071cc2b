"""Seeing from outside that a statement waits for a lock."""

from __future__ import annotations

import asyncio

import asyncpg

_WAITING = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND wait_event_type = 'Lock'
"""


async def until_waiting(link: asyncpg.Connection, number: int = 1) -> None:
    """Wait until so many statements of this database wait for a lock."""
    async with asyncio.timeout(10):
        while await link.fetchval(_WAITING) < number:  # noqa: ASYNC110 - other sessions
            await asyncio.sleep(0)
