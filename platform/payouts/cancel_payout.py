"""Cancelling a payout."""

from __future__ import annotations

from likewise.errors import NotFound
from likewise.models.unit_of_work import UnitOfWork
from likewise.payouts.asked_step import once_for_key
from likewise.payouts.lifecycle import take_step
from likewise.payouts.movements import bring_back
from likewise.payouts.payout import Payout


async def cancel_payout(*, person_id: int, payout_id: int, idempotency_key: str) -> Payout:
    """Take back a payout that was requested and not approved yet: all is in the wallet again.

    Raises NotFound (also for somebody else's), WrongState, KeyReused, InvalidInput (the key).
    """

    async def act(work: UnitOfWork) -> None:
        await _require_owner(work, payout_id, person_id)
        payout = await take_step(
            work, payout_id, came_from=("requested",), to="cancelled", actor_id=person_id
        )
        await bring_back(work, payout)

    return await once_for_key(
        actor_id=person_id,
        payout_id=payout_id,
        idempotency_key=idempotency_key,
        operation="cancelPayout",
        act=act,
    )


async def _require_owner(work: UnitOfWork, payout_id: int, person_id: int) -> None:
    owned = "SELECT FROM payouts WHERE id = $1 AND person_id = $2"
    if await work.row(owned, payout_id, person_id) is None:
        raise NotFound
