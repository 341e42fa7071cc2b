"""One unit of work is one task and one transaction: all of it happens, or nothing."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import asyncpg
import pytest
from structlog.testing import capture_logs
from tortoise.transactions import in_transaction

from likewise.models import database as db
from likewise.models.clock import at_moment
from likewise.models.deadline import Deadline
from likewise.models.gate import pass_gate
from likewise.models.people import Person
from likewise.models.unit_of_work import MAX_ATTEMPTS, UnitOfWork, drain, unit_of_work

ADD = "INSERT INTO targets (kind) VALUES ('post')"


async def _count() -> int:
    row = await db.row("SELECT count(*) AS n FROM targets")
    assert row is not None
    return int(row["n"])


async def _person(handle: str) -> int:
    async def body(work: UnitOfWork) -> int:
        row = await work.one("INSERT INTO targets (kind) VALUES ('person') RETURNING id")
        await work.execute(
            "INSERT INTO persons (id, handle, display_name) VALUES ($1, $2, $2)", row["id"], handle
        )
        return int(row["id"])

    return await unit_of_work(body)


async def test_what_a_body_returns_is_the_answer_and_what_it_wrote_is_there(database: str) -> None:
    async def body(work: UnitOfWork) -> str:
        await work.execute(ADD)
        return "done"

    assert await unit_of_work(body) == "done"
    assert await _count() == 1


async def test_an_error_rolls_everything_back_and_reaches_the_caller(database: str) -> None:
    async def body(work: UnitOfWork) -> None:
        await work.execute(ADD)
        raise LookupError("no")

    with pytest.raises(LookupError, match="no"):
        await unit_of_work(body)
    assert await _count() == 0


async def test_nothing_is_seen_before_the_commit(database: str) -> None:
    async def body(work: UnitOfWork) -> int:
        await work.execute(ADD)
        # A task without any of this one's context reads on a connection of its own.
        return await outside

    outside_may_look = asyncio.Event()

    async def look() -> int:
        await outside_may_look.wait()
        return await _count()

    outside = asyncio.create_task(look())
    outside_may_look.set()
    assert await unit_of_work(body) == 0
    assert await _count() == 1


async def test_a_swallowed_sql_error_is_refused(database: str) -> None:
    """PostgreSQL answers the COMMIT with a rollback, and Tortoise would say that all is well."""

    async def body(work: UnitOfWork) -> str:
        await work.execute(ADD)
        try:
            await work.execute("SELECT 1 / 0")
        except Exception:
            return "as if nothing had happened"
        return "unreachable"

    with pytest.raises(RuntimeError, match="swallowed"):
        await unit_of_work(body)
    assert await _count() == 0


async def test_an_sql_error_swallowed_through_the_orm_is_refused(database: str) -> None:
    async def body(work: UnitOfWork) -> None:
        try:
            await Person.create(id=1, handle="NOT A HANDLE", display_name="")
        except Exception:
            return

    with pytest.raises(RuntimeError, match="swallowed"):
        await unit_of_work(body)


async def test_an_error_behind_a_savepoint_may_be_survived(database: str) -> None:
    async def body(work: UnitOfWork) -> None:
        await work.execute(ADD)
        with pytest.raises(Exception, match="division by zero"):
            async with in_transaction() as savepoint:
                await savepoint.execute_query_dict("SELECT 1 / 0")
        await work.execute(ADD)

    await unit_of_work(body)
    assert await _count() == 2


async def test_a_unit_of_work_inside_a_unit_of_work_is_refused(database: str) -> None:
    async def inner(work: UnitOfWork) -> None:
        await work.execute(ADD)

    async def body(work: UnitOfWork) -> None:
        await work.execute(ADD)
        await unit_of_work(inner)

    with pytest.raises(RuntimeError, match="inside a unit of work"):
        await unit_of_work(body)
    assert await _count() == 0


async def test_a_second_task_in_one_transaction_is_refused(database: str) -> None:
    async def body(work: UnitOfWork) -> None:
        await work.execute(ADD)
        await asyncio.gather(work.execute(ADD), work.execute(ADD))

    with pytest.raises(RuntimeError, match="second task"):
        await unit_of_work(body)
    assert await _count() == 0


@pytest.mark.parametrize("how", ["read", "write", "savepoint", "get_or_create", "plain rows"])
async def test_a_second_task_is_refused_through_the_orm_too(database: str, how: str) -> None:
    person = await _person("ada")

    async def second() -> None:
        match how:
            case "read":
                await Person.filter(handle="ada").first()
            case "write":
                await Person.filter(id=person).update(about="changed")
            case "savepoint":
                async with in_transaction():
                    pass
            case "get_or_create":
                await Person.get_or_create(id=person, defaults={"handle": "x"})
            case "plain rows":
                await db.rows("SELECT 1")

    async def body(work: UnitOfWork) -> None:
        await work.execute(ADD)
        await asyncio.create_task(second())

    with pytest.raises(RuntimeError, match="second task"):
        await unit_of_work(body)
    assert await _count() == 1


async def test_a_task_that_outlives_its_unit_of_work_cannot_touch_the_connection(
    database: str,
) -> None:
    ended = asyncio.Event()
    tasks: list[asyncio.Task[None]] = []

    async def late(work: UnitOfWork) -> None:
        await ended.wait()
        await work.execute(ADD)

    async def body(work: UnitOfWork) -> None:
        tasks.append(asyncio.create_task(late(work)))

    await unit_of_work(body)
    ended.set()
    with pytest.raises(RuntimeError, match="second task"):
        await tasks[0]
    assert await _count() == 0


async def test_the_orm_sees_the_transaction_of_its_own_task(database: str) -> None:
    person = await _person("ada")

    async def body(work: UnitOfWork) -> str:
        await work.execute("UPDATE persons SET about = 'new' WHERE id = $1", person)
        return (await Person.get(id=person)).about

    assert await unit_of_work(body) == "new"


async def test_a_deadlock_is_tried_again_and_both_succeed(database: str) -> None:
    people = [await _person("ada"), await _person("bo")]
    both_hold_one = asyncio.Barrier(2)
    attempts = 0

    async def in_order(first: int, second: int) -> None:
        tries = 0

        async def body(work: UnitOfWork) -> None:
            nonlocal tries, attempts
            tries, attempts = tries + 1, attempts + 1
            await work.execute("SET LOCAL deadlock_timeout = '10ms'")
            touch = "UPDATE persons SET about = about || 'x' WHERE id = $1"
            await work.execute(touch, people[first])
            if tries == 1:
                await both_hold_one.wait()
            await work.execute(touch, people[second])

        await unit_of_work(body)

    with capture_logs() as logs:
        await asyncio.gather(in_order(0, 1), in_order(1, 0))

    retried = [("unit_of_work_retried", "DeadlockDetectedError")] * (attempts - 2)
    assert retried
    assert [(each["event"], each["reason"]) for each in logs] == retried
    assert {row["about"] for row in await db.rows("SELECT about FROM persons")} == {"xx"}


async def test_a_serialization_failure_is_tried_again(database: str) -> None:
    person = await _person("ada")
    touch = "UPDATE persons SET about = about || $2 WHERE id = $1"
    attempts = 0
    snapshot_taken, other_committed = asyncio.Event(), asyncio.Event()

    async def body(work: UnitOfWork) -> None:
        nonlocal attempts
        attempts += 1
        await work.one("SELECT about FROM persons WHERE id = $1", person)
        snapshot_taken.set()
        await other_committed.wait()
        await work.execute(touch, person, "late")

    late = asyncio.create_task(unit_of_work(body, isolation="REPEATABLE READ"))
    await snapshot_taken.wait()
    await unit_of_work(lambda work: work.execute(touch, person, "early "))
    other_committed.set()
    await late

    assert attempts == 2
    assert await db.rows("SELECT about FROM persons") == [{"about": "early late"}]


async def test_a_failure_that_only_the_commit_shows_is_tried_again(database: str) -> None:
    """Two that each count what the other writes: SERIALIZABLE tells at the COMMIT."""
    both_have_read = asyncio.Barrier(2)
    attempts = 0

    async def count_and_add() -> None:
        tries = 0

        async def body(work: UnitOfWork) -> None:
            nonlocal tries, attempts
            tries, attempts = tries + 1, attempts + 1
            there = await work.one("SELECT count(*) AS n FROM targets")
            if tries == 1:
                await both_have_read.wait()
            kind = "post" if there["n"] == 0 else "page"
            await work.execute("INSERT INTO targets (kind) VALUES ($1)", kind)
            if tries == 1:
                await both_have_read.wait()

        await unit_of_work(body, isolation="SERIALIZABLE")

    await asyncio.gather(count_and_add(), count_and_add())

    assert attempts == 3
    kinds = await db.rows("SELECT kind FROM targets ORDER BY kind")
    assert [row["kind"] for row in kinds] == ["page", "post"]


@pytest.mark.parametrize(
    ("sqlstate", "error"),
    [("40P01", asyncpg.DeadlockDetectedError), ("40001", asyncpg.SerializationError)],
)
async def test_trying_again_has_an_end(
    database: str, sqlstate: str, error: type[Exception]
) -> None:
    attempts = 0

    async def body(work: UnitOfWork) -> None:
        nonlocal attempts
        attempts += 1
        await work.execute(ADD)
        await work.execute(f"DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '{sqlstate}'; END $$")

    with pytest.raises(error):
        await unit_of_work(body)
    assert attempts == MAX_ATTEMPTS
    assert await _count() == 0


async def test_other_errors_are_not_tried_again(database: str) -> None:
    attempts = 0

    async def body(work: UnitOfWork) -> None:
        nonlocal attempts
        attempts += 1
        await work.execute("SELECT 1 / 0")

    with pytest.raises(Exception, match="division by zero"):
        await unit_of_work(body)
    assert attempts == 1


async def test_a_chosen_moment_holds_for_its_units_of_work_and_no_longer(database: str) -> None:
    moment = datetime(2026, 3, 31, 23, 59, tzinfo=UTC)

    async def now(work: UnitOfWork) -> datetime:
        return (await work.one("SELECT likewise_now() AS now"))["now"]  # type: ignore[no-any-return]

    with at_moment(moment):
        assert await unit_of_work(now) == moment
    for _ in range(20):  # whichever connection of the pool it is
        assert (await unit_of_work(now)).year >= 2026
        assert await unit_of_work(now) != moment


async def test_the_gate_is_not_passed_with_an_old_snapshot(database: str) -> None:
    """It would be told the month that was open when the snapshot was taken, sealed meanwhile."""
    with pytest.raises(RuntimeError, match="READ COMMITTED"):
        await unit_of_work(pass_gate, isolation="REPEATABLE READ")


async def test_drain_waits_for_what_cancelled_callers_left_behind(database: str) -> None:
    begun, may_end = asyncio.Event(), asyncio.Event()

    async def body(work: UnitOfWork) -> None:
        await work.execute(ADD)
        begun.set()
        await may_end.wait()

    caller = asyncio.create_task(unit_of_work(body))
    await begun.wait()
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller

    draining = asyncio.create_task(drain())
    await asyncio.wait([draining], timeout=0.01)
    assert not draining.done()
    may_end.set()
    await draining

    assert await _count() == 1


async def test_drain_does_not_mind_units_of_work_that_failed(database: str) -> None:
    begun, may_end = asyncio.Event(), asyncio.Event()

    async def body(work: UnitOfWork) -> None:
        begun.set()
        await may_end.wait()
        raise LookupError("nobody listens")

    caller = asyncio.create_task(unit_of_work(body))
    await begun.wait()
    caller.cancel()
    may_end.set()
    await drain()
    await drain()
    with pytest.raises(asyncio.CancelledError):
        await caller


async def test_what_waits_for_a_connection_until_its_deadline_is_over_does_nothing(
    database_url: str,
) -> None:
    """Regression: the deadline was asked for when the transaction began, and was no more then."""
    begun: list[str] = []

    async def hold(work: UnitOfWork) -> None:
        await work.execute("SELECT pg_sleep(0.6)")

    async def late(work: UnitOfWork) -> None:
        await work.execute("SELECT 1")
        begun.append("late")

    async with db.connected(database_url, pool_size=1):
        holding = asyncio.create_task(unit_of_work(hold))
        await asyncio.sleep(0)
        with pytest.raises(TimeoutError):
            async with Deadline(0.2):
                await unit_of_work(late)
        await holding
        await drain()
    assert begun == []
