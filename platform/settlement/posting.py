"""Posting: the outcome of a settlement enters the ledger, batch by batch, behind the fence.

What a person gave leaves her budget and her received money for the settlement's clearing account,
and what each account keeps comes from there; at the end nothing is left in it. What only passed
through somebody moves no money of hers: the outcome tells it.

A batch goes into the ledger by COPY. It is as long as others may wait for an account that it
touches: well below a second.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import structlog

from likewise.ledger.transfer_columns import TransferColumns, enter_columns
from likewise.models.gate import pass_gate
from likewise.models.unit_of_work import UnitOfWork, unit_of_work
from likewise.settlement.movements import Movements
from likewise.settlement.owned_accounts import BUDGET, ESCROW, NOBODY, RECEIVED, OwnedAccounts
from likewise.settlement.settlements import (
    Fence,
    Settlement,
    finish_posting,
    hold_fence,
    posted_on,
    posted_through,
)
from likewise.settlement.split import Int64Array

OWNERS_PER_BATCH = 10_000
MOST_RUNG_BY_NAME = 1_000

_log = structlog.get_logger()

_FAMILIES = ("budget", "received", "kept")
"""The families of keys, in the order of the amounts of `Movements`."""


@dataclass(frozen=True, slots=True)
class _Ways:
    """By place of the movements: each owner's accounts; and where all of their money passes."""

    budget_ids: Int64Array
    received_ids: Int64Array
    clearing_id: int


async def post(
    settlement: Settlement,
    fence: Fence,
    movements: Movements,
    on_posted: Callable[[int], None],
) -> None:
    """Enter all movements that have not been entered yet, and end the posting; tells how many are.

    Each batch is one unit of work, and goes on from where the one before it came to, or not at all:
    a PostgreSQL that has crashed between two of them, and is back, may have taken some back. Then
    it is begun anew from where the database stands. Raises CloseSuperseded.
    """
    ways = await _ways(settlement, movements)
    while not await _post_rest(settlement, fence, movements, ways, on_posted):
        _log.warning("batches_taken_back", month=str(settlement.month))


async def _post_rest(
    settlement: Settlement,
    fence: Fence,
    movements: Movements,
    ways: _Ways,
    on_posted: Callable[[int], None],
) -> bool:
    """Post what is not posted yet; False: meanwhile the database has gone back."""
    through = await posted_through(settlement.month)
    done = int(np.searchsorted(movements.owner_ids, through, side="right"))
    while done < len(movements):
        batch = slice(done, min(done + OWNERS_PER_BATCH, len(movements)))
        transfers = _transfers(settlement, movements, ways, batch)
        done, before, through = batch.stop, through, int(movements.owner_ids[batch.stop - 1])
        if not await _post_batch(fence, transfers, before, through, done):
            return False
        on_posted(done)
    return await finish_posting(fence, through)


async def _ways(settlement: Settlement, movements: Movements) -> _Ways:
    async def body(work: UnitOfWork) -> _Ways:
        await work.lift_time_limit()
        accounts = await OwnedAccounts.of_everybody(work)
        clearing = await work.one(_CLEARING, settlement.number)
        return _Ways(
            accounts.ids_of(movements.owner_ids, BUDGET),
            # What a site receives waits in its escrow account.
            accounts.ids_of(movements.owner_ids, RECEIVED, ESCROW),
            clearing["id"],
        )

    return await unit_of_work(body)


def _transfers(
    settlement: Settlement, movements: Movements, ways: _Ways, batch: slice
) -> TransferColumns:
    """The transfers of a batch: one for each amount that is not zero, by owner.

    Raises RuntimeError if somebody in the outcome has no account for it.
    """
    owner_ids, *amounts = (column[batch] for column in movements.columns())
    amounts_micros = np.stack(amounts, axis=1)
    rows, family = np.nonzero(amounts_micros)
    budget_ids, received_ids = ways.budget_ids[batch][rows], ways.received_ids[batch][rows]
    own_ids = np.where(family == _FAMILIES.index("budget"), budget_ids, received_ids)
    if (own_ids == NOBODY).any():
        raise RuntimeError("somebody in the outcome has no account for it")
    is_kept = family == _FAMILIES.index("kept")
    return TransferColumns(
        families=[f"settlement:{settlement.month}:{name}" for name in _FAMILIES],
        family=family.astype(np.int32),
        number=owner_ids[rows],
        source_ids=np.where(is_kept, ways.clearing_id, own_ids),
        destination_ids=np.where(is_kept, own_ids, ways.clearing_id),
        amounts_micros=amounts_micros[rows, family],
    )


async def _post_batch(
    fence: Fence, transfers: TransferColumns, before: int, through: int, posted_count: int
) -> bool:
    """Post a batch; False, and nothing is done, if the database does not stand at `before`."""

    async def body(work: UnitOfWork) -> bool:
        await work.lift_time_limit()
        # Of the last batches a crash of PostgreSQL may take back, whole and in their order; the
        # step after the posting waits until all of them are on the disk.
        await work.execute("SET LOCAL synchronous_commit = off")
        await pass_gate(work)
        await hold_fence(work, fence)
        if not await posted_on(work, fence, before, through, posted_count):
            return False
        await enter_columns(work, transfers)
        return True

    return await unit_of_work(body)  # whose wallet it is, is not told before it is verified


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


_CLEARING = """
SELECT id FROM accounts
WHERE settlement_id = $1 AND kind = 'settlement_clearing' AND person_id IS NULL
"""
_MOVED_PEOPLE = """
SELECT DISTINCT other.person_id
FROM accounts AS clearing
JOIN transfers ON clearing.id IN (transfers.source_id, transfers.destination_id)
JOIN accounts AS other ON other.id IN (transfers.source_id, transfers.destination_id)
WHERE clearing.settlement_id = $1 AND other.person_id IS NOT NULL
"""
