"""After the commit whoever watches is told; nothing that goes wrong then can touch the commit."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator

import pytest

from likewise.ledger.accounts import person_account
from likewise.ledger.transfers import Transfer, enter
from likewise.models import database as db
from likewise.models import unit_of_work as module
from likewise.models.changes import Changes
from likewise.models.unit_of_work import UnitOfWork, ring_after_commit, unit_of_work
from tests.support.village import Village

Bell = Callable[[Changes], Awaitable[None]]
Hang = Callable[[Bell], None]


@pytest.fixture
def hang() -> Iterator[Hang]:
    """Hang up a bell until the end of the test."""
    undo: list[Callable[[], None]] = []
    yield lambda bell: undo.append(ring_after_commit(bell))
    for take_down in undo:
        take_down()


async def _change(work: UnitOfWork) -> None:
    await work.execute("INSERT INTO targets (kind) VALUES ('post')")
    work.wallet_changed(7)


async def _count() -> int:
    row = await db.row("SELECT count(*) AS n FROM targets")
    assert row is not None
    return int(row["n"])


async def test_a_transfer_rings_for_the_people_on_both_its_sides(database: str, hang: Hang) -> None:
    village = Village()
    await village.settle("ada", "bo", "cy")
    await village.pay("ada", 100)
    heard: list[Changes] = []

    async def bell(changes: Changes) -> None:
        heard.append(changes)

    async def body(work: UnitOfWork) -> None:
        ada = await person_account(work, "budget", village.people["ada"])
        bo = await person_account(work, "received", village.people["bo"])
        await enter(work, [Transfer("k", ada, bo, 1)])

    hang(bell)
    await unit_of_work(body)

    assert heard == [Changes(people=frozenset({village.people["ada"], village.people["bo"]}))]


async def test_a_bell_rings_after_the_commit(database: str, hang: Hang) -> None:
    seen: list[int] = []

    async def bell(changes: Changes) -> None:
        seen.append(await _count())

    hang(bell)
    await unit_of_work(_change)

    assert seen == [1]


async def test_nothing_rings_for_what_was_rolled_back_or_changed_nobody(
    database: str, hang: Hang
) -> None:
    async def bell(changes: Changes) -> None:
        raise AssertionError("nobody was to be told")

    async def fails(work: UnitOfWork) -> None:
        await _change(work)
        raise LookupError

    hang(bell)
    with pytest.raises(LookupError):
        await unit_of_work(fails)
    await unit_of_work(lambda work: work.execute("SELECT 1"))


async def test_what_failed_attempts_changed_is_not_rung(database: str, hang: Hang) -> None:
    heard: list[Changes] = []
    attempts = 0

    async def bell(changes: Changes) -> None:
        heard.append(changes)

    async def body(work: UnitOfWork) -> None:
        nonlocal attempts
        attempts += 1
        work.wallet_changed(attempts)
        if attempts == 1:
            await work.execute("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '40001'; END $$")

    hang(bell)
    await unit_of_work(body)

    assert heard == [Changes(people=frozenset({2}))]


async def _fails(changes: Changes) -> None:
    raise ConnectionError("the bell is broken")


async def _hangs(changes: Changes) -> None:
    await asyncio.Event().wait()


async def _is_cancelled_inside(changes: Changes) -> None:
    lost = asyncio.get_running_loop().create_future()
    lost.cancel()
    await lost


@pytest.mark.parametrize("bad", [_fails, _hangs, _is_cancelled_inside])
async def test_a_bad_bell_fails_no_commit_and_silences_no_other_bell(
    database: str, hang: Hang, bad: Bell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_LONGEST_RING_SECONDS", 0.02)
    heard: list[Changes] = []

    async def good(changes: Changes) -> None:
        heard.append(changes)

    hang(bad)
    hang(good)
    await unit_of_work(_change)

    assert await _count() == 1
    assert heard == [Changes(people=frozenset({7}))]


async def test_a_bell_may_open_a_unit_of_work_and_start_tasks_that_do(
    database: str, hang: Hang
) -> None:
    """A broker that connects on its first ring starts a task that lives on: it is no part of us."""
    tasks: list[asyncio.Task[None]] = []

    async def write(work: UnitOfWork) -> None:
        await work.execute("INSERT INTO targets (kind) VALUES ('page')")

    async def bell(changes: Changes) -> None:
        await unit_of_work(write)
        tasks.append(asyncio.create_task(unit_of_work(write)))

    hang(bell)
    await unit_of_work(_change)
    await asyncio.gather(*tasks)

    assert await _count() == 3


async def test_a_bell_that_was_taken_down_is_silent(database: str) -> None:
    take_down = ring_after_commit(_fails)
    take_down()
    heard: list[Changes] = []

    async def bell(changes: Changes) -> None:
        heard.append(changes)
        take_down_bell()

    take_down_bell = ring_after_commit(bell)
    await unit_of_work(_change)
    await unit_of_work(_change)
    assert len(heard) == 1
