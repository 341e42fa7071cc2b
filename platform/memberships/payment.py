"""The payment of a membership for one calendar month: asking for it and finishing it.

A payment is durable as `requested` before its provider hears of it, under a key that its id gives
it, with the provider and the payment method that the membership had then. Finishing it may be tried
by anybody, any number of times, at once and after any crash: the provider is looked up first,
answers one key in one way, and one answer is recorded once.
"""

from __future__ import annotations

import asyncio

from likewise.ledger.accounts import person_account, platform_account
from likewise.ledger.transfers import Transfer, enter
from likewise.memberships.payments import Payment, payment_by_id
from likewise.memberships.providers import Charge, NoAnswer
from likewise.memberships.providers.chosen import provider_named
from likewise.models.deadline import within_deadline
from likewise.models.gate import pass_gate
from likewise.models.unit_of_work import UnitOfWork, unit_of_work

PROVIDER_TIMEOUT_SECONDS = 30.0


async def payment_of_this_month(work: UnitOfWork, membership_id: int) -> int:
    """The id of the payment for the current calendar month, requested now unless it was before.

    A declined one does not count: it may be tried again. The caller holds the membership's row.
    """
    requested = await work.row(_REQUEST, membership_id)
    return int((requested or await work.one(_OF_THIS_MONTH, membership_id))["id"])


async def finish_payment(payment_id: int) -> Payment:
    """Get the provider's answer and record it; a payment that has one is left as it is.

    A payment that was asked for before its membership was cancelled is finished all the same:
    nobody else can tell whether the provider has taken it. Raises NoAnswer: it stays `requested`.
    """
    payment = await _payment(payment_id)
    if payment.state == "requested":
        await _record(payment, await _ask_provider(payment))
        payment = await _payment(payment_id)
    return payment


async def _ask_provider(payment: Payment) -> Charge:
    provider = provider_named(payment.provider)
    try:
        async with asyncio.timeout(within_deadline(PROVIDER_TIMEOUT_SECONDS)):
            return await provider.find(payment.key) or await provider.charge(
                key=payment.key,
                payment_method=payment.payment_method,
                amount_micros=payment.amount_micros,
            )
    except TimeoutError:
        raise NoAnswer from None


async def _record(payment: Payment, charge: Charge) -> None:
    """Write an answer down, once: membership first, then payment, as all who lock both do."""

    async def body(work: UnitOfWork) -> None:
        await pass_gate(work)
        await work.execute(
            "SELECT FROM memberships WHERE id = $1 FOR NO KEY UPDATE", payment.membership_id
        )
        state = "succeeded" if charge.decline_reason is None else "declined"
        first = await work.row(_SETTLE, payment.id, state, charge.fee_micros, charge.decline_reason)
        if first is None:
            return
        if state == "succeeded":
            await _credit(work, payment, charge.fee_micros)
        await work.execute(_MOVE_ON[state], payment.membership_id, payment.id)
        work.standing_changed(payment.person_id)

    await unit_of_work(body)


async def _credit(work: UnitOfWork, payment: Payment, fee_micros: int) -> None:
    """The amount less the fee into the payer's budget, and the fee to the fees."""
    clearing_id = await platform_account(work, "provider_clearing", payment.person_id)
    budget_id = await person_account(work, "budget", payment.person_id)
    fees_id = await platform_account(work, "fees", payment.person_id)
    credit_micros = payment.amount_micros - fee_micros
    transfers = [
        Transfer(f"{payment.key}:credit", clearing_id, budget_id, credit_micros),
        Transfer(f"{payment.key}:fee", clearing_id, fees_id, fee_micros),
    ]
    await enter(work, [each for each in transfers if each.amount_micros > 0])


async def _payment(payment_id: int) -> Payment:
    found = await payment_by_id(payment_id)
    assert found is not None, f"there is no payment {payment_id}"
    return found


_REQUEST = """
INSERT INTO payments
    (id, key, membership_id, month, amount_micros, provider, payment_method, state)
SELECT new.id, 'payment:' || new.id, memberships.id, this_month(), amount_micros,
    provider, payment_method, 'requested'
FROM memberships, nextval(pg_get_serial_sequence('payments', 'id')) AS new (id)
WHERE memberships.id = $1
ON CONFLICT (membership_id, month) WHERE state <> 'declined' DO NOTHING
RETURNING id
"""
_OF_THIS_MONTH = """
SELECT id FROM payments
WHERE membership_id = $1 AND month = this_month() AND state <> 'declined'
"""
_SETTLE = """
UPDATE payments
SET state = $2, fee_micros = $3, decline_reason = $4, settled_at = likewise_now()
WHERE id = $1 AND state = 'requested'
RETURNING id
"""
# A late answer to an older payment says nothing of a membership that has asked for another since.
_IS_NEWEST = "$2 = (SELECT max(id) FROM payments WHERE membership_id = $1)"
_MOVE_ON = {
    "succeeded": f"""
        UPDATE memberships SET state = 'active'
        WHERE id = $1 AND state <> 'cancelled' AND {_IS_NEWEST}
    """,  # noqa: S608 — a constant
    # What never began is over, what was under way is past due; cancelled stays cancelled.
    "declined": f"""
        UPDATE memberships SET
            state = CASE state WHEN 'starting' THEN 'cancelled' ELSE 'past_due' END,
            cancelled_at = CASE state WHEN 'starting' THEN likewise_now() END
        WHERE id = $1 AND state <> 'cancelled' AND {_IS_NEWEST}
    """,  # noqa: S608
}
