"""A caller may be cancelled at any moment: its unit of work happens wholly or not at all.

And the pool of connections stays whole. Tortoise 1.1.9 alone loses a connection for good whenever a
task is cancelled while it enters a transaction; the last test shows it, and so that ours could.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import asyncpg
import pytest
from tortoise import connections
from tortoise.transactions import in_transaction

from likewise.ledger.accounts import person_account
from likewise.ledger.transfers import Transfer, enter
from likewise.models import database as db
from likewise.models.database import connected
from likewise.models.unit_of_work import UnitOfWork, drain, unit_of_work
from tests.support.sound_ledger import sound_ledger
from tests.support.village import Village

POOL_SIZE = 3
PATIENCE_SECONDS = 5


@pytest.fixture
async def village(database_url: str) -> AsyncIterator[Village]:
    """Ada has money, bo will get it; a pool of three connections."""
    async with connected(database_url, pool_size=POOL_SIZE):
        village = Village()
        await village.settle("ada", "bo")
        await village.pay("ada", 1_000_000)
        yield village


def _pool() -> asyncpg.Pool:
    return connections.get("default")._pool


async def _require_whole_pool() -> None:
    """Every connection can be had, all at once."""
    pool = _pool()
    async with asyncio.timeout(PATIENCE_SECONDS):
        held = [await pool.acquire() for _ in range(POOL_SIZE)]
    for link in held:
        await pool.release(link)


async def _cancel_after(iterations: int, doing: Awaitable[object]) -> bool:
    """Cancel after so many iterations of the event loop; whether it had ended before that."""
    task = asyncio.ensure_future(doing)
    for _ in range(iterations):
        if task.done():
            break
        await asyncio.sleep(0)
    ended = task.done()
    task.cancel()
    await asyncio.wait([task])
    return ended


def _two_transfers(village: Village, name: str) -> Callable[[UnitOfWork], Awaitable[None]]:
    async def body(work: UnitOfWork) -> None:
        ada = await person_account(work, "budget", village.people["ada"])
        bo = await person_account(work, "received", village.people["bo"])
        await enter(work, [Transfer(f"{name}:first", ada, bo, 1)])
        await enter(work, [Transfer(f"{name}:second", ada, bo, 2)])

    return body


async def _transfers_by_name() -> dict[str, int]:
    rows = await db.rows(
        "SELECT split_part(key, ':', 1) AS name, count(*) AS n FROM transfers"
        " WHERE key LIKE 'cancelled%' GROUP BY name"
    )
    return {row["name"]: row["n"] for row in rows}


async def test_a_unit_of_work_cancelled_at_every_await_happens_wholly_or_not(
    village: Village,
) -> None:
    iterations, ended = 0, False
    while not ended:
        body = _two_transfers(village, f"cancelled{iterations}")
        ended = await _cancel_after(iterations, unit_of_work(body))
        await drain()
        iterations += 1

    assert iterations > 20
    happened = await _transfers_by_name()
    assert set(happened.values()) == {2}
    # Cancelled before its first step it never began; from then on it ends by itself.
    assert set(happened) == {f"cancelled{n}" for n in range(1, iterations)}
    await _require_whole_pool()
    assert await sound_ledger()


async def test_hundreds_of_cancelled_units_of_work_leave_the_pool_whole(village: Village) -> None:
    """More at once than there are connections, so that many are cancelled while they wait."""
    for wave in range(25):
        bodies = [_two_transfers(village, f"cancelled{wave}x{n}") for n in range(12)]
        await asyncio.gather(
            *(_cancel_after(wave + 2 * n, unit_of_work(body)) for n, body in enumerate(bodies))
        )
    await drain()

    happened = await _transfers_by_name()
    assert set(happened.values()) == {2}
    await _require_whole_pool()
    assert await sound_ledger()


async def test_a_failing_unit_of_work_cancelled_at_every_await_leaves_nothing(
    village: Village,
) -> None:
    async def body(work: UnitOfWork) -> None:
        await _two_transfers(village, "cancelled")(work)
        await work.execute("SELECT 1 / 0")

    iterations, ended = 0, False
    while not ended:
        ended = await _cancel_after(iterations, unit_of_work(body))
        await drain()
        iterations += 1

    assert await _transfers_by_name() == {}
    await _require_whole_pool()


async def test_a_cancelled_read_leaves_the_pool_whole(village: Village) -> None:
    iterations, ended = 0, False
    while not ended:
        ended = await _cancel_after(iterations, db.rows("SELECT pg_sleep(0)"))
        iterations += 1
    for wave in range(25):
        reads = (db.rows("SELECT n FROM generate_series(1, 1000) AS n") for _ in range(12))
        await asyncio.gather(*(_cancel_after(wave + n, read) for n, read in enumerate(reads)))

    await _require_whole_pool()
    assert await db.rows("SELECT 1 AS one") == [{"one": 1}]


async def test_disconnecting_waits_for_what_cancelled_callers_left_behind(
    database_url: str,
) -> None:
    """So a server that is being stopped finishes the payments that it has begun."""
    begun = asyncio.Event()

    async def body(work: UnitOfWork) -> None:
        begun.set()
        await work.execute("SELECT pg_sleep(0.05)")
        await work.execute("INSERT INTO targets (kind) VALUES ('post')")

    async with connected(database_url, pool_size=POOL_SIZE):
        caller = asyncio.create_task(unit_of_work(body))
        await begun.wait()
        caller.cancel()
        await asyncio.wait([caller])

    async with connected(database_url, pool_size=POOL_SIZE):
        assert await db.rows("SELECT count(*) AS n FROM targets") == [{"n": 1}]


async def test_tortoises_own_transaction_leaks_connections_when_it_is_cancelled(
    village: Village,
) -> None:
    async def plain() -> None:
        async with in_transaction() as client:
            await client.execute_query("SELECT 1")

    pool = _pool()
    iterations, ended = 0, False
    while not ended and pool.get_idle_size() + POOL_SIZE - pool.get_size() > 0:
        ended = await _cancel_after(iterations, plain())
        iterations += 1
    lost = pool.get_size() - pool.get_idle_size()
    pool.terminate()  # it can't be closed any more

    assert lost > 0
