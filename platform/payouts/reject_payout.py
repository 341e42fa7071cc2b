"""Rejecting a payout."""

from __future__ import annotations

from likewise.errors import Forbidden
from likewise.models.unit_of_work import UnitOfWork
from likewise.operators.deeds import Deed, record_deed
from likewise.operators.reasons import checked_reason
from likewise.payouts.asked_step import once_for_key
from likewise.payouts.lifecycle import take_step
from likewise.payouts.movements import bring_back
from likewise.payouts.payout import Payout


async def reject_payout(
    *, operator_id: int, payout_id: int, reason: str, idempotency_key: str
) -> Payout:
    """Refuse a payout that no provider has been given yet: all is in the person's wallet again.

    She reads the reason. Raises NotFound, WrongState, Forbidden (a payout of her own), KeyReused,
    InvalidInput (reason or key).
    """
    said = checked_reason(reason)

    async def act(work: UnitOfWork) -> None:
        states = ("requested", "approved")
        payout = await take_step(
            work, payout_id, came_from=states, to="rejected", actor_id=operator_id, reason=said
        )
        if payout["person_id"] == operator_id:
            raise Forbidden("Nobody rejects a payout of her own.")
        await bring_back(work, payout)
        await record_deed(
            work,
            Deed.PAYOUT_REJECTED,
            operator_id=operator_id,
            person_id=payout["person_id"],
            payout_id=payout_id,
            reason=said,
        )

    return await once_for_key(
        actor_id=operator_id,
        payout_id=payout_id,
        idempotency_key=idempotency_key,
        operation="rejectPayout",
        act=act,
        reason=said,
    )
