"""Rows for COPY in binary form, made from NumPy arrays without a Python object for each.

Every column has one length: whole numbers, dates, moments, texts of one length; none is null.
Source: PostgreSQL's documentation of COPY, "Binary Format".
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any

import asyncpg
import numpy as np
import numpy.typing as npt

Columns = Mapping[str, npt.NDArray[Any]]
"""By name: arrays of int64, int32 or bytes; one value instead of an array is that of every row."""

_HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_TRAILER = b"\xff\xff"
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
                table, columns=list(part), source=_stream(part), format="binary"
            )


async def _stream(part: Columns) -> AsyncIterator[bytes]:
    yield _HEADER
    yield _rows(part).tobytes()
    yield _TRAILER


def _rows(part: Columns) -> npt.NDArray[np.void]:
    """Each row: how many fields, then each with its length before it, big end first."""
    form: list[tuple[str, str]] = [("fields", ">i2")]
    for name, column in part.items():
        form += [(f"{name} length", ">i4"), (name, column.dtype.newbyteorder(">").str)]
    rows = np.empty(max(column.size for column in part.values()), dtype=form)
    rows["fields"] = len(part)
    for name, column in part.items():
        rows[f"{name} length"] = column.dtype.itemsize
        rows[name] = column
    return rows
