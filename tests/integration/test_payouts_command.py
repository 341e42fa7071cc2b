"""`likewise payouts batch` and `likewise memberships collect`, as a process of their own."""

from __future__ import annotations

import json

import pytest

from likewise.memberships.start_membership import start_membership
from likewise.models.clock import at_moment
from likewise.models.unit_of_work import UnitOfWork, unit_of_work
from likewise.payouts.approve_payout import approve_for_the_batch
from likewise.payouts.request_payout import request_payout
from tests.support.command_line import likewise
from tests.support.creators import settle_creator
from tests.support.village import Village, running_month


@pytest.fixture
def environment(database: str, redis_url: str) -> dict[str, str]:
    return {"LIKEWISE_DATABASE_URL": database, "LIKEWISE_REDIS_URL": redis_url}


async def test_the_batch_pays_what_is_approved_and_says_so(environment: dict[str, str]) -> None:
    village = Village()
    cy = await settle_creator(village, "cy", 50_000_000)
    payout = await request_payout(person_id=cy, amount_micros=20_000_000, idempotency_key="k")
    await approve_for_the_batch(
        operator_id=village.people["op"], payout_id=payout.id, idempotency_key="a"
    )
    code, output, errors = await likewise(environment, "payouts", "batch", "--json")
    assert code == 0, errors
    assert json.loads(output) == {
        "paid": 1,
        "returned": 0,
        "unanswered": 0,
        "held": 0,
        "failed": 0,
        "paid_micros": 18_000_000,
    }
    code, output, errors = await likewise(environment, "payouts", "batch")
    assert code == 0, errors
    assert "without an answer yet" in output


async def test_collecting_charges_who_has_not_paid_and_fails_aloud(
    environment: dict[str, str],
) -> None:
    village = Village()
    await village.settle("ada", "bo")
    with at_moment((await running_month()).previous().start):
        for handle in ("ada", "bo"):
            await start_membership(
                person_id=village.people[handle],
                amount_micros=None,
                payment_method="sandbox-ok",
                idempotency_key="k",
            )

    async def lose_the_provider(work: UnitOfWork) -> None:
        await work.execute(
            "UPDATE memberships SET provider = 'gone' WHERE person_id = $1", village.people["bo"]
        )

    await unit_of_work(lose_the_provider)
    code, output, errors = await likewise(environment, "memberships", "collect")
    assert (code, "1 payment failed" in errors) == (1, True), output + errors
    assert "5.00" in output
    assert await village.balance("ada", "budget") == 2 * 4_555_000
