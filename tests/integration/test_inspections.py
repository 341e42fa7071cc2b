"""Inspections: one of a kind at a time, kept however they end, and never left running for good."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest

from likewise.errors import VerificationFailed, WrongState
from likewise.ledger.audit import kept_check as kept
from likewise.ledger.audit.kept_check import check_and_keep, is_due, kept_check
from likewise.models import database, inspecting
from likewise.models.inspecting import (
    Inspection,
    end_inspections,
    ended,
    inspect,
    latest_inspection,
)
from likewise.models.unit_of_work import UnitOfWork, unit_of_work
from likewise.months import Month
from likewise.settlement.close import close_month
from likewise.statements.economy import economy
from tests.support.village import Village, running_month

OCTOBER, NOVEMBER = Month.parse("2026-10"), Month.parse("2026-11")

Run = Callable[[], Awaitable[dict[str, Any]]]


@pytest.fixture(autouse=True)
async def tidied(database: str) -> AsyncIterator[None]:
    """What a test leaves running ends with it."""
    yield
    await end_inspections()


async def latest(month: Month | None = None) -> Inspection:
    found = await latest_inspection("verification", month)
    assert found is not None
    return found


async def verify(run: Run, month: Month = OCTOBER) -> Inspection:
    return await inspect("verification", run, asked_by=None, month=month)


async def until_cancelled() -> dict[str, Any]:
    await asyncio.Event().wait()
    raise AssertionError


async def found_well() -> dict[str, Any]:
    return {"found": "well"}


async def test_who_asks_is_told_at_once_and_finds_later_what_came_of_it() -> None:
    go_on = asyncio.Event()

    async def run() -> dict[str, Any]:
        await go_on.wait()
        return {"transfers": 7}

    begun = await verify(run)
    assert (begun.state, begun.month, begun.result) == ("running", OCTOBER, None)
    assert await latest() == begun
    go_on.set()
    await ended(begun.id)

    done = await latest()
    assert (done.id, done.state, done.result) == (begun.id, "done", {"transfers": 7})
    assert done.ended_at is not None
    assert done.ended_at >= done.asked_at


async def test_of_a_kind_one_runs_at_a_time_and_who_asks_meanwhile_is_told_of_it() -> None:
    first = await verify(until_cancelled)
    assert (await verify(found_well)).id == first.id
    with pytest.raises(WrongState, match="2026-10 is looked at"):
        await verify(found_well, NOVEMBER)
    other = await inspect("dry_run", found_well, asked_by=None)
    assert other.id != first.id


async def test_many_who_ask_at_once_begin_one() -> None:
    asked = await asyncio.gather(*(verify(until_cancelled) for _ in range(8)))
    assert len({each.id for each in asked}) == 1


async def test_a_refusal_is_kept_with_its_words() -> None:
    async def run() -> dict[str, Any]:
        raise VerificationFailed("The ledger and the book differ for 7.")

    await ended((await verify(run)).id)
    refused = await latest()
    assert (refused.state, refused.refusal_code) == ("refused", "VERIFICATION_FAILED")
    assert refused.refusal_message == "The ledger and the book differ for 7."


async def test_a_fault_of_ours_is_kept_without_its_words() -> None:
    async def run() -> dict[str, Any]:
        raise ZeroDivisionError("secret")

    await ended((await verify(run)).id)
    failed = await latest()
    assert (failed.state, failed.refusal_code, failed.result) == ("failed", None, None)


async def test_one_whose_process_is_gone_has_failed_and_the_next_begins() -> None:
    gone = await verify(until_cancelled)
    await _let_it_be_dead(gone.id)
    assert (await latest()).state == "failed"
    following = await verify(found_well, NOVEMBER)
    await ended(following.id)
    assert (await latest(NOVEMBER)).state == "done"
    assert (await latest(OCTOBER)).state == "failed"


async def test_what_comes_of_one_that_was_given_up_is_not_kept() -> None:
    go_on = asyncio.Event()

    async def run() -> dict[str, Any]:
        await go_on.wait()
        return {}

    slow = await verify(run)
    await _let_it_be_dead(slow.id)
    await verify(until_cancelled, NOVEMBER)
    go_on.set()
    await ended(slow.id)
    assert (await latest(OCTOBER)).state == "failed"


async def test_a_process_that_stops_ends_what_it_runs_down_to_its_statement() -> None:
    async def sleep(work: UnitOfWork) -> None:
        await work.lift_time_limit()
        await work.execute("SELECT pg_sleep(600)")

    async def run() -> dict[str, Any]:
        await unit_of_work(sleep)
        return {}

    begun = await verify(run)
    await _statement("pg_sleep")
    async with asyncio.timeout(20):
        await end_inspections()
    assert (await latest()).state == "failed"
    assert inspecting._running == {}
    async with asyncio.timeout(20):
        while await _is_asked("pg_sleep"):
            pass
    assert begun.id == (await latest()).id


async def test_one_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    async def sleep(work: UnitOfWork) -> None:
        await work.lift_time_limit()
        await work.execute("SELECT pg_sleep(600)")

    async def run() -> dict[str, Any]:
        await unit_of_work(sleep)
        return {}

    monkeypatch.setattr(inspecting, "LONGEST_SECONDS", 0.2)
    await ended((await verify(run)).id)
    assert (await latest()).refusal_code == "TIMED_OUT"


async def test_a_check_of_the_ledger_is_kept_for_everybody() -> None:
    village = Village()
    await village.settle("ada")
    await village.pay("ada", 5_000_000)
    await ended((await check_and_keep(village.people["ada"])).id)
    last = (await economy()).last_check
    assert last is not None
    assert (last.finding_count, last.transfer_count) == (0, 1)
    found = await latest_inspection("ledger_check")
    assert found is not None
    assert found.result is not None
    check = kept_check(found.result)
    assert check.health.checked_at == last.checked_at
    assert check.health.healthy
    assert check.took > timedelta()


async def test_the_last_check_that_ended_stands_while_the_next_one_runs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await ended((await check_and_keep()).id)
    before = (await economy()).last_check
    assert before is not None
    monkeypatch.setattr(kept, "_checked", until_cancelled)
    await check_and_keep()
    assert (await economy()).last_check == before


async def test_the_ledger_is_due_after_a_while_and_after_each_closing(tmp_path: Any) -> None:
    village = Village()
    await village.settle("ada", "bo")
    await village.pay("ada", 5_000_000)
    await village.like("ada", "bo")
    assert await is_due(60)
    await ended((await check_and_keep()).id)
    assert not await is_due(60)
    assert await is_due(0)
    await close_month(await running_month(), early=True, books=tmp_path)
    assert await is_due(60)
    await ended((await check_and_keep()).id)
    assert not await is_due(60)


async def _let_it_be_dead(inspection_id: int) -> None:
    async def body(work: UnitOfWork) -> None:
        await work.execute(
            "UPDATE inspections SET alive_until = clock_timestamp() - interval '1 second'"
            " WHERE id = $1",
            inspection_id,
        )

    await unit_of_work(body)


async def _is_asked(part: str) -> bool:
    found = await database.rows(
        "SELECT FROM pg_stat_activity WHERE query LIKE $1 AND state = 'active'"
        " AND pid <> pg_backend_pid() AND datname = current_database()",
        f"%{part}(%",
    )
    return bool(found)


async def _statement(part: str) -> None:
    async with asyncio.timeout(20):
        while not await _is_asked(part):
            pass


async def test_what_was_kept_with_names_is_kept_without_them() -> None:
    receivers = [{"name": "@cy", "received_micros": 7, "kept_micros": 7}]
    for top in (receivers, []):
        await unit_of_work(lambda work, top=top: work.execute(_KEPT, json.dumps(top)))
    naming = import_module("likewise.models.migrations.0013_dry_runs_name_nobody").NAMES
    for _ in range(2):
        await unit_of_work(lambda work: work.execute(naming))
    kept = await database.rows("SELECT result FROM inspections ORDER BY id")
    assert [json.loads(row["result"]) for row in kept] == [
        {"sums": {}, "largest_received_micros": [7]},
        {"sums": {}, "largest_received_micros": []},
    ]


_KEPT = """
INSERT INTO inspections (kind, state, alive_until, result) VALUES ('dry_run', 'done', now(),
    jsonb_build_object('sums', '{}'::jsonb, 'top_receivers', $1::jsonb))
"""
