"""What the ledger says that a settlement moved: read row by row as it lies, and summed here."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from likewise.errors import VerificationFailed
from likewise.models.copying import Columns, copy_all
from likewise.models.unit_of_work import UnitOfWork
from likewise.settlement.movements import Movements
from likewise.settlement.owned_accounts import BUDGET, ESCROW, RECEIVED, OwnedAccounts
from likewise.settlement.split import Int64Array


async def posted_movements(work: UnitOfWork, number: int) -> tuple[Movements, int]:
    """The movements of a settlement's transfers by owner, ascending, and how many transfers.

    Raises VerificationFailed for a transfer that no settlement makes: from or to an account that
    is not an owner's budget, received money or escrow, or in a direction that these don't have.
    """
    columns: Columns = {"account_id": np.int64, "amount_micros": np.int64, "is_kept": np.int32}
    legs = await copy_all(work, _LEGS, number, columns=columns)
    account_ids, amounts_micros = legs["account_id"], legs["amount_micros"]
    is_kept = legs["is_kept"] == 1
    accounts = await OwnedAccounts.of_everybody(work)
    kinds = accounts.kinds_of(account_ids)
    given_from = {kind: ~is_kept & (kinds == kind) for kind in (BUDGET, RECEIVED)}
    fits = given_from[BUDGET] | given_from[RECEIVED] | is_kept & np.isin(kinds, (RECEIVED, ESCROW))
    if not fits.all():
        wrong = int(account_ids[int((~fits).argmax())])
        raise VerificationFailed(f"A settlement does not move money of account {wrong} so.")
    owner_ids, places = np.unique(accounts.owners_of(account_ids), return_inverse=True)

    def summed(chosen: npt.NDArray[np.bool_]) -> Int64Array:
        sums = np.zeros(len(owner_ids), dtype=np.int64)
        np.add.at(sums, places[chosen], amounts_micros[chosen])
        return sums

    movements = Movements(
        owner_ids, summed(given_from[BUDGET]), summed(given_from[RECEIVED]), summed(is_kept)
    )
    return movements, len(account_ids)


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
