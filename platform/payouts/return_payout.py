"""Recording that a bank has returned a payout which had been paid."""

from __future__ import annotations

from likewise.models.gate import pass_gate
from likewise.models.idempotency import once
from likewise.models.unit_of_work import UnitOfWork, unit_of_work
from likewise.payouts.lifecycle import take_step
from likewise.payouts.movements import bring_back, take_off_again
from likewise.payouts.payout import Payout, existing_payout


async def return_payout(*, operator_id: int, payout_id: int, idempotency_key: str) -> Payout:
    """Put back everything into the person's wallet, cut included.

    For the operator who has the bank's word days after; what a provider returns at once,
    `send_payouts` records by itself. Raises NotFound, WrongState, KeyReused, InvalidInput (the
    key).
    """

    async def body(work: UnitOfWork) -> None:
        async def put_back() -> dict[str, object]:
            payout = await take_step(
                work, payout_id, came_from=("paid",), to="returned", actor_id=operator_id
            )
            await take_off_again(work, payout)
            await bring_back(work, payout)
            return {"payout_id": payout_id}

        await pass_gate(work)
        await once(
            work,
            person_id=operator_id,
            key=idempotency_key,
            operation="returnPayout",
            asked={"payout_id": payout_id},
            answer=put_back,
        )

    await unit_of_work(body)
    return await existing_payout(payout_id)
