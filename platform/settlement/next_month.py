"""Which month is next to be closed."""

from __future__ import annotations

from dataclasses import dataclass

from likewise.models import database
from likewise.months import Month


@dataclass(frozen=True, slots=True)
class NextMonth:
    """The month after the last one that was sealed, or, if none was, the first with a like.

    `number` is what its seal will have; `closing` is the month before it, while that is on its way.
    """

    month: Month
    number: int
    closing: Month | None
    has_begun: bool
    has_ended: bool


async def next_month() -> NextMonth:
    """As the database and its clock stand."""
    row = await database.row(_NEXT)
    assert row is not None
    closing = row["closing"]
    return NextMonth(
        Month.of(row["month"]),
        row["number"],
        None if closing is None else Month.of(closing),
        row["has_begun"],
        row["has_ended"],
    )


_NEXT = """
SELECT *, month <= this_month() AS has_begun, month < this_month() AS has_ended
FROM (
    SELECT count(*) + 1 AS number, max(month) FILTER (WHERE state <> 'closed') AS closing, coalesce(
        (max(month) + interval '1 month')::date,
        (SELECT min(month) FROM likes),
        this_month()
    ) AS month FROM settlements
) AS next
"""
