"""What Tortoise 1.1.9 does that we built around. A test that fails here says: it has changed."""

from __future__ import annotations

import asyncio
import contextvars

import pytest
from tortoise import connections
from tortoise.exceptions import ConfigurationError, TransactionManagementError
from tortoise.transactions import in_transaction

from likewise.models import database as db
from likewise.models.database import connected
from likewise.models.unit_of_work import UnitOfWork, unit_of_work

INSERT = "INSERT INTO targets (kind) VALUES ('post') RETURNING id, kind"


async def test_insert_returning_returns_its_rows(database: str) -> None:
    async def body(work: UnitOfWork) -> list[db.Row]:
        return [*await work.rows(INSERT), await work.one(INSERT)]

    first, second = await unit_of_work(body)

    assert first["kind"] == second["kind"] == "post"
    assert second["id"] > first["id"]


async def test_update_and_delete_returning_return_their_rows(database: str) -> None:
    async def body(work: UnitOfWork) -> list[db.Row]:
        await work.rows(INSERT)
        changed = await work.rows("UPDATE targets SET kind = 'page' RETURNING kind")
        return [*changed, *await work.rows("DELETE FROM targets RETURNING kind")]

    assert await unit_of_work(body) == [{"kind": "page"}, {"kind": "page"}]


async def test_tortoises_execute_query_loses_the_rows_of_insert_returning(database: str) -> None:
    assert await connections.get("default").execute_query(INSERT) == (0, [])


async def test_tortoises_own_transaction_ends_well_though_everything_was_rolled_back(
    database: str,
) -> None:
    async with in_transaction() as client:
        await client.execute_query(INSERT)
        with pytest.raises(Exception, match="division by zero"):
            await client.execute_query("SELECT 1 / 0")
    assert await db.rows("SELECT * FROM targets") == []


async def test_an_error_of_tortoises_own_kind_is_rolled_back_too(database: str) -> None:
    """Tortoise leaves such a transaction open: the connection comes back to the pool with it."""

    async def body(work: UnitOfWork) -> None:
        await work.rows(INSERT)
        raise TransactionManagementError("not ours")

    for _ in range(20):
        with pytest.raises(TransactionManagementError):
            await unit_of_work(body)
        assert await db.rows("SELECT * FROM targets") == []


async def test_an_isolation_holds_for_its_unit_of_work_and_no_longer(database: str) -> None:
    async def isolation(work: UnitOfWork) -> tuple[str, str]:
        row = await work.one(
            "SELECT current_setting('transaction_isolation') AS isolation,"
            " current_setting('transaction_read_only') AS read_only"
        )
        return row["isolation"], row["read_only"]

    for _ in range(3):
        strict = await unit_of_work(isolation, isolation="REPEATABLE READ READ ONLY")
        assert strict == ("repeatable read", "on")
        assert await unit_of_work(isolation) == ("read committed", "off")


async def test_every_task_reaches_the_connection(database: str) -> None:
    """Tortoise keeps it in a context variable, which a task of somebody else's does not have."""
    stranger = asyncio.create_task(db.rows("SELECT 1 AS one"), context=contextvars.Context())
    assert await stranger == [{"one": 1}]


async def test_connecting_twice_is_refused_and_the_first_connection_stands(database: str) -> None:
    with pytest.raises(ConfigurationError):
        async with connected(database):
            pass
    assert await db.rows("SELECT 1 AS one") == [{"one": 1}]


async def test_one_can_connect_again_after_disconnecting(database_url: str) -> None:
    for _ in range(2):
        async with connected(database_url):
            assert await db.rows("SELECT 1 AS one") == [{"one": 1}]
    with pytest.raises(RuntimeError):
        await db.rows("SELECT 1 AS one")


async def test_a_stream_comes_in_batches_and_lets_other_statements_between_them(
    database: str,
) -> None:
    async def body(work: UnitOfWork) -> list[tuple[int, int]]:
        sizes = []
        async for batch in work.stream(
            "SELECT n FROM generate_series(1, $1) AS n", 7, batch_size=3
        ):
            there = await work.one("SELECT $1::int AS n", len(batch))
            sizes.append((len(batch), there["n"]))
        return sizes

    assert await unit_of_work(body) == [(3, 3), (3, 3), (1, 1)]


async def test_a_stream_that_is_left_early_holds_nothing_up(database: str) -> None:
    async def body(work: UnitOfWork) -> db.Row:
        async for batch in work.stream("SELECT n FROM generate_series(1, 100) AS n", batch_size=1):
            assert batch == [{"n": 1}]
            break
        return await work.one("SELECT 'on' AS goes")

    assert await unit_of_work(body) == {"goes": "on"}
