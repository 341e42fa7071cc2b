"""Payments of any amount, with any fee, any number of them a month: as the sandbox answers."""

from __future__ import annotations

from likewise.memberships.payment import finish_payment
from likewise.memberships.payments import Payment
from likewise.models.unit_of_work import UnitOfWork, unit_of_work


async def paid(person_id: int, amount_micros: int, fee_micros: int) -> Payment:
    """A payment that has succeeded."""
    return await finish_payment(await asked(person_id, amount_micros, fee_micros))


async def asked(
    person_id: int, amount_micros: int, fee_micros: int, outcome: str = "succeeded"
) -> int:
    """The id of a payment that the sandbox has answered in this way, and nobody has looked."""

    async def body(work: UnitOfWork) -> int:
        await work.execute(_MEMBERSHIP, person_id, amount_micros)
        payment = await work.one(_PAYMENT, person_id, amount_micros)
        await work.execute(_ANSWER, payment["key"], amount_micros, fee_micros, outcome)
        return int(payment["id"])

    return await unit_of_work(body)


_MEMBERSHIP = """
INSERT INTO memberships (person_id, amount_micros, provider, payment_method, state)
VALUES ($1, $2, 'sandbox', 'sandbox-ok', 'active') ON CONFLICT (person_id) DO NOTHING
"""
# A membership pays once for each month: here for another one each time.
_PAYMENT = """
INSERT INTO payments
    (id, key, membership_id, month, amount_micros, provider, payment_method, state)
SELECT new.id, 'payment:' || new.id, memberships.id,
    (SELECT coalesce(max(month) + interval '1 month', this_month())::date FROM payments
     WHERE membership_id = memberships.id),
    $2, provider, payment_method, 'requested'
FROM memberships, nextval(pg_get_serial_sequence('payments', 'id')) AS new (id)
WHERE person_id = $1 RETURNING id, key
"""
_ANSWER = """
INSERT INTO sandbox_orders (key, method, amount_micros, fee_micros, outcome)
VALUES ($1, 'sandbox-ok', $2, $3, $4)
"""
