"""Running inspections: whoever asks is told at once that it runs, and what came of it is kept.

Of a kind one runs at a time in the whole installation. Its row says so for as long as the process
that runs it renews that it is alive: one that dies holds up nobody longer than ALIVE_SECONDS.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import structlog

from likewise.errors import OutOfTime, Refusal, WrongState
from likewise.models import database
from likewise.models.deadline import Bound
from likewise.models.unit_of_work import Row, UnitOfWork, unit_of_work
from likewise.months import Month

Kind = Literal["ledger_check", "dry_run", "verification"]
State = Literal["running", "done", "refused", "failed"]
Result = Mapping[str, Any]
"""Plain values, as JSON has them."""

ALIVE_SECONDS = 30.0
LONGEST_SECONDS = 3600.0

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Inspection:
    """One inspection. It failed if its process went away, or by a fault that the log tells of."""

    id: int
    kind: Kind
    month: Month | None
    state: State
    asked_at: datetime
    ended_at: datetime | None
    refusal_code: str | None
    refusal_message: str | None
    result: Result | None


@dataclass(frozen=True, slots=True)
class _Running:
    task: asyncio.Task[None]
    bound: Bound


_running: dict[int, _Running] = {}


async def nothing(_: UnitOfWork) -> None:
    """Where there is nothing to do besides."""


async def latest_inspection(kind: Kind, month: Month | None = None) -> Inspection | None:
    """The last one of a kind, of this month if one is named, however it stands."""
    day = None if month is None else month.first_day
    row = await database.row(
        f"SELECT {_COLUMNS} FROM inspections"  # noqa: S608
        " WHERE kind = $1 AND ($2::date IS NULL OR month = $2) ORDER BY id DESC LIMIT 1",
        kind,
        day,
    )
    return None if row is None else _as_inspection(row)


async def inspect(
    kind: Kind,
    run: Callable[[], Awaitable[Result]],
    *,
    asked_by: int | None,
    month: Month | None = None,
    on_begun: Callable[[UnitOfWork], Awaitable[None]] = nothing,
) -> Inspection:
    """Begin one in a task of this process; while one of the kind runs, that one is told of.

    `on_begun` is awaited in the unit of work that begins one, and for none that runs already.
    Raises WrongState if the one that runs is about another month. What `run` raises is kept: a
    public refusal with its words, anything else as failed. It ends after LONGEST_SECONDS.
    """

    async def body(work: UnitOfWork) -> tuple[Inspection, bool]:
        await work.execute(_END_THE_DEAD, kind)
        day = None if month is None else month.first_day
        begun = await work.row(_BEGIN, kind, day, asked_by, ALIVE_SECONDS)
        if begun is None:
            return _as_inspection(await work.one(_RUNNING, kind)), False
        await on_begun(work)
        return _as_inspection(begun), True

    found, is_new = await unit_of_work(body)
    if found.month != month:
        raise WrongState(f"{found.month} is looked at just now: ask again when that is done.")
    if is_new:
        _start(found.id, run)
    return found


async def ended(inspection_id: int) -> None:
    """Wait until one that this process runs has ended."""
    running = _running.get(inspection_id)
    if running is not None:
        await asyncio.wait([running.task])


async def end_inspections() -> None:
    """End all that this process runs: they have failed."""
    for each in _running.values():
        each.bound.end()
        each.task.cancel()
    while _running:
        await asyncio.wait([each.task for each in _running.values()])


def _start(inspection_id: int, run: Callable[[], Awaitable[Result]]) -> None:
    bound = Bound(LONGEST_SECONDS)
    task = asyncio.create_task(_run(inspection_id, bound, run))
    _running[inspection_id] = _Running(task, bound)
    task.add_done_callback(lambda done: _forget(inspection_id, done))


def _forget(inspection_id: int, task: asyncio.Task[None]) -> None:
    del _running[inspection_id]
    if not task.cancelled() and (error := task.exception()) is not None:
        _log.error("inspection_not_kept", inspection=inspection_id, exc_info=error)


async def _run(inspection_id: int, bound: Bound, run: Callable[[], Awaitable[Result]]) -> None:
    alive = asyncio.create_task(_stay_alive(inspection_id))
    try:
        await _keep(inspection_id, "done", await _in_time(bound, run))
    except Refusal as refusal:
        if not refusal.public:
            _log.exception("inspection_failed", inspection=inspection_id)
        await _keep(inspection_id, "refused" if refusal.public else "failed", None, refusal)
    except asyncio.CancelledError:
        await _keep(inspection_id, "failed")
        raise
    except Exception:
        _log.exception("inspection_failed", inspection=inspection_id)
        await _keep(inspection_id, "failed")
    finally:
        alive.cancel()


async def _in_time(bound: Bound, run: Callable[[], Awaitable[Result]]) -> Result:
    async with bound:
        try:
            async with asyncio.timeout_at(bound.ends_at):
                return await run()
        except TimeoutError:
            raise OutOfTime from None


async def _stay_alive(inspection_id: int) -> None:
    async def body(work: UnitOfWork) -> None:
        await work.execute(_STAY_ALIVE, inspection_id, ALIVE_SECONDS)

    while True:
        await asyncio.sleep(ALIVE_SECONDS / 3)
        try:
            await unit_of_work(body)
        except Exception:
            _log.exception("inspection_not_renewed", inspection=inspection_id)


async def _keep(
    inspection_id: int,
    state: State,
    result: Result | None = None,
    refusal: Refusal | None = None,
) -> None:
    """Write down how it ended, unless others have given it up."""
    told = refusal if state == "refused" else None

    async def body(work: UnitOfWork) -> None:
        await work.execute(
            _END,
            inspection_id,
            state,
            None if result is None else json.dumps(dict(result), allow_nan=False),
            None if told is None else told.code,
            None if told is None else told.message,
        )

    await unit_of_work(body)


def _as_inspection(row: Row) -> Inspection:
    month, result = row["month"], row["result"]
    return Inspection(
        **{
            **row,
            "month": None if month is None else Month.of(month),
            "result": None if result is None else json.loads(result),
        }
    )


_COLUMNS = """
    id, kind, month, asked_at, ended_at, refusal_code, refusal_message, result::text,
    CASE WHEN state = 'running' AND alive_until < clock_timestamp() THEN 'failed' ELSE state END
        AS state
"""
_END_THE_DEAD = """
UPDATE inspections SET state = 'failed', ended_at = likewise_now()
WHERE kind = $1 AND state = 'running' AND alive_until < clock_timestamp()
"""
_BEGIN = f"""
INSERT INTO inspections (kind, month, asked_by_id, state, alive_until)
VALUES ($1, $2, $3, 'running', clock_timestamp() + make_interval(secs => $4))
ON CONFLICT (kind) WHERE state = 'running' DO NOTHING
RETURNING {_COLUMNS}
"""  # noqa: S608
_RUNNING = f"""
SELECT {_COLUMNS} FROM inspections WHERE kind = $1 ORDER BY id DESC LIMIT 1
"""  # noqa: S608
_STAY_ALIVE = """
UPDATE inspections SET alive_until = clock_timestamp() + make_interval(secs => $2)
WHERE id = $1 AND state = 'running'
"""
_END = """
UPDATE inspections SET state = $2, ended_at = likewise_now(), result = $3::jsonb,
    refusal_code = $4, refusal_message = $5
WHERE id = $1 AND state = 'running'
"""
