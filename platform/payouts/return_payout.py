"""Recording that a bank has returned a payout which had been paid."""

from __future__ import annotations

from likewise.errors import Forbidden
from likewise.models.unit_of_work import UnitOfWork
from likewise.operators.deeds import Deed, record_deed
from likewise.operators.reasons import checked_reason
from likewise.payouts.asked_step import once_for_key
from likewise.payouts.lifecycle import take_step
from likewise.payouts.movements import bring_back, take_off_again
from likewise.payouts.payout import Payout


async def return_payout(
    *, operator_id: int, payout_id: int, reason: str, idempotency_key: str
) -> Payout:
    """Put back everything into the person's wallet, cut included.

    For the operator who has the bank's word days after; what a provider returns at once,
    `send_payouts` records by itself. The reason is what the bank said; the person reads it. Raises
    NotFound, WrongState, Forbidden (a payout of her own), KeyReused, InvalidInput (reason or key).
    """
    said = checked_reason(reason)

    async def act(work: UnitOfWork) -> None:
        payout = await take_step(
            work,
            payout_id,
            came_from=("paid",),
            to="returned",
            actor_id=operator_id,
            reason=said,
        )
        if payout["person_id"] == operator_id:
            raise Forbidden("Nobody takes back a payout of her own.")
        await take_off_again(work, payout)
        await bring_back(work, payout)
        await record_deed(
            work,
            Deed.PAYOUT_RETURNED,
            operator_id=operator_id,
            person_id=payout["person_id"],
            payout_id=payout_id,
            reason=said,
        )

    return await once_for_key(
        actor_id=operator_id,
        payout_id=payout_id,
        idempotency_key=idempotency_key,
        operation="returnPayout",
        act=act,
        reason=said,
    )
