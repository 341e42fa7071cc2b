"""Collecting: every membership once a calendar month, and nobody's trouble is another's."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest
from tortoise.exceptions import IntegrityError

from likewise.ledger.audit.check_ledger import check_ledger
from likewise.memberships import collect_payments as collecting
from likewise.memberships.change_membership import change_membership
from likewise.memberships.collect_payments import Collected, collect_payments
from likewise.memberships.membership import membership_of
from likewise.memberships.start_membership import start_membership
from likewise.models import database
from likewise.models.clock import at_moment
from likewise.models.unit_of_work import UnitOfWork, unit_of_work
from likewise.months import Month
from tests.support.creators import count
from tests.support.village import Village

pytestmark = pytest.mark.usefixtures("database")

OCTOBER = datetime(2026, 10, 31, 23, 59, 59, tzinfo=UTC)
NOVEMBER = datetime(2026, 11, 1, tzinfo=UTC)
PEOPLE = ("ada", "bo", "cy", "dee", "eve")


@pytest.fixture
async def village(database: str) -> Village:
    """Five people whose memberships began, and are paid, in October."""
    place = Village()
    await place.settle(*PEOPLE)
    with at_moment(OCTOBER):
        for handle in PEOPLE:
            await start_membership(
                person_id=place.people[handle],
                amount_micros=None,
                payment_method="sandbox-ok",
                idempotency_key="first",
            )
    return place


async def state_of(village: Village, handle: str) -> str:
    membership = await membership_of(village.people[handle])
    assert membership is not None
    return membership.state


async def use(village: Village, handle: str, payment_method: str) -> None:
    await change_membership(
        person_id=village.people[handle], amount_micros=None, payment_method=payment_method
    )


async def test_everybody_pays_once_a_calendar_month_over_many_batches(
    village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collecting, "BATCH_SIZE", 2)
    seen: list[int] = []
    with at_moment(OCTOBER):
        assert (await collect_payments()).total == 0
    with at_moment(NOVEMBER):
        collected = await collect_payments(on_progress=lambda so_far: seen.append(so_far.total))
        assert collected == Collected(succeeded=5, succeeded_micros=25_000_000)
        assert (await collect_payments()).total == 0
    assert seen == [2, 4, 5]
    membership = await membership_of(village.people["ada"])
    assert membership is not None
    assert membership.paid_through == Month(2026, 11)
    assert await village.balance("ada", "budget") == 2 * 4_555_000
    assert (await check_ledger()).findings == ()


async def test_collectors_at_once_charge_nobody_twice(village: Village) -> None:
    with at_moment(NOVEMBER):
        await asyncio.gather(*(collect_payments() for _ in range(4)))
    assert await count("payments") == await count("sandbox_orders") == 10
    for handle in PEOPLE:
        assert await village.balance(handle, "budget") == 2 * 4_555_000


async def test_declined_is_past_due_and_tried_again_by_the_next_collection(
    village: Village,
) -> None:
    await use(village, "bo", "sandbox-insufficient-funds")
    with at_moment(NOVEMBER):
        first = await collect_payments()
        assert (first.succeeded, first.declined) == (4, 1)
        assert await state_of(village, "bo") == "past_due"
        assert (await collect_payments()).declined == 1
        await use(village, "bo", "sandbox-ok")
        assert (await collect_payments()).succeeded == 1
        assert (await collect_payments()).total == 0
    assert await state_of(village, "bo") == "active"
    assert await village.balance("bo", "budget") == 2 * 4_555_000


async def test_what_has_no_answer_is_finished_by_the_next_collection(village: Village) -> None:
    await use(village, "cy", "sandbox-no-answer")
    await use(village, "dee", "sandbox-lost")
    with at_moment(NOVEMBER):
        assert (await collect_payments()).unanswered == 2
        assert await village.balance("cy", "budget") == 4_555_000
        assert await state_of(village, "cy") == "active"
        assert (await collect_payments()).succeeded == 2
    assert await village.balance("cy", "budget") == 2 * 4_555_000
    assert await village.balance("dee", "budget") == 2 * 4_555_000
    assert await count("sandbox_orders") == 10


async def test_one_members_fault_stops_no_other(village: Village) -> None:
    async def lose_the_provider(work: UnitOfWork) -> None:
        await work.execute(
            "UPDATE memberships SET provider = 'gone' WHERE person_id = $1", village.people["ada"]
        )

    await unit_of_work(lose_the_provider)
    with at_moment(NOVEMBER):
        collected = await collect_payments()
    assert (collected.succeeded, collected.failed) == (4, 1)
    assert await village.balance("ada", "budget") == 4_555_000


async def test_the_database_refuses_a_second_payment_for_a_month(village: Village) -> None:
    async def pay_twice(work: UnitOfWork) -> None:
        await work.execute(
            "INSERT INTO payments (key, membership_id, month, amount_micros, provider,"
            " payment_method, state)"
            " SELECT 'twice', membership_id, month, amount_micros, provider, payment_method,"
            " 'requested' FROM payments LIMIT 1"
        )

    with pytest.raises(IntegrityError):
        await unit_of_work(pay_twice)
    row = await database.row("SELECT count(DISTINCT membership_id) AS paid FROM payments")
    assert row == {"paid": 5}
