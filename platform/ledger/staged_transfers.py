"""Entering very many transfers at once, set-based: for a settlement's batches, which are built in
the database and never pass through Python.

The rules are those of `transfers.enter`, and so is what refuses.
"""

from __future__ import annotations

from likewise.ledger.transfers import database_refusals
from likewise.models.gate import pass_gate
from likewise.models.unit_of_work import UnitOfWork


async def stage(work: UnitOfWork, wishes: str, *values: object) -> int:
    """Keep what a query wishes for until this unit of work ends, for `enter_staged`; how many.

    The query returns key, source_id, destination_id and amount_micros, as in `Transfer`.
    """
    await work.execute(_STAGE)
    await work.execute(f"INSERT INTO staged_transfers {wishes}", *values)
    await work.execute("ANALYZE staged_transfers")
    return int((await work.one("SELECT count(*) FROM staged_transfers"))["count"])


async def enter_staged(work: UnitOfWork) -> None:
    """Enter what is staged, all or nothing.

    Unlike `transfers.enter`, a key that is there already is refused whatever stands under it: who
    comes with batches knows how far they came. Whoever watches the wallets has to be told by the
    caller. Raises what `transfers.enter` raises.
    """
    gate = await pass_gate(work)
    await work.execute(_LOCK_ACCOUNTS)
    with database_refusals():
        await work.execute(_ENTER, gate.seals_before)


_STAGE = """
CREATE TEMPORARY TABLE staged_transfers (
    key text NOT NULL,
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
SELECT key, source_id, destination_id, amount_micros, coalesce(source.currency, '---'), $1
FROM staged_transfers LEFT JOIN accounts AS source ON source.id = source_id
"""
