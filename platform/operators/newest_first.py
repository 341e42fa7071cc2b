"""Lists that operators read: the newest first, of what meets all of some conditions."""

from __future__ import annotations

from collections.abc import Sequence

from likewise.models import database
from likewise.models.unit_of_work import Row

Condition = tuple[str, Sequence[object]]
"""SQL, and the values of its `{0}`, `{1}` and so on: constant text, whatever is asked for."""


async def newest_first(
    select: str, conditions: Sequence[Condition], *, by: str, first: int, before_id: int | None
) -> list[Row]:
    """The `first` rows of a select that meet the conditions, those with the highest ids.

    `by` is the id's column; the list goes on below `before_id`.
    """
    below = [] if before_id is None else [(f"{by} < {{0}}", [before_id])]
    texts, values = [], list[object]()
    for text, its in [*conditions, *below]:
        places = [f"${len(values) + number}" for number in range(1, len(its) + 1)]
        texts.append(text.format(*places))
        values += its
    where = f"WHERE {' AND '.join(texts)}" if texts else ""
    sql = f"{select} {where} ORDER BY {by} DESC LIMIT ${len(values) + 1}"
    return await database.rows(sql, *values, first)
