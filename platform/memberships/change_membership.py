"""Changing a membership."""

from __future__ import annotations

from likewise.errors import NoMembership
from likewise.memberships.membership import Membership, amount_in_range, existing_membership
from likewise.memberships.providers.chosen import PROVIDER_OF_NEW_MEMBERSHIPS, provider_named
from likewise.models.unit_of_work import UnitOfWork, unit_of_work
from likewise.operators.freezing import require_not_frozen


async def change_membership(
    *, person_id: int, amount_micros: int | None, payment_method: str | None
) -> Membership:
    """Change the amount a month, the payment method, or both; None leaves as it is.

    It counts from the next payment. Raises AmountOutOfRange, InvalidInput (an unknown payment
    method), NoMembership (there is none, or it is cancelled), AccountFrozen.
    """
    if amount_micros is not None:
        amount_in_range(amount_micros)
    if payment_method is not None:
        provider_named(PROVIDER_OF_NEW_MEMBERSHIPS).label(payment_method)

    async def body(work: UnitOfWork) -> None:
        await require_not_frozen(work, person_id)
        changed = await work.row(_CHANGE, person_id, amount_micros, payment_method)
        if changed is None:
            raise NoMembership
        work.standing_changed(person_id)

    await unit_of_work(body)
    return await existing_membership(person_id)


_CHANGE = """
UPDATE memberships
SET amount_micros = coalesce($2, amount_micros), payment_method = coalesce($3, payment_method)
WHERE person_id = $1 AND state <> 'cancelled'
RETURNING id
"""
