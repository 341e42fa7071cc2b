"""Starting, changing, cancelling: money in, once, whatever goes wrong."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from likewise.errors import (
    AmountOutOfRange,
    InvalidInput,
    KeyReused,
    MembershipExists,
    NoMembership,
    PaymentDeclined,
    PaymentPending,
    Refusal,
)
from likewise.ledger.audit.check_ledger import check_ledger
from likewise.memberships import payment as paying
from likewise.memberships.cancel_membership import cancel_membership
from likewise.memberships.change_membership import change_membership
from likewise.memberships.collect_payments import collect_payments
from likewise.memberships.membership import Membership, membership_of
from likewise.memberships.providers import NoAnswer
from likewise.memberships.providers.chosen import provider_named
from likewise.memberships.start_membership import start_membership
from likewise.models import database
from likewise.models.clock import at_moment
from likewise.months import Month
from tests.support.creators import count
from tests.support.village import Village, platform_balance

pytestmark = pytest.mark.usefixtures("database")

OCTOBER = datetime(2026, 10, 20, tzinfo=UTC)
NOVEMBER = datetime(2026, 11, 2, tzinfo=UTC)
FIVE_LESS_FEE = 5_000_000 - 445_000


@pytest.fixture
async def village(database: str) -> Village:
    place = Village()
    await place.settle("ada", "bo")
    return place


async def start(
    village: Village, method: str = "sandbox-ok", *, key: str = "k", amount: int | None = None
) -> Membership:
    with at_moment(OCTOBER):
        return await start_membership(
            person_id=village.people["ada"],
            amount_micros=amount,
            payment_method=method,
            idempotency_key=key,
        )


async def test_the_first_payment_is_credited_less_the_fee_and_both_are_recorded(
    village: Village,
) -> None:
    membership = await start(village)
    assert (membership.state, membership.amount_micros) == ("active", 5_000_000)
    assert membership.paid_through == Month(2026, 10)
    assert membership.payment_method_token == "sandbox-ok"
    assert membership.payment_method_label == "Sandbox card, pays"
    assert await village.balance("ada", "budget") == FIVE_LESS_FEE
    assert await platform_balance("fees") == 445_000
    assert await platform_balance("provider_clearing") == -5_000_000
    assert (await check_ledger()).findings == ()


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"amount": 999_999}, AmountOutOfRange),
        ({"amount": -5_000_000}, AmountOutOfRange),
        ({"amount": 2**70}, AmountOutOfRange),
        ({"amount": 5_000_001}, AmountOutOfRange),
        ({"amount": 5_009_999}, AmountOutOfRange),
        ({"method": "visa"}, InvalidInput),
        ({"method": "sandbox-ok\0"}, InvalidInput),
        ({"key": ""}, InvalidInput),
    ],
)
async def test_bad_input_changes_nothing(
    village: Village, changes: dict[str, str], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        await start(village, **changes)  # type: ignore[arg-type]
    assert await count("memberships") == await count("payments") == 0
    assert await count("sandbox_orders") == await count("idempotency_keys") == 0


async def test_the_same_key_charges_once_and_with_other_input_is_refused(village: Village) -> None:
    assert await start(village) == await start(village)
    with pytest.raises(KeyReused):
        await start(village, amount=6_000_000)
    with pytest.raises(MembershipExists):
        await start(village, key="other")
    assert await count("sandbox_orders") == 1
    assert await village.balance("ada", "budget") == FIVE_LESS_FEE


async def test_ten_at_once_with_one_key_charge_once(village: Village) -> None:
    begun = await asyncio.gather(*(start(village) for _ in range(10)))
    assert {each.state for each in begun} == {"active"}
    assert await count("sandbox_orders") == await count("payments") == 1
    assert await village.balance("ada", "budget") == FIVE_LESS_FEE


async def test_of_many_at_once_with_keys_of_their_own_one_starts(village: Village) -> None:
    begun = await asyncio.gather(
        *(start(village, key=f"k{number}") for number in range(6)), return_exceptions=True
    )
    assert sum(isinstance(each, Membership) for each in begun) == 1
    assert sum(isinstance(each, MembershipExists) for each in begun) == 5
    assert await count("payments") == 1


@pytest.mark.parametrize(
    ("method", "reason"),
    [
        ("sandbox-declined", "card declined"),
        ("sandbox-insufficient-funds", "insufficient funds"),
    ],
)
async def test_a_declined_start_is_durable_refused_alike_and_open_to_another_try(
    village: Village, method: str, reason: str
) -> None:
    for _ in range(2):
        with pytest.raises(PaymentDeclined, match=reason):
            await start(village, method)
    declined = await membership_of(village.people["ada"])
    assert declined is not None
    assert (declined.state, declined.paid_through) == ("cancelled", None)
    assert await count("sandbox_orders") == 1
    assert await village.balance("ada", "budget") == 0
    assert (await start(village, key="again")).state == "active"
    with pytest.raises(PaymentDeclined, match=reason):
        await start(village, method)
    assert await village.balance("ada", "budget") == FIVE_LESS_FEE
    assert (await check_ledger()).findings == ()


@pytest.mark.parametrize("method", ["sandbox-no-answer", "sandbox-lost"])
async def test_without_an_answer_the_same_key_looks_up_and_finishes(
    village: Village, method: str
) -> None:
    with pytest.raises(PaymentPending):
        await start(village, method)
    pending = await membership_of(village.people["ada"])
    assert pending is not None
    assert pending.state == "starting"
    assert await village.balance("ada", "budget") == 0
    assert (await start(village, method)).state == "active"
    assert (await start(village, method)).state == "active"
    assert await count("sandbox_orders") == 1
    assert await village.balance("ada", "budget") == FIVE_LESS_FEE


async def test_a_crash_between_charge_and_recording_is_finished_once(village: Village) -> None:
    with pytest.raises(PaymentPending):
        await start(village, "sandbox-lost")
    # The process asks once more, and dies with the answer in its hands.
    payment = await database.row("SELECT key, amount_micros FROM payments")
    assert payment is not None
    charge = await provider_named("sandbox").charge(payment_method="sandbox-lost", **payment)
    assert charge.decline_reason is None
    assert await village.balance("ada", "budget") == 0
    with at_moment(OCTOBER):
        collections = [collect_payments() for _ in range(3)]
        *collected, membership = await asyncio.gather(*collections, start(village, "sandbox-lost"))
    assert [each.failed for each in collected] == [0, 0, 0]
    assert membership.state == "active"
    assert await village.balance("ada", "budget") == FIVE_LESS_FEE
    assert await count("sandbox_orders") == await count("payments") == 1
    assert (await check_ledger()).findings == ()


async def test_an_answer_that_is_recorded_late_a_second_time_changes_nothing(
    village: Village,
) -> None:
    with pytest.raises(PaymentPending):
        await start(village, "sandbox-no-answer")
    # Somebody has the answer, too, and is slow to write it down.
    requested = await database.row("SELECT id FROM payments")
    assert requested is not None
    payment = await paying._payment(requested["id"])
    answer = await paying._ask_provider(payment)
    with at_moment(OCTOBER):
        assert (await collect_payments()).succeeded == 1
    recorded = await database.rows("SELECT * FROM payments")
    with at_moment(NOVEMBER):
        await paying._record(payment, answer)
    assert await database.rows("SELECT * FROM payments") == recorded
    assert await village.balance("ada", "budget") == FIVE_LESS_FEE


async def test_starting_again_in_a_paid_month_costs_nothing_until_the_next(
    village: Village,
) -> None:
    await start(village)
    cancelled = await cancel_membership(person_id=village.people["ada"])
    assert cancelled.state == "cancelled"
    assert cancelled.cancelled_at is not None
    assert await village.balance("ada", "budget") == FIVE_LESS_FEE
    again = await start(village, key="again", amount=10_000_000)
    assert (again.id, again.state, again.cancelled_at) == (cancelled.id, "active", None)
    assert await count("payments") == 1
    with at_moment(NOVEMBER):
        assert (await collect_payments()).succeeded_micros == 10_000_000


async def test_a_payment_asked_for_before_cancelling_is_kept_and_the_membership_stays_cancelled(
    village: Village,
) -> None:
    with pytest.raises(PaymentPending):
        await start(village, "sandbox-no-answer")
    await cancel_membership(person_id=village.people["ada"])
    with at_moment(OCTOBER):
        assert (await collect_payments()).succeeded == 1
    membership = await membership_of(village.people["ada"])
    assert membership is not None
    assert (membership.state, membership.paid_through) == ("cancelled", Month(2026, 10))
    assert await village.balance("ada", "budget") == FIVE_LESS_FEE
    with at_moment(NOVEMBER):
        assert (await collect_payments()).total == 0


async def test_starting_again_while_a_payment_is_pending_waits_for_that_one(
    village: Village,
) -> None:
    with pytest.raises(PaymentPending):
        await start(village, "sandbox-no-answer")
    await cancel_membership(person_id=village.people["ada"])
    assert (await start(village, key="again")).state == "active"
    assert await count("sandbox_orders") == await count("payments") == 1


async def test_changing_counts_from_the_next_payment(village: Village) -> None:
    await start(village)
    changed = await change_membership(
        person_id=village.people["ada"], amount_micros=7_000_000, payment_method=None
    )
    assert changed.amount_micros == 7_000_000
    assert await village.balance("ada", "budget") == FIVE_LESS_FEE
    with at_moment(OCTOBER):
        assert (await collect_payments()).total == 0
    with at_moment(NOVEMBER):
        assert (await collect_payments()).succeeded_micros == 7_000_000


async def test_there_is_nothing_to_change_or_cancel_without_a_membership(village: Village) -> None:
    bo = village.people["bo"]
    assert await membership_of(bo) is None
    with pytest.raises(NoMembership):
        await change_membership(person_id=bo, amount_micros=None, payment_method="sandbox-ok")
    with pytest.raises(NoMembership):
        await cancel_membership(person_id=bo)
    await start(village)
    ada = village.people["ada"]
    first = await cancel_membership(person_id=ada)
    assert await cancel_membership(person_id=ada) == first
    with pytest.raises(NoMembership):
        await change_membership(person_id=ada, amount_micros=6_000_000, payment_method=None)


@pytest.mark.parametrize(
    ("amount", "method", "refusal"),
    [
        (1, None, AmountOutOfRange),
        (5_000_001, None, AmountOutOfRange),
        (None, "visa", InvalidInput),
    ],
)
async def test_a_bad_change_changes_nothing(
    village: Village, amount: int | None, method: str | None, refusal: type[Refusal]
) -> None:
    before = await start(village)
    ada = village.people["ada"]
    with pytest.raises(refusal):
        await change_membership(person_id=ada, amount_micros=amount, payment_method=method)
    assert await membership_of(ada) == before


async def test_an_amount_of_whole_cents_is_taken_and_any_other_says_why(village: Village) -> None:
    with pytest.raises(AmountOutOfRange, match="whole number of cents"):
        await start(village, amount=5_010_001)
    assert (await start(village, amount=5_010_000)).amount_micros == 5_010_000


@pytest.mark.parametrize("outcome", ["card_declined", "succeeded"])
async def test_a_late_answer_to_an_old_payment_leaves_a_restarted_membership_alone(
    village: Village, outcome: str
) -> None:
    ada = village.people["ada"]
    with pytest.raises(PaymentPending):
        await start(village, "sandbox-no-answer")
    await cancel_membership(person_id=ada)
    with at_moment(NOVEMBER), pytest.raises(PaymentPending):
        await start_membership(
            person_id=ada,
            amount_micros=7_000_000,
            payment_method="sandbox-no-answer",
            idempotency_key="again",
        )
    # What October's bank says at last; nobody has asked it about November's yet.
    await database.rows(
        "UPDATE sandbox_orders SET outcome = $1::text,"
        " fee_micros = CASE $1::text WHEN 'succeeded' THEN fee_micros ELSE 0 END"
        " WHERE amount_micros = 5000000",
        outcome,
    )
    old, new = await database.rows("SELECT id FROM payments ORDER BY id")
    with at_moment(NOVEMBER):
        assert (await paying.finish_payment(old["id"])).decline_reason in (outcome, None)
        restarted = await membership_of(ada)
        assert restarted is not None
        assert (restarted.state, restarted.cancelled_at) == ("starting", None)
        await paying.finish_payment(new["id"])
    active = await membership_of(ada)
    assert active is not None
    assert (active.state, active.paid_through) == ("active", Month(2026, 11))
    assert (await check_ledger()).findings == ()


async def test_a_payment_is_asked_of_the_card_that_it_was_requested_from(
    village: Village,
) -> None:
    with pytest.raises(PaymentPending):
        await start(village, "sandbox-lost")
    await change_membership(
        person_id=village.people["ada"], amount_micros=None, payment_method="sandbox-declined"
    )
    with at_moment(OCTOBER):
        assert (await collect_payments()).succeeded == 1
    payments = await database.rows("SELECT provider, payment_method FROM payments")
    assert payments == [{"provider": "sandbox", "payment_method": "sandbox-lost"}]
    with at_moment(NOVEMBER):
        assert (await collect_payments()).declined == 1


@pytest.mark.parametrize("other", [{"amount_micros": 6_000_000}, {"payment_method": "sandbox-ok"}])
async def test_the_sandbox_takes_one_key_for_one_order(
    village: Village, other: dict[str, object]
) -> None:
    provider = provider_named("sandbox")
    order = {"key": "one", "payment_method": "sandbox-lost", "amount_micros": 5_000_000}
    with pytest.raises(NoAnswer):
        await provider.charge(**order)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="one came with another"):
        await provider.charge(**{**order, **other})  # type: ignore[arg-type]
    assert await provider.find("one") is None, "what was refused has not been heard"
    assert (await provider.charge(**order)).decline_reason is None  # type: ignore[arg-type]
