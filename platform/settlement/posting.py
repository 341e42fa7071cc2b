"""Posting: the outcome of a settlement enters the ledger, batch by batch, behind the fence.

What a person gave leaves her budget and her received money for the settlement's clearing account,
and what each account keeps comes from there; at the end nothing is left in it. What only passed
through somebody moves no money of hers: the outcome tells it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow.parquet as pq

from likewise.ledger.transfers import Transfer, enter
from likewise.models.gate import pass_gate
from likewise.models.unit_of_work import UnitOfWork, unit_of_work
from likewise.settlement.book import Book
from likewise.settlement.outcome import Outcome
from likewise.settlement.settlements import Fence, Settlement, hold_fence

ROWS_PER_BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Movement:
    """What one settlement does to the money of one person or site, in micros."""

    owner_id: int
    from_budget_micros: int
    from_received_micros: int
    kept_micros: int


def movements_of(book: Book, outcome: Outcome) -> list[Movement]:
    """What the outcome moves, by ascending id; who keeps her pot and gets nothing is left out."""
    pots = pq.read_table(book.folder / "pots.parquet")
    owner_ids = pots["person_id"].to_numpy()
    places = np.searchsorted(outcome.account_ids, owner_ids)
    gives = outcome.unshared_micros[places] == 0
    given = {
        name: np.zeros(len(outcome.account_ids), dtype=np.int64)
        for name in ("budget_micros", "received_micros")
    }
    for name, by_place in given.items():
        by_place[places] = np.where(gives, pots[name].to_numpy(), 0)
    columns = (outcome.account_ids, *given.values(), outcome.kept_micros)
    moves = np.logical_or.reduce([column != 0 for column in columns[1:]])
    return [Movement(*row) for row in np.stack(columns, axis=1)[moves].tolist()]


async def post(
    settlement: Settlement,
    fence: Fence,
    movements: Sequence[Movement],
    on_posted: Callable[[int], None],
) -> None:
    """Enter all movements that have not been entered yet; tells how many are.

    Each batch is one unit of work, and remembers how far it came. Raises CloseSuperseded.
    """
    due = [each for each in movements if each.owner_id > settlement.posted_through]
    done = len(movements) - len(due)
    for start in range(0, len(due), ROWS_PER_BATCH):
        batch = due[start : start + ROWS_PER_BATCH]
        await _post_batch(settlement, fence, batch)
        done += len(batch)
        on_posted(done)


async def _post_batch(settlement: Settlement, fence: Fence, batch: Sequence[Movement]) -> None:
    async def body(work: UnitOfWork) -> None:
        await work.lift_time_limit()
        await pass_gate(work)
        await hold_fence(work, fence)
        accounts = await _accounts_of(work, settlement, [each.owner_id for each in batch])
        wishes = [wish for each in batch for wish in _transfers(settlement, each, accounts)]
        await enter(work, wishes)
        await work.execute(
            "UPDATE settlements SET posted_through = $2 WHERE id = $1",
            settlement.number,
            batch[-1].owner_id,
        )

    await unit_of_work(body, quietly=True)  # nobody is told before it is verified


async def ring_for(settlement: Settlement) -> None:
    """Tell everybody whose wallet a settlement has moved."""

    async def body(work: UnitOfWork) -> None:
        await work.lift_time_limit()
        async for batch in work.stream(_MOVED_PEOPLE, settlement.number):
            for row in batch:
                work.wallet_changed(row["person_id"])

    await unit_of_work(body)


_MOVED_PEOPLE = """
SELECT DISTINCT other.person_id
FROM accounts AS clearing
JOIN transfers ON clearing.id IN (transfers.source_id, transfers.destination_id)
JOIN accounts AS other ON other.id IN (transfers.source_id, transfers.destination_id)
WHERE clearing.settlement_id = $1 AND other.person_id IS NOT NULL
"""


Accounts = dict[tuple[str, int], int]
"""Account ids by kind and owner."""


async def _accounts_of(
    work: UnitOfWork, settlement: Settlement, owner_ids: Sequence[int]
) -> Accounts:
    rows = await work.rows(
        "SELECT id, kind, coalesce(person_id, site_id, 0) AS owner_id FROM accounts"
        " WHERE (person_id = ANY($1::bigint[]) AND kind IN ('budget', 'received'))"
        " OR (site_id = ANY($1::bigint[]) AND kind = 'escrow')"
        " OR (settlement_id = $2 AND kind = 'settlement_clearing')",
        list(owner_ids),
        settlement.number,
    )
    return {(row["kind"], row["owner_id"]): row["id"] for row in rows}


def _transfers(settlement: Settlement, moved: Movement, accounts: Accounts) -> list[Transfer]:
    clearing = accounts["settlement_clearing", 0]
    owner = moved.owner_id
    kind = "received" if ("received", owner) in accounts else "escrow"
    key = f"settlement:{settlement.month}"
    wishes = []
    if moved.from_budget_micros:
        wishes.append(
            Transfer(
                f"{key}:budget:{owner}",
                accounts["budget", owner],
                clearing,
                moved.from_budget_micros,
            )
        )
    if moved.from_received_micros:
        wishes.append(
            Transfer(
                f"{key}:received:{owner}",
                accounts["received", owner],
                clearing,
                moved.from_received_micros,
            )
        )
    if moved.kept_micros:
        wishes.append(
            Transfer(f"{key}:kept:{owner}", clearing, accounts[kind, owner], moved.kept_micros)
        )
    return wishes
