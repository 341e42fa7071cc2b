"""Closing a month because an operator asked for it under an idempotency key."""

from __future__ import annotations

from contextlib import suppress

from likewise.models.idempotency import once
from likewise.models.unit_of_work import UnitOfWork, unit_of_work
from likewise.months import Month
from likewise.settlement.close import OnProgress, close_month
from likewise.settlement.settlements import Settlement


class _NotYet(Exception):
    """Nothing was asked for under this key yet."""


async def close_by_request(
    month: Month, *, early: bool, operator_id: int, idempotency_key: str, on_progress: OnProgress
) -> Settlement:
    """Close a month, as `close_month` does. Raises KeyReused, InvalidInput and what that raises.

    The key is looked at before and kept after: a refusal leaves it free, and who crashes between
    finds the same month closed. Two at once close one month, since closing twice is closing once.
    """

    async def keep_key(*, done: bool) -> None:
        async def answer() -> dict[str, object]:
            if not done:
                raise _NotYet
            return {"month": str(month)}

        async def body(work: UnitOfWork) -> None:
            await once(
                work,
                person_id=operator_id,
                key=idempotency_key,
                operation="closeMonth",
                asked={"month": str(month), "early": early},
                answer=answer,
            )

        await unit_of_work(body)

    with suppress(_NotYet):  # rolled back: the key is free until the month is closed
        await keep_key(done=False)
    settlement = await close_month(month, early=early, on_progress=on_progress)
    await keep_key(done=True)
    return settlement
