"""Rejecting a payout."""

from __future__ import annotations

from likewise.models.gate import pass_gate
from likewise.models.idempotency import once
from likewise.models.unit_of_work import UnitOfWork, unit_of_work
from likewise.payouts.lifecycle import take_step
from likewise.payouts.movements import bring_back
from likewise.payouts.payout import Payout, existing_payout


async def reject_payout(*, operator_id: int, payout_id: int, idempotency_key: str) -> Payout:
    """Refuse a payout that no provider has been given yet: all is in the person's wallet again.

    Raises NotFound, WrongState, KeyReused, InvalidInput (the key).
    """

    async def body(work: UnitOfWork) -> None:
        async def reject() -> dict[str, object]:
            payout = await take_step(
                work,
                payout_id,
                came_from=("requested", "approved"),
                to="rejected",
                actor_id=operator_id,
            )
            await bring_back(work, payout)
            return {"payout_id": payout_id}

        await pass_gate(work)
        await once(
            work,
            person_id=operator_id,
            key=idempotency_key,
            operation="rejectPayout",
            asked={"payout_id": payout_id},
            answer=reject,
        )

    await unit_of_work(body)
    return await existing_payout(payout_id)
