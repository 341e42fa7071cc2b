"""What the ledger says that a settlement moved: read row by row as it lies, and summed here."""

from __future__ import annotations

import numpy as np

from likewise.errors import VerificationFailed
from likewise.models.copying import copy_all
from likewise.models.unit_of_work import UnitOfWork
from likewise.settlement.movements import Movements
from likewise.settlement.split import Int64Array

_BUDGET, _RECEIVED, _ESCROW = 0, 1, 2


async def posted_movements(work: UnitOfWork, number: int) -> tuple[Movements, int]:
    """The movements of a settlement's transfers by owner, ascending, and how many transfers.

    Raises VerificationFailed for a transfer that no settlement makes: from or to an account that
    is not an owner's budget, received money or escrow, or in a direction that these don't have.
    """
    accounts = await copy_all(
        work, _ACCOUNTS, columns={"id": np.int64, "owner_id": np.int64, "kind": np.int32}
    )
    owner_of = _by_id(accounts["id"], accounts["owner_id"], nobody=-1)
    kind_of = _by_id(accounts["id"], accounts["kind"].astype(np.int64), nobody=-1)
    legs = await copy_all(
        work,
        _LEGS,
        number,
        columns={"account_id": np.int64, "amount_micros": np.int64, "is_kept": np.int32},
    )
    account_ids, is_kept = legs["account_id"], legs["is_kept"] == 1
    known = account_ids < len(kind_of)
    kinds = np.where(known, kind_of[np.where(known, account_ids, 0)], -1)
    fits = np.where(is_kept, kinds >= _RECEIVED, (kinds == _BUDGET) | (kinds == _RECEIVED))
    if not fits.all():
        wrong = int(account_ids[int((~fits).argmax())])
        raise VerificationFailed(f"A settlement does not move money of account {wrong} so.")
    owner_ids, places = np.unique(owner_of[account_ids], return_inverse=True)

    def summed(chosen: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Int64Array:
        sums = np.zeros(len(owner_ids), dtype=np.int64)
        np.add.at(sums, places[chosen], legs["amount_micros"][chosen])
        return sums

    movements = Movements(
        owner_ids,
        summed(~is_kept & (kinds == _BUDGET)),
        summed(~is_kept & (kinds == _RECEIVED)),
        summed(is_kept),
    )
    return movements, len(account_ids)


def _by_id(ids: Int64Array, values: Int64Array, *, nobody: int) -> Int64Array:
    """A table to look up by id; ids come from a sequence, so it is hardly longer than they are."""
    table = np.full(int(ids.max(initial=0)) + 1, nobody, dtype=np.int64)
    table[ids] = values
    return table


_ACCOUNTS = """
SELECT id, coalesce(person_id, site_id) AS owner_id,
    CASE kind WHEN 'budget' THEN 0 WHEN 'received' THEN 1 ELSE 2 END AS kind
FROM accounts WHERE kind IN ('budget', 'received', 'escrow')
"""
_LEGS = """
WITH clearing AS (
    SELECT id FROM accounts
    WHERE settlement_id = $1 AND kind = 'settlement_clearing' AND person_id IS NULL
)
SELECT source_id AS account_id, amount_micros, 0 AS is_kept
FROM transfers WHERE destination_id = (SELECT id FROM clearing)
UNION ALL
SELECT destination_id, amount_micros, 1 FROM transfers WHERE source_id = (SELECT id FROM clearing)
"""
