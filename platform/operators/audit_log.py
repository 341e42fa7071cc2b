"""Reading the log of what operators did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from likewise.models import database
from likewise.models.unit_of_work import Row
from likewise.months import Month
from likewise.operators.deeds import Deed
from likewise.operators.newest_first import Condition, newest_first


@dataclass(frozen=True, slots=True)
class Entry:
    """A deed: who did it (None: the command line), about what, when, and why if she said so.

    `amount_micros` is the payout's.
    """

    id: int
    deed: Deed
    happened_at: datetime
    operator_id: int | None
    person_id: int | None
    payout_id: int | None
    amount_micros: int | None
    month: Month | None
    reason: str | None


async def audit_log(
    *,
    person_id: int | None = None,
    deed: Deed | None = None,
    first: int = 100,
    before_id: int | None = None,
) -> list[Entry]:
    """The deeds, the newest first; of those that a person did or that were about her; of a kind."""
    conditions: list[Condition] = []
    if person_id is not None:
        conditions.append((_OF_PERSON, [person_id]))
    if deed is not None:
        conditions.append(("deed = {0}", [deed.value]))
    found = await newest_first(
        _ENTRY, conditions, by="operator_deeds.id", first=first, before_id=before_id
    )
    return [_as_entry(row) for row in found]


async def entry_by_id(entry_id: int) -> Entry | None:
    """The entry with this id, if there is one."""
    row = await database.row(f"{_ENTRY} WHERE operator_deeds.id = $1", entry_id)
    return None if row is None else _as_entry(row)


def _as_entry(row: Row) -> Entry:
    month = row["month"]
    return Entry(
        **{**row, "deed": Deed(row["deed"]), "month": None if month is None else Month.of(month)}
    )


_ENTRY = """
SELECT operator_deeds.id, deed, happened_at, operator_id, operator_deeds.person_id, payout_id,
    payouts.amount_micros, month, reason
FROM operator_deeds LEFT JOIN payouts ON payouts.id = payout_id
"""
_OF_PERSON = "(operator_deeds.person_id = {0} OR operator_deeds.operator_id = {0})"
