"""Which closings are worth waiting for: those of months that can still be closed."""

from __future__ import annotations

from likewise.errors import MonthNotBegun, MonthOutOfOrder
from likewise.models import database
from likewise.months import Month

# The second is what `sealing` asks before the first month of all.
_FIRST_CLOSED = "SELECT min(month) AS month FROM settlements"
_FIRST_OF_ALL = """
SELECT least((SELECT min(month) FROM likes), (SELECT min(month) FROM payments), this_month())
    AS month
"""


async def require_to_come(month: Month) -> None:
    """Raise for a month without a settlement that will not get one, or not before others.

    MonthNotBegun for a month that nobody can close yet: one that has not begun by the calendar,
    whether likes count for it already or not. MonthOutOfOrder for one before the first that was
    closed, or, if none was, before the first in which anything happened.
    """
    this_month = await _month("SELECT this_month() AS month")
    assert this_month is not None
    if month > this_month:
        raise MonthNotBegun(f"{month} has not begun: it can be closed from {month.first_day} on.")
    first = await _month(_FIRST_CLOSED)
    if first is not None and month < first:
        raise MonthOutOfOrder(f"{month} is never closed: the first month that was is {first}.")
    if first is None and (first_of_all := await _month(_FIRST_OF_ALL)) and month < first_of_all:
        raise MonthOutOfOrder(f"{month} is never closed: nothing happened before {first_of_all}.")


async def _month(sql: str) -> Month | None:
    row = await database.row(sql)
    return None if row is None or row["month"] is None else Month.of(row["month"])
