"""A step of a payout that somebody asks for under a key of her own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from likewise.models.gate import pass_gate
from likewise.models.idempotency import once
from likewise.models.unit_of_work import UnitOfWork, unit_of_work
from likewise.payouts.payout import Payout, existing_payout


async def once_for_key(
    *,
    actor_id: int,
    payout_id: int,
    idempotency_key: str,
    operation: str,
    act: Callable[[UnitOfWork], Awaitable[None]],
    reason: str | None = None,
) -> Payout:
    """Do `act` behind the gate, once for the actor's key, whole or not at all; the payout then.

    Raises KeyReused, InvalidInput (the key), NotFound or WrongState as `act` does.
    """

    asked = {"payout_id": payout_id} | ({} if reason is None else {"reason": reason})

    async def body(work: UnitOfWork) -> None:
        async def answer() -> dict[str, object]:
            await act(work)
            return {"payout_id": payout_id}

        await pass_gate(work)
        await once(
            work,
            person_id=actor_id,
            key=idempotency_key,
            operation=operation,
            asked=asked,
            answer=answer,
        )

    await unit_of_work(body)
    return await existing_payout(payout_id)
