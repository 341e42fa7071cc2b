"""Entering very many transfers at once: as columns by COPY, and set-based from there on.

The rules are those of `transfers.enter`, and so is what refuses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from likewise.ledger.transfers import database_refusals
from likewise.models.copying import Columns, copy_in
from likewise.models.gate import pass_gate
from likewise.models.unit_of_work import UnitOfWork
from likewise.settings import settings

_COLUMNS: Columns = {
    "family": np.int32,
    "number": np.int64,
    "source_id": np.int64,
    "destination_id": np.int64,
    "amount_micros": np.int64,
}


@dataclass(frozen=True, slots=True)
class TransferColumns:
    """Wishes as in `Transfer`, one place of each column for each; amounts in micros.

    The key of a transfer is `families[family]`, a colon, and its number.
    """

    families: Sequence[str]
    family: npt.NDArray[np.int32]
    number: npt.NDArray[np.int64]
    source_ids: npt.NDArray[np.int64]
    destination_ids: npt.NDArray[np.int64]
    amounts_micros: npt.NDArray[np.int64]


async def enter_columns(work: UnitOfWork, transfers: TransferColumns) -> None:
    """Enter transfers, all or nothing, at most once in a unit of work.

    Unlike `transfers.enter`, a key that is there already is refused whatever stands under it: who
    comes with batches knows how far they came. Whoever watches the wallets has to be told by the
    caller. Raises what `transfers.enter` raises.
    """
    gate = await pass_gate(work)
    await work.execute(_STAGE)
    await copy_in(
        work,
        "staged_transfers",
        _COLUMNS,
        (
            transfers.family,
            transfers.number,
            transfers.source_ids,
            transfers.destination_ids,
            transfers.amounts_micros,
        ),
    )
    # Accounts that are touched together lie side by side, most often: reading one by its index
    # costs hardly more than the next row of the table, which must not be read as a whole.
    await work.execute("SET LOCAL random_page_cost = 1.1")
    await work.execute("ANALYZE staged_transfers")
    await work.execute(_LOCK_ACCOUNTS)
    with database_refusals():
        await work.execute(_ENTER, list(transfers.families), settings().currency, gate.seals_before)


_STAGE = """
CREATE TEMPORARY TABLE staged_transfers (
    family int NOT NULL,
    number bigint NOT NULL,
    source_id bigint NOT NULL,
    destination_id bigint NOT NULL,
    amount_micros bigint NOT NULL
) ON COMMIT DROP
"""
# In ascending id, as every unit of work locks them: see `transfers.enter`.
_LOCK_ACCOUNTS = """
SELECT count(*) FROM (
    SELECT FROM accounts WHERE id IN (
        SELECT source_id FROM staged_transfers UNION SELECT destination_id FROM staged_transfers
    ) ORDER BY id FOR NO KEY UPDATE
) AS locked
"""
_ENTER = """
INSERT INTO transfers (key, source_id, destination_id, amount_micros, currency, seals_before)
SELECT ($1::text[])[family + 1] || ':' || number, source_id, destination_id, amount_micros, $2, $3
FROM staged_transfers
"""
