"""Sealing a month, and nothing else of its closing: for tests of what a seal must part."""

from __future__ import annotations

from likewise.models.gate import close_gate
from likewise.models.unit_of_work import UnitOfWork, unit_of_work
from likewise.months import Month


async def seal_month(month: Month) -> frozenset[int]:
    """Seal a month; returns the ids of the likes that lie in it at the seal."""

    async def body(work: UnitOfWork) -> frozenset[int]:
        await close_gate(work)
        return await enter_seal(work, month)

    return await unit_of_work(body)


async def enter_seal(work: UnitOfWork, month: Month) -> frozenset[int]:
    """Write the seal behind a closed gate; returns the ids of the likes that lie in the month."""
    await work.execute(
        "INSERT INTO settlements (id, month, state, early, max_hops, sealed_at)"
        " SELECT count(*) + 1, $1::date, 'sealed', true, 6, likewise_now() FROM settlements",
        month.first_day,
    )
    rows = await work.rows("SELECT id FROM likes WHERE month = $1", month.first_day)
    return frozenset(row["id"] for row in rows)
