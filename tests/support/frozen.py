"""Freezing people in tests, also one that stays in the middle."""

from __future__ import annotations

import asyncio

from likewise.models import database
from likewise.models.unit_of_work import UnitOfWork, unit_of_work
from likewise.operators.freezing import freeze_person, unfreeze_person
from tests.support.village import Village

PATIENCE_SECONDS = 20.0
"""How long a test that fails may hold the others up."""

REASON = "Three people wrote that she asked for their passwords."


async def operator_of(village: Village) -> int:
    """Somebody who decides; that she is an operator is checked by who calls."""
    if "op" not in village.people:
        await village.settle("op")
    return village.people["op"]


async def freeze(village: Village, handle: str, key: str = "freeze") -> None:
    """An operator freezes a person."""
    await freeze_person(
        operator_id=await operator_of(village),
        person_id=village.people[handle],
        reason=REASON,
        idempotency_key=key,
    )


async def unfreeze(village: Village, handle: str, key: str = "unfreeze") -> None:
    """An operator unfreezes a person."""
    await unfreeze_person(
        operator_id=await operator_of(village),
        person_id=village.people[handle],
        idempotency_key=key,
    )


class HeldFreeze:
    """A freeze that stays in the middle, nothing committed, until it is let go."""

    def __init__(self, person_id: int) -> None:
        self._person_id = person_id
        self._written, self._go_on = asyncio.Event(), asyncio.Event()
        self._task = asyncio.create_task(unit_of_work(self._body))

    async def written(self) -> None:
        """Until the person's row is changed."""
        await self._written.wait()

    async def let_go(self) -> None:
        """Commit it."""
        self._go_on.set()
        await self._task

    async def _body(self, work: UnitOfWork) -> None:
        await work.execute(
            "UPDATE persons SET frozen_at = likewise_now(), frozen_reason = 'so' WHERE id = $1",
            self._person_id,
        )
        self._written.set()
        await asyncio.wait_for(self._go_on.wait(), PATIENCE_SECONDS)


async def waiting_for_a_row(number: int = 1) -> None:
    """Until so many transactions wait for a row that somebody holds."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while len(await database.rows(_WAITING)) < number:
            pass


_WAITING = """
SELECT pid FROM pg_stat_activity
WHERE datname = current_database() AND wait_event_type = 'Lock'
  AND wait_event IN ('transactionid', 'tuple')
"""
