"""Starting a membership."""

from __future__ import annotations

from likewise.errors import MembershipExists, PaymentDeclined, PaymentPending
from likewise.memberships.membership import Membership, amount_in_range, existing_membership
from likewise.memberships.payment import finish_payment, payment_of_this_month
from likewise.memberships.providers import NoAnswer
from likewise.memberships.providers.chosen import PROVIDER_OF_NEW_MEMBERSHIPS, provider_named
from likewise.models.idempotency import once
from likewise.models.unit_of_work import UnitOfWork, unit_of_work
from likewise.operators.freezing import require_not_frozen


async def start_membership(
    *, person_id: int, amount_micros: int | None, payment_method: str, idempotency_key: str
) -> Membership:
    """Start a membership, or start again after cancelling, with a payment for this calendar month.

    `amount_micros` is the amount a month; None: the installation's default. A month that is paid
    already is not paid again: the membership runs on, and the amount counts from the next month.

    Raises AmountOutOfRange, InvalidInput (payment method or key), KeyReused, AccountFrozen,
    MembershipExists,
    PaymentDeclined (the membership is cancelled; the same key gives the same refusal, another key
    another try), PaymentPending (the provider has not answered: the same key asks it again, and
    so does every collection).
    """
    amount = amount_in_range(amount_micros)
    provider_named(PROVIDER_OF_NEW_MEMBERSHIPS).label(payment_method)

    async def body(work: UnitOfWork) -> dict[str, object]:
        async def begin() -> dict[str, object]:
            await require_not_frozen(work, person_id)
            membership_id = await _begin(work, person_id, amount, payment_method)
            work.standing_changed(person_id)
            return {"payment_id": await _first_payment(work, membership_id)}

        return await once(
            work,
            person_id=person_id,
            key=idempotency_key,
            operation="startMembership",
            asked={"amount_micros": amount_micros, "payment_method": payment_method},
            answer=begin,
        )

    payment_id = (await unit_of_work(body))["payment_id"]
    assert isinstance(payment_id, int)
    await _require_paid(payment_id)
    return await existing_membership(person_id)


async def _begin(work: UnitOfWork, person_id: int, amount_micros: int, payment_method: str) -> int:
    """The membership, `starting`. Raises MembershipExists unless it is new or was cancelled."""
    values = (person_id, amount_micros, PROVIDER_OF_NEW_MEMBERSHIPS, payment_method)
    await work.execute(
        "INSERT INTO memberships (person_id, amount_micros, provider, payment_method, state)"
        " VALUES ($1, $2, $3, $4, 'cancelled') ON CONFLICT (person_id) DO NOTHING",
        *values,
    )
    begun = await work.row(
        "UPDATE memberships SET state = 'starting', amount_micros = $2, provider = $3,"
        " payment_method = $4, started_at = likewise_now(), cancelled_at = NULL"
        " WHERE person_id = $1 AND state = 'cancelled' RETURNING id",
        *values,
    )
    if begun is None:
        raise MembershipExists
    return int(begun["id"])


async def _first_payment(work: UnitOfWork, membership_id: int) -> int:
    """The payment to wait for; one that had succeeded before makes the membership active."""
    payment_id = await payment_of_this_month(work, membership_id)
    await work.execute(
        "UPDATE memberships SET state = 'active' FROM payments"
        " WHERE memberships.id = $1 AND payments.id = $2 AND payments.state = 'succeeded'",
        membership_id,
        payment_id,
    )
    return payment_id


async def _require_paid(payment_id: int) -> None:
    try:
        payment = await finish_payment(payment_id)
    except NoAnswer:
        raise PaymentPending from None
    if payment.state == "declined":
        reason = (payment.decline_reason or "").replace("_", " ")
        raise PaymentDeclined(f"The payment provider declined the payment: {reason}.")
