"""Rows of a crowd into its tables, as our own closing copies columns.

Also dates and moments, as the whole numbers that they are to PostgreSQL, and texts of one length.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any

import asyncpg
import numpy as np
import numpy.typing as npt

from likewise.models.copying import copied_in

Columns = Mapping[str, npt.NDArray[Any]]
"""By name: arrays of int64, int32 or bytes; one value instead of an array is that of every row."""

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


def as_date(day: date) -> npt.NDArray[np.int32]:
    """A date as PostgreSQL sends it: days since 2000."""
    return np.array((day - _EPOCH.date()).days, dtype=np.int32)


def moments_between(
    first: datetime, last: datetime, positions: npt.NDArray[np.int64], total: int
) -> npt.NDArray[np.int64]:
    """Of `total` moments spread evenly, those of these positions: microseconds since 2000."""
    start, end = ((each - _EPOCH).total_seconds() * 1e6 for each in (first, last))
    return (start + positions * ((end - start) / total)).astype(np.int64)


async def copy_rows(connection: asyncpg.Connection, table: str, parts: Iterable[Columns]) -> None:
    """Write rows into a table; every part has the same columns."""
    async with connection.transaction():
        for part in parts:
            await connection.copy_to_table(
                table, columns=list(part), source=copied_in(part), format="binary"
            )
