"""A payout from the request to the bank or back: once, whole, and never beyond the balance."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from likewise.errors import (
    AmountOutOfRange,
    BankAccountOnHold,
    Forbidden,
    InsufficientFunds,
    KeyReused,
    NotFound,
    NotRegistered,
    PayoutTooSmall,
    Refusal,
    WrongState,
)
from likewise.ledger.audit.check_ledger import check_ledger
from likewise.models.clock import at_moment
from likewise.payouts.approve_payout import approve_for_the_batch, approve_payout
from likewise.payouts.approve_registration import approve_registration
from likewise.payouts.cancel_payout import cancel_payout
from likewise.payouts.payout import Payout, payout_by_id, payouts_in, payouts_of
from likewise.payouts.providers.chosen import payout_provider
from likewise.payouts.providers.sandbox import LOST_IBAN, NO_ANSWER_IBAN, PAID_IBAN, RETURNED_IBAN
from likewise.payouts.reject_payout import reject_payout
from likewise.payouts.request_payout import request_payout
from likewise.payouts.return_payout import return_payout
from likewise.payouts.send_payouts import Sent, send_payout, send_payouts
from tests.support.creators import count, register, settle_creator, wallet
from tests.support.village import Village, platform_balance

pytestmark = pytest.mark.usefixtures("database")

RECEIVED = 50_000_000
WHY = "The name is another one."


@pytest.fixture
async def village(database: str) -> Village:
    return Village()


@pytest.fixture
async def cy(village: Village) -> int:
    return await settle_creator(village, "cy", RECEIVED)


async def ask(person_id: int, amount: int | None = 20_000_000, key: str = "ask") -> Payout:
    return await request_payout(person_id=person_id, amount_micros=amount, idempotency_key=key)


async def approve(village: Village, payout: Payout, key: str = "approve") -> Payout:
    return await approve_payout(
        operator_id=village.people["op"], payout_id=payout.id, idempotency_key=key
    )


async def state_of(payout: Payout) -> str:
    found = await payout_by_id(payout.id)
    assert found is not None
    return found.state


async def money(person_id: int) -> tuple[int, int, int, int]:
    """Received, in flight, gone to the bank, and the cut."""
    balances = await wallet(person_id)
    return (
        balances.received_micros,
        balances.in_flight_micros,
        RECEIVED + await platform_balance("provider_clearing"),
        await platform_balance("cut"),
    )


async def test_a_payout_goes_to_the_bank_and_the_cut_to_the_platform(
    village: Village, cy: int
) -> None:
    payout = await ask(cy)
    assert (payout.net_micros, payout.cut_micros, payout.cut_bps) == (18_000_000, 2_000_000, 1000)
    assert await money(cy) == (30_000_000, 20_000_000, 0, 0)
    paid = await approve(village, payout)
    op = village.people["op"]
    assert [(step.state, step.actor_id) for step in paid.steps] == [
        ("requested", cy),
        ("approved", op),
        ("sent", None),
        ("paid", None),
    ]
    assert await money(cy) == (30_000_000, 0, 18_000_000, 2_000_000)
    assert await payouts_of(cy) == [paid]
    assert (await check_ledger()).findings == ()


async def test_all_that_is_available_leaves_but_what_brings_less_than_a_cent(
    village: Village,
) -> None:
    person = await settle_creator(village, "dee", 12_345_678)
    payout = await ask(person, None)
    assert (payout.net_micros, payout.cut_micros) == (11_110_000, 1_234_444)
    assert (await wallet(person)).available_micros == 1_234


@pytest.mark.parametrize(
    ("amount", "refusal"),
    [
        (9_999_999, PayoutTooSmall),
        (0, PayoutTooSmall),
        (-20_000_000, PayoutTooSmall),
        (50_000_001, InsufficientFunds),
        (2**70, AmountOutOfRange),
    ],
)
async def test_a_refused_request_changes_nothing(
    cy: int, amount: int, refusal: type[Refusal]
) -> None:
    before = await wallet(cy)
    with pytest.raises(refusal):
        await ask(cy, amount)
    assert await wallet(cy) == before
    assert await count("payouts") == await count("idempotency_keys") == 0


async def test_no_papers_no_payout(village: Village) -> None:
    await village.settle("bo")
    bo = village.people["bo"]
    with pytest.raises(NotRegistered):
        await ask(bo)
    await register(bo)
    with pytest.raises(NotRegistered):
        await ask(bo)


async def test_two_payouts_cannot_spend_one_balance(cy: int) -> None:
    asked = await asyncio.gather(
        *(ask(cy, 30_000_000, f"k{number}") for number in range(8)), return_exceptions=True
    )
    assert sum(isinstance(each, Payout) for each in asked) == 1
    assert sum(isinstance(each, InsufficientFunds) for each in asked) == 7
    assert await money(cy) == (20_000_000, 30_000_000, 0, 0)


async def test_the_same_key_asks_once_and_with_another_amount_is_refused(cy: int) -> None:
    asked = await asyncio.gather(*(ask(cy) for _ in range(6)))
    assert len({each.id for each in asked}) == 1
    with pytest.raises(KeyReused):
        await ask(cy, 21_000_000)
    assert await money(cy) == (30_000_000, 20_000_000, 0, 0)


async def test_only_the_owner_cancels_and_only_what_is_not_approved(
    village: Village, cy: int
) -> None:
    first, second = await ask(cy, key="1"), await ask(cy, key="2")
    with pytest.raises(NotFound):
        await cancel_payout(person_id=village.people["op"], payout_id=first.id, idempotency_key="c")
    for _ in range(2):
        cancelled = await cancel_payout(person_id=cy, payout_id=first.id, idempotency_key="c")
        assert cancelled.state == "cancelled"
    assert await money(cy) == (30_000_000, 20_000_000, 0, 0)
    await approve(village, second)
    with pytest.raises(WrongState):
        await cancel_payout(person_id=cy, payout_id=second.id, idempotency_key="d")
    with pytest.raises(WrongState):
        await approve(village, first, "late")
    assert (await check_ledger()).findings == ()


async def test_cancelled_and_approved_at_once_is_one_of_the_two(village: Village, cy: int) -> None:
    for number in range(5):
        payout = await ask(cy, 10_000_000, f"{number}")
        outcomes = await asyncio.gather(
            cancel_payout(person_id=cy, payout_id=payout.id, idempotency_key=f"c{number}"),
            approve(village, payout, f"a{number}"),
            return_exceptions=True,
        )
        assert sum(isinstance(each, WrongState) for each in outcomes) == 1
        assert await state_of(payout) in ("cancelled", "paid")
    assert (await check_ledger()).findings == ()


async def test_a_rejected_payout_is_whole_again_in_the_wallet(village: Village, cy: int) -> None:
    op = village.people["op"]
    payout = await ask(cy)
    await approve_for_the_batch(operator_id=op, payout_id=payout.id, idempotency_key="a")
    rejected = await reject_payout(
        operator_id=op, payout_id=payout.id, reason=WHY, idempotency_key="r"
    )
    assert (rejected.steps[-1].actor_id, rejected.steps[-1].reason) == (op, WHY)
    assert await money(cy) == (RECEIVED, 0, 0, 0)
    assert await count("sandbox_orders") == 0
    with pytest.raises(WrongState):
        await reject_payout(operator_id=op, payout_id=payout.id, reason=WHY, idempotency_key="r2")
    with pytest.raises(NotFound):
        await reject_payout(operator_id=op, payout_id=10**9, reason=WHY, idempotency_key="r3")


async def test_what_the_bank_returns_puts_everything_back(village: Village) -> None:
    cy = await settle_creator(village, "cy", RECEIVED, RETURNED_IBAN)
    returned = await approve(village, await ask(cy))
    assert returned.state == "returned"
    assert returned.steps[-1].reason == "account_closed"
    assert await money(cy) == (RECEIVED, 0, 0, 0)
    assert (await check_ledger()).findings == ()


async def test_what_comes_back_after_it_was_paid_puts_everything_back_the_cut_too(
    village: Village, cy: int
) -> None:
    op = village.people["op"]
    payout = await ask(cy)
    with pytest.raises(WrongState):
        await return_payout(
            operator_id=op, payout_id=payout.id, reason=WHY, idempotency_key="early"
        )
    await approve(village, payout)
    for _ in range(2):
        back = await return_payout(
            operator_id=op, payout_id=payout.id, reason=WHY, idempotency_key="back"
        )
        assert (back.state, back.steps[-1].actor_id) == ("returned", op)
    assert await money(cy) == (RECEIVED, 0, 0, 0)
    assert (await check_ledger()).findings == ()


@pytest.mark.parametrize("iban", [NO_ANSWER_IBAN, LOST_IBAN])
async def test_an_unknown_outcome_stays_sent_and_is_looked_up_never_sent_twice(
    village: Village, iban: str
) -> None:
    cy = await settle_creator(village, "cy", RECEIVED, iban)
    payout = await ask(cy)
    assert (await approve(village, payout)).state == "sent"
    assert await money(cy) == (30_000_000, 20_000_000, 0, 0)
    with pytest.raises(WrongState):
        await reject_payout(
            operator_id=village.people["op"], payout_id=payout.id, reason=WHY, idempotency_key="r"
        )
    finished = await asyncio.gather(
        send_payouts(), send_payouts(), send_payout(payout.id), approve(village, payout)
    )
    assert await state_of(payout) == finished[-1].state == "paid"
    assert await money(cy) == (30_000_000, 0, 18_000_000, 2_000_000)
    assert await count("sandbox_orders") == 1
    assert await send_payouts() == Sent()
    assert (await check_ledger()).findings == ()


async def test_a_crash_after_the_bank_has_paid_is_finished_by_the_batch(
    village: Village, cy: int
) -> None:
    payout = await ask(cy)
    await approve_for_the_batch(
        operator_id=village.people["op"], payout_id=payout.id, idempotency_key="a"
    )
    # The process that dies has paid, and written nothing down.
    await payout_provider().pay(
        key=f"payout:{payout.id}", iban=payout.iban, amount_micros=payout.net_micros
    )
    assert await send_payouts() == Sent(paid=1, paid_micros=18_000_000)
    assert await money(cy) == (30_000_000, 0, 18_000_000, 2_000_000)
    assert await count("sandbox_orders") == 1


async def test_the_batch_sends_all_that_is_approved_and_nothing_else(
    village: Village, cy: int
) -> None:
    dee = await settle_creator(village, "dee", RECEIVED, RETURNED_IBAN)
    eve = await settle_creator(village, "eve", RECEIVED, NO_ANSWER_IBAN)
    payouts = [await ask(person, key="x") for person in (cy, dee, eve)]
    waiting = await ask(cy, 10_000_000, "waits")
    for payout in payouts:
        await approve_for_the_batch(
            operator_id=village.people["op"],
            payout_id=payout.id,
            idempotency_key=f"a{payout.id}",
        )
    seen: list[int] = []
    sent = await send_payouts(on_progress=lambda so_far: seen.append(so_far.total))
    assert sent == Sent(paid=1, returned=1, unanswered=1, paid_micros=18_000_000)
    assert seen == [1, 2, 3]
    assert await payouts_in("requested") == [waiting]
    assert await send_payouts() == Sent(paid=1, paid_micros=18_000_000)
    assert (await check_ledger()).findings == ()


async def test_approving_twice_with_one_key_is_once(village: Village, cy: int) -> None:
    payout = await ask(cy)
    approved = await asyncio.gather(*(approve(village, payout) for _ in range(5)))
    assert {each.id for each in approved} == {payout.id}
    with pytest.raises(WrongState):
        await approve(village, payout, "another")
    with pytest.raises(NotFound):
        await approve_payout(
            operator_id=village.people["op"], payout_id=10**9, idempotency_key="nobody's"
        )
    assert await money(cy) == (30_000_000, 0, 18_000_000, 2_000_000)
    assert await count("sandbox_orders") == 1


async def test_papers_that_changed_since_the_request_are_approved_before_the_payout(
    village: Village, cy: int
) -> None:
    op = village.people["op"]
    payout = await ask(cy)
    await register(cy, legal_name="Somebody Else")
    for step in (approve_payout, approve_for_the_batch):
        with pytest.raises(NotRegistered):
            await step(operator_id=op, payout_id=payout.id, idempotency_key="approve")
    assert await state_of(payout) == "requested"
    assert await money(cy) == (30_000_000, 20_000_000, 0, 0)
    assert await count("sandbox_orders") == 0
    await approve_registration(operator_id=op, person_id=cy)
    assert (await approve(village, payout)).state == "paid"


async def test_another_bank_account_since_the_request_holds_the_payout(
    village: Village, cy: int
) -> None:
    asked_at = datetime.now(UTC)
    payout = await ask(cy)
    await register(cy, iban=RETURNED_IBAN)
    # On hold; and when that is over, the registered account is not the one of the payout.
    for hours in (0, 73):
        with at_moment(asked_at + timedelta(hours=hours)), pytest.raises(BankAccountOnHold):
            await approve(village, payout)
    with at_moment(asked_at + timedelta(hours=73)):
        await register(cy, iban=PAID_IBAN)
        with pytest.raises(BankAccountOnHold):
            await approve(village, payout)
    with at_moment(asked_at + timedelta(hours=146)):
        assert (await approve(village, payout)).state == "paid"


@pytest.mark.parametrize("papers", [{"legal_name": "Somebody Else"}, {"iban": LOST_IBAN}])
async def test_what_changes_between_approval_and_batch_is_held_back(
    village: Village, cy: int, papers: dict[str, str]
) -> None:
    op = village.people["op"]
    payout, approved_at = await ask(cy), datetime.now(UTC)
    await approve_for_the_batch(operator_id=op, payout_id=payout.id, idempotency_key="approve")
    await register(cy, **papers)
    seen: list[int] = []
    assert await send_payouts(on_progress=lambda so_far: seen.append(so_far.total)) == Sent(held=1)
    assert seen == [1]
    assert (await approve(village, payout)).state == await state_of(payout) == "approved"
    assert await count("sandbox_orders") == 0
    assert await money(cy) == (30_000_000, 20_000_000, 0, 0)
    await register(cy)
    await approve_registration(operator_id=op, person_id=cy)
    with at_moment(approved_at + timedelta(hours=73)):
        assert await send_payouts() == Sent(paid=1, paid_micros=18_000_000)


async def test_papers_that_change_while_a_payout_is_approved_never_slip_through(
    village: Village, cy: int
) -> None:
    for number in range(5):
        payout = await ask(cy, 10_000_000, f"{number}")
        _, outcome = await asyncio.gather(
            register(cy, legal_name=f"Cy {number}"),
            approve(village, payout, f"a{number}"),
            return_exceptions=True,
        )
        if isinstance(outcome, NotRegistered):
            assert await state_of(payout) == "requested"
        else:
            assert await state_of(payout) in ("approved", "paid")
        await approve_registration(operator_id=village.people["op"], person_id=cy)
    assert (await check_ledger()).findings == ()


async def test_nobody_approves_a_payout_of_her_own(village: Village, cy: int) -> None:
    payout = await ask(cy)
    for step in (approve_payout, approve_for_the_batch):
        with pytest.raises(Forbidden, match="her own"):
            await step(operator_id=cy, payout_id=payout.id, idempotency_key="mine")
    assert await state_of(payout) == "requested"
    assert await count("sandbox_orders") == 0
    assert (await approve(village, payout)).state == "paid"


async def test_nobody_rejects_a_payout_of_her_own(village: Village, cy: int) -> None:
    payout = await ask(cy)
    with pytest.raises(Forbidden, match="her own"):
        await reject_payout(operator_id=cy, payout_id=payout.id, reason=WHY, idempotency_key="mine")
    assert await state_of(payout) == "requested"
    assert await money(cy) == (30_000_000, 20_000_000, 0, 0)


async def test_nobody_takes_back_a_payout_of_her_own(village: Village, cy: int) -> None:
    paid = await approve(village, await ask(cy))
    with pytest.raises(Forbidden):
        await return_payout(operator_id=cy, payout_id=paid.id, reason=WHY, idempotency_key="mine")
    assert await state_of(paid) == "paid"
