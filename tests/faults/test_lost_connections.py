"""PostgreSQL may go away at any moment: an error for who was asking, and then it goes on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest
from tortoise import connections

from likewise.cli import installation
from likewise.errors import ServerUnavailable
from likewise.models import database as db
from likewise.models.database import LOST, connected
from likewise.models.transaction import OneTaskTransaction
from likewise.models.unit_of_work import UnitOfWork, unit_of_work
from likewise.settings import settings

ADD = "INSERT INTO targets (kind) VALUES ('post')"
POOL_SIZE = 3
_FIELDS = b"SFATAL\0VFATAL\0C57P01\0Mterminating connection due to administrator command\0\0"
_FAREWELL = b"E" + (4 + len(_FIELDS)).to_bytes(4) + _FIELDS


@pytest.fixture
async def killer(database_url: str) -> AsyncIterator[asyncpg.Connection]:
    """A connection beside a pool of three, which ends the pool's."""
    async with connected(database_url, pool_size=POOL_SIZE):
        link = await asyncpg.connect(database_url, server_settings={"application_name": "killer"})
        yield link
        await link.close()


async def _kill_all(killer: asyncpg.Connection) -> None:
    await killer.fetch(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
        " WHERE datname = current_database() AND application_name = 'likewise'"
    )


async def _count() -> int:
    row = await db.row("SELECT count(*) AS n FROM targets")
    assert row is not None
    return int(row["n"])


async def test_a_unit_of_work_whose_connection_dies_inside_leaves_nothing(
    killer: asyncpg.Connection,
) -> None:
    attempts = 0

    async def body(work: UnitOfWork) -> None:
        nonlocal attempts
        attempts += 1
        await work.execute(ADD)
        await _kill_all(killer)
        await work.execute(ADD)

    for _ in range(2 * POOL_SIZE):
        with pytest.raises(LOST):
            await unit_of_work(body)

    assert attempts == 2 * POOL_SIZE  # how it ended is not known: nothing is tried again
    assert await _count() == 0


async def test_idle_connections_that_died_cost_the_pool_nothing(
    killer: asyncpg.Connection,
) -> None:
    """The server's good-bye may lie unread when the next one asks: that one may fail, no more."""
    done = 0
    for _ in range(10):
        await asyncio.gather(*(db.rows("SELECT pg_sleep(0.001)") for _ in range(POOL_SIZE)))
        await _kill_all(killer)
        for _ in range(POOL_SIZE):
            try:
                await unit_of_work(lambda work: work.execute(ADD))
                done += 1
            except LOST:
                continue

    pool = connections.get("default")._pool
    async with asyncio.timeout(5):
        held = [await pool.acquire() for _ in range(POOL_SIZE)]
    for link in held:
        await pool.release(link)
    assert await _count() == done


async def test_a_transaction_that_cannot_begin_gives_its_connection_back(
    killer: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(_: OneTaskTransaction) -> None:
        raise asyncpg.QueryCanceledError("it took too long")

    with monkeypatch.context() as broken:
        broken.setattr(OneTaskTransaction, "begin", fails)
        for _ in range(2 * POOL_SIZE):
            with pytest.raises(asyncpg.QueryCanceledError):
                await unit_of_work(lambda work: work.execute(ADD))
    async with asyncio.timeout(5):
        await asyncio.gather(
            *(unit_of_work(lambda work: work.execute(ADD)) for _ in range(POOL_SIZE))
        )
    assert await _count() == POOL_SIZE


async def test_a_farewell_without_its_end_is_a_lost_connection(
    killer: asyncpg.Connection,
) -> None:
    """asyncpg has read why the server ends, and not yet that it has: what it raises is internal."""
    pool = connections.get("default")._pool
    async with pool.acquire() as link:
        link._protocol.data_received(_FAREWELL)

    with pytest.raises(LOST):
        await unit_of_work(lambda work: work.execute(ADD))
    await unit_of_work(lambda work: work.execute(ADD))
    assert await _count() == 1


def test_a_command_that_loses_postgresql_says_so_in_one_line(
    database_url: str, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LIKEWISE_DATABASE_URL", database_url)
    monkeypatch.setenv("LIKEWISE_REDIS_URL", redis_url)
    settings.cache_clear()

    async def body() -> None:
        link = await asyncpg.connect(database_url, server_settings={"application_name": "killer"})

        async def cut(work: UnitOfWork) -> None:
            await work.execute(ADD)
            await _kill_all(link)
            await work.execute(ADD)

        try:
            await unit_of_work(cut)
        finally:
            await link.close()

    try:
        with pytest.raises(ServerUnavailable, match="PostgreSQL was lost on the way: ") as refused:
            installation.run(body)
    finally:
        settings.cache_clear()
    assert "\n" not in refused.value.message
