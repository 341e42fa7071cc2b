"""Cancelling a payout."""

from __future__ import annotations

from likewise.errors import NotFound
from likewise.models.gate import pass_gate
from likewise.models.idempotency import once
from likewise.models.unit_of_work import UnitOfWork, unit_of_work
from likewise.payouts.lifecycle import take_step
from likewise.payouts.movements import bring_back
from likewise.payouts.payout import Payout, existing_payout


async def cancel_payout(*, person_id: int, payout_id: int, idempotency_key: str) -> Payout:
    """Take back a payout that was requested and not approved yet: all is in the wallet again.

    Raises NotFound (also for somebody else's), WrongState, KeyReused, InvalidInput (the key).
    """

    async def body(work: UnitOfWork) -> None:
        async def cancel() -> dict[str, object]:
            await _require_owner(work, payout_id, person_id)
            payout = await take_step(
                work, payout_id, came_from=("requested",), to="cancelled", actor_id=person_id
            )
            await bring_back(work, payout)
            return {"payout_id": payout_id}

        await pass_gate(work)
        await once(
            work,
            person_id=person_id,
            key=idempotency_key,
            operation="cancelPayout",
            asked={"payout_id": payout_id},
            answer=cancel,
        )

    await unit_of_work(body)
    return await existing_payout(payout_id)


async def _require_owner(work: UnitOfWork, payout_id: int, person_id: int) -> None:
    owned = "SELECT FROM payouts WHERE id = $1 AND person_id = $2"
    if await work.row(owned, payout_id, person_id) is None:
        raise NotFound
