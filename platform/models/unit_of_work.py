"""One unit of work = one task = one transaction.

A use case opens it, and nothing below does. The body runs in a task of its own that the caller's
cancellation does not reach, since cancelling Tortoise 1.1.9 while it enters a transaction leaks
the connection for good. So a unit of work that has begun ends by itself: committed or rolled back.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from contextvars import ContextVar
from typing import Any, TypeVar, cast

import asyncpg
import structlog
from tortoise import connections
from tortoise.backends.asyncpg.client import AsyncpgDBClient

from likewise.errors import OutOfTime
from likewise.models.changes import Changes, LikeChange
from likewise.models.clock import chosen_moment
from likewise.models.deadline import deadline, lift_limit
from likewise.models.transaction import OneTaskTransaction, one_task_transaction

Result = TypeVar("Result")
Row = dict[str, Any]
Body = Callable[["UnitOfWork"], Awaitable[Result]]
Bell = Callable[[Changes], Awaitable[None]]
ReadRows = Callable[..., Awaitable[list[Row]]]
"""`database.rows` outside a unit of work, `work.rows` inside one."""

MAX_ATTEMPTS = 6
_FIRST_PAUSE_SECONDS = 0.01
_LONGEST_RING_SECONDS = 2.0
_RETRIED = (asyncpg.DeadlockDetectedError, asyncpg.SerializationError)

_log = structlog.get_logger()
_inside: ContextVar[bool] = ContextVar("inside_a_unit_of_work", default=False)
_running: set[asyncio.Task[Any]] = set()
_bells: list[Bell] = []


class UnitOfWork:
    """The open transaction, as its one task sees it."""

    def __init__(self, client: OneTaskTransaction, limit: asyncio.Timeout) -> None:
        self._client = client
        self._limit = limit
        self._changed_people: set[int] = set()
        self._changed_likes: set[LikeChange] = set()
        self._all_wallets_changed = False
        self._settlement_changed = False

    async def rows(self, sql: str, *values: object) -> list[Row]:
        """All rows that a statement returns."""
        found: list[Row] = await self._client.execute_query_dict(sql, list(values))
        return found

    async def row(self, sql: str, *values: object) -> Row | None:
        """The first row, or None."""
        rows = await self.rows(sql, *values)
        return rows[0] if rows else None

    async def one(self, sql: str, *values: object) -> Row:
        """The row of a statement that always has one."""
        rows = await self.rows(sql, *values)
        return rows[0]

    async def execute(self, sql: str, *values: object) -> None:
        """Run a statement for its effect."""
        await self._client.execute_query_dict(sql, list(values))

    async def stream(
        self, sql: str, *values: object, batch_size: int = 50_000
    ) -> AsyncIterator[list[Row]]:
        """The rows of a statement of any length, in batches, by a cursor on the server."""
        async with self._client.acquire_connection() as connection:
            cursor = await connection.cursor(sql, *values)
        # The connection is held for one batch at a time: the loop may ask for other rows.
        while batch := await self._batch(cursor, batch_size):
            yield batch

    async def _batch(self, cursor: Any, batch_size: int) -> list[Row]:
        async with self._client.acquire_connection():
            return [dict(record) for record in await cursor.fetch(batch_size)]

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Any]:
        """asyncpg's own connection of this transaction, for COPY (models/copying.py) alone."""
        async with self._client.acquire_connection() as connection:
            yield connection

    async def lift_time_limit(self) -> None:
        """From here on it may take longer than a request's limits allow."""
        lift_limit(self._limit)
        await self.execute("SET LOCAL statement_timeout = 0")

    def wallet_changed(self, person_id: int) -> None:
        """After the commit, whoever watches this wallet, or one that she gives to, is told.

        Also where no balance changes, but what she will pass on.
        """
        self._changed_people.add(person_id)

    def standing_changed(self, person_id: int) -> None:
        """After the commit, whoever watches how this person stands is told: frozen or not, her
        papers, her membership, a payout that went a step further.
        """
        self._changed_people.add(person_id)

    def like_changed(self, giver_id: int, target_id: int, receiver_id: int | None) -> None:
        """After the commit, whoever watches giver, receiver or target is told of this like."""
        self._changed_likes.add(LikeChange(giver_id, target_id, receiver_id))

    def all_wallets_changed(self) -> None:
        """After the commit, whoever watches any wallet is told: for more people than one lists."""
        self._all_wallets_changed = True

    def settlement_changed(self) -> None:
        """After the commit, whoever watches a closing is told."""
        self._settlement_changed = True

    @property
    def changes(self) -> Changes:
        """What this unit of work has said that it changed."""
        return Changes(
            people=frozenset(self._changed_people),
            likes=frozenset(self._changed_likes),
            everybody=self._all_wallets_changed,
            settlements=self._settlement_changed,
        )


def ring_after_commit(bell: Bell) -> Callable[[], None]:
    """From now on call `bell` with what a commit has changed; returns the undo.

    A bell must not fail a unit of work that is durable already: what it raises is logged.
    """
    _bells.append(bell)
    return lambda: _bells.remove(bell)


async def unit_of_work(body: Body[Result], *, isolation: str = "READ COMMITTED") -> Result:
    """Run `body` in a transaction and commit it, or roll it back if it raises.

    On a deadlock or a serialization failure the whole body runs again, so it must have no effect
    outside the database; after MAX_ATTEMPTS the error is raised. Cancelling the caller does not
    stop it. `body` must not start tasks that use the database, nor open another unit of work.
    """
    refuse_inside()
    # The moment counts that holds now: what waits for a connection until it is over does nothing.
    task = asyncio.create_task(_attempts(body, isolation, deadline()))
    _running.add(task)
    task.add_done_callback(_forget)
    return await asyncio.shield(task)


def refuse_inside() -> None:
    """Raise RuntimeError inside a unit of work: for who has others open one, and waits for it."""
    if _inside.get():
        raise RuntimeError("a unit of work inside a unit of work: the use case opens it, once")


async def drain() -> None:
    """Wait until every unit of work that a cancelled caller left behind has ended."""
    while _running:
        await asyncio.wait(set(_running))


def _forget(task: asyncio.Task[Any]) -> None:
    _running.discard(task)
    if not task.cancelled():
        task.exception()  # looked at: a caller that was cancelled will not


async def _attempts(body: Body[Result], isolation: str, ends_at: float | None) -> Result:
    for attempt in range(1, MAX_ATTEMPTS):
        try:
            return await _attempt(body, isolation, ends_at)
        except _RETRIED as reason:
            _log.info("unit_of_work_retried", attempt=attempt, reason=type(reason).__name__)
        await asyncio.sleep(_FIRST_PAUSE_SECONDS * 2**attempt * random.random())  # noqa: S311
    return await _attempt(body, isolation, ends_at)


async def _attempt(body: Body[Result], isolation: str, ends_at: float | None) -> Result:
    inside = _inside.set(True)
    committing: list[Changes] = []
    try:
        return await _transact(body, isolation, ends_at, committing)
    finally:
        _inside.reset(inside)
        # Outside again: a bell, and whatever task it starts, may open units of work of its own.
        # Also when the commit failed: where its answer was lost, it may stand all the same.
        for changes in committing:
            await _ring(changes)


async def _transact(
    body: Body[Result], isolation: str, ends_at: float | None, committing: list[Changes]
) -> Result:
    """Adds what was changed to `committing` just before it commits."""
    pool = cast("AsyncpgDBClient", connections.get("default"))
    async with one_task_transaction(pool) as transaction:
        client = cast("OneTaskTransaction", transaction)
        if isolation != "READ COMMITTED":
            await client.execute_query(f"SET TRANSACTION ISOLATION LEVEL {isolation}")
        if (moment := chosen_moment()) is not None:
            await client.execute_query_dict(
                "SELECT set_config('likewise.now', $1, true)", [moment.isoformat()]
            )
        result, work = await _in_time(body, client, ends_at)
        if client.broken_by is not None:
            raise RuntimeError(
                "an SQL error was swallowed inside a unit of work: nothing can be committed"
            ) from client.broken_by
        committing.append(work.changes)
    return result


async def _in_time(
    body: Body[Result], client: OneTaskTransaction, ends_at: float | None
) -> tuple[Result, UnitOfWork]:
    """Run the body until the operation's deadline. Raises OutOfTime: then it is rolled back.

    The body alone: a transaction cannot be cancelled safely while it begins or commits.
    """
    try:
        async with asyncio.timeout_at(ends_at) as limit:
            work = UnitOfWork(client, limit)
            return await body(work), work
    except TimeoutError:
        if limit.expired():
            raise OutOfTime from None
        raise


async def _ring(changes: Changes) -> None:
    """Tell the bells. The commit stands whatever they do: fail, hang, or be cancelled inside."""
    if not changes:
        return
    for bell in tuple(_bells):
        try:
            async with asyncio.timeout(_LONGEST_RING_SECONDS):
                await bell(changes)
        except Exception:
            _log.exception("bell_failed", people=len(changes.people), likes=len(changes.likes))
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if task is not None and task.cancelling():
                raise
            _log.exception("bell_failed", people=len(changes.people), likes=len(changes.likes))
