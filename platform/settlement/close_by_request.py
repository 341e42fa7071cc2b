"""Closing a month because an operator asked for it under an idempotency key."""

from __future__ import annotations

import asyncio

from likewise.errors import Refusal
from likewise.models.idempotency import once
from likewise.models.unit_of_work import UnitOfWork, unit_of_work
from likewise.months import Month
from likewise.settlement.close import close_month
from likewise.settlement.settlements import Settlement, settlement_of

_running: dict[Month, asyncio.Task[Settlement]] = {}
"""The closings that this process runs: who asks for one of them meanwhile waits for the same."""


async def close_by_request(
    month: Month, *, early: bool, operator_id: int, idempotency_key: str
) -> Settlement:
    """Close a month, as `close_month` does. Raises KeyReused, InvalidInput and what that raises.

    The key is entered first and by itself, so nobody can use it otherwise while the month closes,
    and who asks again after a crash goes on with the closing. A month that is being closed here is
    not closed by a second closer, whatever the key: all who asked are told of the one closing,
    `early` or not, and it goes on if they stop waiting. After a refusal that left the month open
    the key is free again; a month that is sealed keeps it.
    """
    await _enter_key(month, early, operator_id, idempotency_key)
    try:
        return await asyncio.shield(_closing(month, early, operator_id))
    except Refusal:
        if await settlement_of(month) is None:
            await _free_key(operator_id, idempotency_key)
        raise


def _closing(month: Month, early: bool, operator_id: int) -> asyncio.Task[Settlement]:
    task = _running.get(month)
    if task is None:
        task = asyncio.create_task(close_month(month, early=early, operator_id=operator_id))
        _running[month] = task
        task.add_done_callback(lambda done: _forget(month, done))
    return task


def _forget(month: Month, task: asyncio.Task[Settlement]) -> None:
    del _running[month]
    if not task.cancelled():
        task.exception()  # looked at: who asked may have stopped waiting


async def _enter_key(month: Month, early: bool, operator_id: int, key: str) -> None:
    asked: dict[str, object] = {"month": str(month), "early": early}

    async def answer() -> dict[str, object]:
        return asked

    async def body(work: UnitOfWork) -> None:
        await once(
            work,
            person_id=operator_id,
            key=key,
            operation="closeMonth",
            asked=asked,
            answer=answer,
        )

    await unit_of_work(body)


async def _free_key(operator_id: int, key: str) -> None:
    async def body(work: UnitOfWork) -> None:
        await work.execute(
            "DELETE FROM idempotency_keys"
            " WHERE person_id = $1 AND key = $2 AND operation = 'closeMonth'",
            operator_id,
            key,
        )

    await unit_of_work(body)
