"""Every movement of a person's money, and what her wallet held after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from likewise.community.targets import MAX_ID
from likewise.models import database
from likewise.models.unit_of_work import Row
from likewise.months import Month

Kind = Literal["payment", "given", "brought", "payout"]


@dataclass(frozen=True, slots=True)
class WalletMovement:
    """One transfer from or to her budget or her received money; amounts in micros.

    `kind`: a payment came in or was taken back; a settlement took what she gave, or brought what
    she kept, in the close of `month`; a payout took money, or gave it back. `budget_micros` and
    `received_micros` are what she had afterwards, on hold or not, without what is on its way out.
    """

    id: int
    person_id: int
    moved_at: datetime
    kind: Kind
    month: Month | None
    budget_change_micros: int
    received_change_micros: int
    budget_micros: int
    received_micros: int


async def history_of(person_id: int, *, first: int, after_id: int | None) -> list[WalletMovement]:
    """The `first` last movements of a person's money, or those before `after_id`; newest first.

    To know whether more follow, ask for one more. One statement: it goes back from the balances as
    they are, so all that it tells agrees with them, and reads no more than it tells and what is
    newer than `after_id`.
    """
    before_id = MAX_ID if after_id is None else min(after_id, MAX_ID)
    rows = await database.rows(_HISTORY, person_id, max(first, 0), before_id)
    return [_as_movement(person_id, row) for row in rows]


async def movement_by_id(movement_id: int) -> WalletMovement | None:
    """The movement with this id, whoever's money it is."""
    row = await database.row(_WHOSE, movement_id)
    if row is None:
        return None
    (found,) = await history_of(row["person_id"], first=1, after_id=movement_id + 1)
    return found


def _as_movement(person_id: int, row: Row) -> WalletMovement:
    change = row["budget_change"] + row["received_change"]
    kind: Kind = "payment"
    if row["month"] is not None:
        kind = "given" if change < 0 else "brought"
    elif row["is_payout"]:
        kind = "payout"
    return WalletMovement(
        id=row["id"],
        person_id=person_id,
        moved_at=row["created_at"],
        kind=kind,
        month=None if row["month"] is None else Month.of(row["month"]),
        budget_change_micros=row["budget_change"],
        received_change_micros=row["received_change"],
        budget_micros=row["budget"],
        received_micros=row["received"],
    )


_WHOSE = """
SELECT accounts.person_id FROM transfers
JOIN accounts ON accounts.id IN (transfers.source_id, transfers.destination_id)
WHERE transfers.id = $1 AND accounts.kind IN ('budget', 'received') LIMIT 1
"""
# $2: how many; $3: before which transfer. From the balances as they are, what is newer taken off.
_HISTORY = """
WITH hers AS MATERIALIZED (
    SELECT id, kind, balance_micros FROM accounts
    WHERE person_id = $1 AND kind IN ('budget', 'received')
), newer AS (
    SELECT coalesce(sum(micros) FILTER (WHERE kind = 'budget'), 0)::bigint AS budget,
        coalesce(sum(micros) FILTER (WHERE kind = 'received'), 0)::bigint AS received
    FROM hers CROSS JOIN LATERAL (
        SELECT -amount_micros AS micros FROM transfers WHERE source_id = hers.id AND id >= $3
        UNION ALL
        SELECT amount_micros FROM transfers WHERE destination_id = hers.id AND id >= $3
    ) AS sides
), sides AS (
    SELECT side.*, hers.kind FROM hers CROSS JOIN LATERAL (
        (SELECT id, created_at, -amount_micros AS micros, destination_id AS other_id
         FROM transfers WHERE source_id = hers.id AND id < $3 ORDER BY id DESC LIMIT $2)
        UNION ALL
        (SELECT id, created_at, amount_micros, source_id
         FROM transfers WHERE destination_id = hers.id AND id < $3 ORDER BY id DESC LIMIT $2)
    ) AS side
), movements AS (
    SELECT id, created_at, min(other_id) AS other_id,
        coalesce(sum(micros) FILTER (WHERE kind = 'budget'), 0)::bigint AS budget_change,
        coalesce(sum(micros) FILTER (WHERE kind = 'received'), 0)::bigint AS received_change
    FROM sides GROUP BY id, created_at ORDER BY id DESC LIMIT $2
)
SELECT movements.id, movements.created_at, budget_change, received_change, settlements.month,
    other.kind = 'in_flight' AS is_payout,
    (held.budget - newer.budget - coalesce(sum(budget_change) OVER later, 0))::bigint AS budget,
    (held.received - newer.received - coalesce(sum(received_change) OVER later, 0))::bigint
        AS received
FROM movements CROSS JOIN newer CROSS JOIN (
    SELECT coalesce(sum(balance_micros) FILTER (WHERE kind = 'budget'), 0) AS budget,
        coalesce(sum(balance_micros) FILTER (WHERE kind = 'received'), 0) AS received
    FROM hers
) AS held
JOIN accounts AS other ON other.id = movements.other_id
LEFT JOIN settlements ON settlements.id = other.settlement_id
WINDOW later AS (ORDER BY movements.id DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
ORDER BY movements.id DESC
"""
