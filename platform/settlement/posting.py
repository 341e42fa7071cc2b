"""Posting: the outcome of a settlement enters the ledger, batch by batch, behind the fence.

What a person gave leaves her budget and her received money for the settlement's clearing account,
and what each account keeps comes from there; at the end nothing is left in it. What only passed
through somebody moves no money of hers: the outcome tells it.

A batch comes to the database by COPY and becomes transfers there. It is as long as others may wait
for an account that it touches: well below a second.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from likewise.ledger.staged_transfers import enter_staged, stage
from likewise.models.copying import copy_in
from likewise.models.gate import pass_gate
from likewise.models.unit_of_work import UnitOfWork, unit_of_work
from likewise.settlement.movements import Movements
from likewise.settlement.settlements import Fence, Settlement, hold_fence

OWNERS_PER_BATCH = 10_000
MOST_RUNG_BY_NAME = 1_000

_COLUMNS = {
    "owner_id": np.int64,
    "from_budget_micros": np.int64,
    "from_received_micros": np.int64,
    "kept_micros": np.int64,
}


async def post(
    settlement: Settlement,
    fence: Fence,
    movements: Movements,
    on_posted: Callable[[int], None],
) -> None:
    """Enter all movements that have not been entered yet; tells how many are.

    Each batch is one unit of work, and remembers how far it came. Raises CloseSuperseded.
    """
    done = int(np.searchsorted(movements.owner_ids, settlement.posted_through, side="right"))
    while done < len(movements):
        batch = movements.between(done, done + OWNERS_PER_BATCH)
        await _post_batch(settlement, fence, batch, done + len(batch))
        done += len(batch)
        on_posted(done)


async def _post_batch(
    settlement: Settlement, fence: Fence, batch: Movements, posted_count: int
) -> None:
    first, last = int(batch.owner_ids[0]), int(batch.owner_ids[-1])

    async def body(work: UnitOfWork) -> None:
        await work.lift_time_limit()
        await pass_gate(work)
        await hold_fence(work, fence)
        await work.execute(_NEIGHBOURS)
        await work.execute(_STAGE)
        await copy_in(work, "staged_movements", _COLUMNS, batch.columns())
        await work.execute("ANALYZE staged_movements")
        wished = await stage(
            work, _WISHES, f"settlement:{settlement.month}", settlement.number, first, last
        )
        if wished != batch.transfer_count:
            raise RuntimeError("somebody in the outcome has no account")
        await enter_staged(work)
        await work.execute(
            "UPDATE settlements SET posted_through = $2, posted_count = $3 WHERE id = $1",
            settlement.number,
            last,
            posted_count,
        )
        work.settlement_changed()

    await unit_of_work(body, quietly=True)  # nobody is told before it is verified


async def ring_for(settlement: Settlement) -> None:
    """Tell everybody whose wallet a settlement has moved; of very many, all who watch."""

    async def body(work: UnitOfWork) -> None:
        if (settlement.movement_count or 0) > MOST_RUNG_BY_NAME:
            work.all_wallets_changed()
            return
        await work.lift_time_limit()
        for row in await work.rows(_MOVED_PEOPLE, settlement.number):
            work.wallet_changed(row["person_id"])

    await unit_of_work(body)


# The accounts of a batch lie side by side: reading one by its index costs hardly more than the next
# row of the table, and a batch must not read the whole of it.
_NEIGHBOURS = "SET LOCAL random_page_cost = 1.1"
_STAGE = """
CREATE TEMPORARY TABLE staged_movements (
    owner_id bigint PRIMARY KEY,
    from_budget_micros bigint NOT NULL,
    from_received_micros bigint NOT NULL,
    kept_micros bigint NOT NULL
) ON COMMIT DROP
"""
# An owner is a person, who has a budget and received money, or a site, which has an escrow account.
# The bounds let the accounts be read in the order of their owners.
_WISHES = """
WITH clearing AS (
    SELECT id FROM accounts
    WHERE settlement_id = $2 AND kind = 'settlement_clearing' AND person_id IS NULL
), owned AS (
    SELECT person_id AS owner_id, kind, id FROM accounts
    WHERE person_id BETWEEN $3 AND $4 AND kind IN ('budget', 'received')
    UNION ALL
    SELECT site_id, kind, id FROM accounts WHERE site_id BETWEEN $3 AND $4 AND kind = 'escrow'
)
SELECT $1 || ':' || moved.name || ':' || owner_id, moved.source_id, moved.destination_id,
    moved.amount_micros
FROM staged_movements JOIN owned USING (owner_id) CROSS JOIN clearing
CROSS JOIN LATERAL (VALUES
    ('budget', owned.id, clearing.id, from_budget_micros, kind = 'budget'),
    ('received', owned.id, clearing.id, from_received_micros, kind = 'received'),
    ('kept', clearing.id, owned.id, kept_micros, kind <> 'budget')
) AS moved (name, source_id, destination_id, amount_micros, fits)
WHERE fits AND moved.amount_micros > 0
"""
_MOVED_PEOPLE = """
SELECT DISTINCT other.person_id
FROM accounts AS clearing
JOIN transfers ON clearing.id IN (transfers.source_id, transfers.destination_id)
JOIN accounts AS other ON other.id IN (transfers.source_id, transfers.destination_id)
WHERE clearing.settlement_id = $1 AND other.person_id IS NOT NULL
"""
