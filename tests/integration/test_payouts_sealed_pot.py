"""What is in a sealed pot does not leave until its month is posted."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from likewise.errors import InsufficientFunds, PayoutTooSmall
from likewise.models.clock import at_moment
from likewise.models.gate import pass_gate
from likewise.models.unit_of_work import UnitOfWork, unit_of_work
from likewise.payouts.cancel_payout import cancel_payout
from likewise.payouts.payable import payable_micros, sealed_pot_micros
from likewise.payouts.payout import Payout
from likewise.payouts.request_payout import request_payout
from likewise.settlement import posting
from likewise.settlement.close import close_month
from likewise.settlement.sealing import seal
from likewise.settlement.settlements import settlement_of
from likewise.settlement.steps import Progress, Step
from tests.support.creators import receive, settle_creator
from tests.support.village import Village, close_open_month, running_month

pytestmark = pytest.mark.usefixtures("database")

RECEIVED = 50_000_001


@pytest.fixture
async def village(database: str) -> Village:
    """Cy, registered, passes on 60 % of what comes in, and likes Dee."""
    place = Village()
    await place.settle("dee")
    await settle_creator(place, "cy", RECEIVED)
    await place.forward("cy", 6_000)
    return place


async def pot_and_payable(person_id: int) -> tuple[int, int]:
    async def body(work: UnitOfWork) -> tuple[int, int]:
        await pass_gate(work)
        sealed = await sealed_pot_micros(work.rows, person_id)
        return sealed, await payable_micros(work, person_id)

    return await unit_of_work(body)


async def test_the_sealed_part_stays_and_the_rest_may_leave(village: Village) -> None:
    cy = village.people["cy"]
    await village.like("cy", "dee")
    assert await pot_and_payable(cy) == (0, RECEIVED)
    await seal(await running_month(), early=True)
    assert await pot_and_payable(cy) == (30_000_000, 20_000_001)
    with pytest.raises(InsufficientFunds):
        await request_payout(person_id=cy, amount_micros=20_000_002, idempotency_key="k")
    payout = await request_payout(person_id=cy, amount_micros=None, idempotency_key="k")
    assert payout.amount_micros == 20_000_000
    # What left since does not make the pot smaller, and coming back does not make it larger.
    assert await pot_and_payable(cy) == (30_000_000, 1)
    with pytest.raises(PayoutTooSmall):
        await request_payout(person_id=cy, amount_micros=None, idempotency_key="k2")
    await cancel_payout(person_id=cy, payout_id=payout.id, idempotency_key="c")
    assert await pot_and_payable(cy) == (30_000_000, 20_000_001)


async def test_what_came_in_or_was_chosen_after_the_seal_is_in_no_pot(village: Village) -> None:
    cy = village.people["cy"]
    await village.like("cy", "dee")
    await seal(await running_month(), early=True)
    await receive(cy, 7_000_000, key="later")
    await village.forward("cy", 10_000)
    assert await pot_and_payable(cy) == (30_000_000, 27_000_001)


async def test_in_flight_at_the_seal_is_in_no_pot(village: Village) -> None:
    cy = village.people["cy"]
    await village.like("cy", "dee")
    await request_payout(person_id=cy, amount_micros=40_000_000, idempotency_key="k")
    await seal(await running_month(), early=True)
    assert await pot_and_payable(cy) == (6_000_000, 4_000_001)


async def test_who_likes_nothing_has_no_pot_to_keep(village: Village) -> None:
    await seal(await running_month(), early=True)
    assert await pot_and_payable(village.people["cy"]) == (0, RECEIVED)


async def test_the_month_can_be_posted_whatever_left_meanwhile(
    village: Village, tmp_path: Path
) -> None:
    cy = village.people["cy"]
    await village.like("cy", "dee")
    month = await running_month()

    async def take_all(key: str) -> None:
        await request_payout(person_id=cy, amount_micros=None, idempotency_key=key)

    seen: list[str] = []

    def on_progress(progress: Progress) -> None:
        seen.append(progress.state)
        if progress.state == "computed":
            raise InterruptedError

    await seal(month, early=True)
    await take_all("sealed")
    with pytest.raises(InterruptedError):
        await close_month(month, early=True, books=tmp_path, on_progress=on_progress)
    await receive(cy, 12_000_000, key="later")
    await take_all("computed")
    assert (await pot_and_payable(cy))[0] == 30_000_000
    settlement = await close_month(month, early=True, books=tmp_path)
    assert settlement.state == "closed"
    assert await village.balance("dee", "received") == 30_000_000
    assert await pot_and_payable(cy) == (0, await village.balance("cy", "received"))


async def test_who_is_posted_is_paid_while_others_still_wait(
    village: Village, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posting, "OWNERS_PER_BATCH", 1)
    cy = village.people["cy"]
    await village.settle("eve")
    await village.like("cy", "eve")
    month = await running_month()

    def on_progress(progress: Progress) -> None:
        if progress.step == Step.BATCH_POSTED and progress.done == 1:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        await close_month(month, early=True, books=tmp_path, on_progress=on_progress)
    settlement = await settlement_of(month)
    assert settlement is not None
    assert settlement.posted_through == cy < village.people["eve"]
    assert await pot_and_payable(cy) == (0, await village.balance("cy", "received"))
    await close_month(month, early=True, books=tmp_path)


async def test_held_and_sealed_money_may_be_the_same(village: Village, tmp_path: Path) -> None:
    # What Dee is brought is on hold for 30 days; her next pot takes of that too.
    await village.like("cy", "dee")
    await close_open_month(tmp_path)
    dee = village.people["dee"]
    await receive(dee, 20_000_000)
    await village.forward("dee", 5_000)
    await village.like("dee", "cy")
    assert await pot_and_payable(dee) == (0, 20_000_000)
    month = await running_month()
    with at_moment(month.start):
        await seal(month, early=True)
    assert await pot_and_payable(dee) == (25_000_000, 20_000_000)


async def test_two_payouts_cannot_spend_what_is_on_hold(village: Village, tmp_path: Path) -> None:
    # The balance would do for three: only the lock keeps the second from the money on hold.
    await village.like("cy", "dee")
    await close_open_month(tmp_path)
    await settle_creator(village, "eve", 10_000_000)
    await village.forward("eve", 0)
    await village.pay("cy", 90_000_000)
    await village.like("cy", "eve")
    await close_open_month(tmp_path)
    eve = village.people["eve"]
    assert await village.balance("eve", "received") > 90_000_000
    asked = await asyncio.gather(
        *(
            request_payout(person_id=eve, amount_micros=10_000_000, idempotency_key=f"{number}")
            for number in range(6)
        ),
        return_exceptions=True,
    )
    assert sum(isinstance(each, Payout) for each in asked) == 1
    assert sum(isinstance(each, InsufficientFunds) for each in asked) == 5
