"""COPY between PostgreSQL and NumPy: columns as arrays, without a Python object for each value.

Rows of numbers that are never null have one length in COPY's binary form, so a piece of the stream
is an array as it stands. So have rows with texts, as long as these are of one length.
Source: PostgreSQL's documentation of COPY, "Binary Format".
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from likewise.models.unit_of_work import UnitOfWork

Columns = Mapping[str, type[np.signedinteger]]
"""The names and the types of columns: np.int64 for bigint, np.int32 for int."""

Arrays = list[npt.NDArray[np.signedinteger]]
"""Columns of one length, in the order in which they were named."""

Part = Mapping[str, npt.NDArray[Any]]
"""Rows to write, as columns by name: arrays of int64, int32 or bytes, whose texts are ASCII and all
as long as the widest. One value instead of an array is that of every row."""

_HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_TRAILER = b"\xff\xff"
_ROWS_AT_ONCE = 1 << 20
_BYTES_AT_ONCE = 1 << 20


async def copy_out(
    work: UnitOfWork,
    sql: str,
    *values: object,
    columns: Columns,
    take: Callable[[Arrays], Awaitable[None]],
    rows_at_once: int = _ROWS_AT_ONCE,
) -> None:
    """Hand all rows of a query to `take`, so many at once, the last time fewer; no rows, no call.

    The query must return these columns in this order, none of them ever null: else ValueError.
    """
    stream = _Stream(columns)

    async def arrive(piece: bytes) -> None:
        stream.add(piece)
        if stream.row_count >= rows_at_once:
            await take(stream.taken(rows_at_once))

    async with work.connection() as connection:
        await connection.copy_from_query(sql, *values, output=arrive, format="binary")
    while stream.row_count:
        await take(stream.taken(min(rows_at_once, stream.row_count)))


async def copy_all(
    work: UnitOfWork, sql: str, *values: object, columns: Columns
) -> dict[str, npt.NDArray[np.signedinteger]]:
    """All rows of a query at once, by name of the column; as `copy_out`."""
    parts: list[Arrays] = []

    async def take(arrays: Arrays) -> None:
        parts.append(arrays)

    await copy_out(work, sql, *values, columns=columns, take=take)
    if not parts:
        return {name: np.empty(0, dtype=kind) for name, kind in columns.items()}
    return {name: np.concatenate([part[i] for part in parts]) for i, name in enumerate(columns)}


async def copy_in(work: UnitOfWork, table: str, parts: Iterable[Part]) -> None:
    """Write rows into a table by one statement; every part has the same columns in one order.

    Raises what PostgreSQL refuses as asyncpg tells it.
    """
    first, *others = parts
    source = copied_in(first, *others)
    async with work.connection() as connection:
        await connection.copy_to_table(table, columns=list(first), source=source, format="binary")


async def copied_in(*parts: Part) -> AsyncIterator[bytes]:
    """What COPY reads for these rows."""
    yield _HEADER
    for part in parts:
        for piece in _pieces(_rows(part)):
            yield piece
    yield _TRAILER


def _rows(part: Part) -> npt.NDArray[np.void]:
    row_type = _row_type({name: column.dtype for name, column in part.items()})
    rows = np.empty(max(column.size for column in part.values()), dtype=row_type)
    rows["fields"] = len(part)
    for name, column in part.items():
        rows[f"{name} length"] = row_type[name].itemsize
        rows[name] = column
    return rows


def _pieces(rows: npt.NDArray[np.void]) -> Iterator[bytes]:
    """The bytes of the rows, in portions."""
    step = max(1, _BYTES_AT_ONCE // rows.itemsize)
    for first in range(0, len(rows), step):
        yield rows[first : first + step].tobytes()


def _row_type(columns: Mapping[str, npt.DTypeLike]) -> np.dtype[np.void]:
    """One row in COPY's binary form: how many fields, then each with its length before it."""
    parts: list[tuple[str, str]] = [("fields", ">i2")]
    for name, kind in columns.items():
        parts += [(f"{name} length", ">i4"), (name, np.dtype(kind).newbyteorder(">").str)]
    return np.dtype(parts)


class _Stream:
    """What has arrived of a COPY and has not been taken."""

    def __init__(self, columns: Columns) -> None:
        self._names = list(columns)
        self._row_type = _row_type(columns)
        self._bytes = bytearray()
        self._headless = True

    @property
    def row_count(self) -> int:
        """How many rows are here as a whole; what ends the stream is too short for one."""
        return len(self._bytes) // self._row_type.itemsize

    def add(self, piece: bytes) -> None:
        """Something has arrived."""
        self._bytes += piece
        if self._headless and len(self._bytes) >= len(_HEADER):
            del self._bytes[: len(_HEADER)]
            self._headless = False

    def taken(self, count: int) -> Arrays:
        """Take so many rows. Raises ValueError if they don't have the expected form."""
        length = count * self._row_type.itemsize
        rows = np.frombuffer(bytes(memoryview(self._bytes)[:length]), dtype=self._row_type)
        del self._bytes[:length]
        if (rows["fields"] != len(self._names)).any():
            raise ValueError("COPY brought other columns than expected")
        for name in self._names:
            if (rows[f"{name} length"] != self._row_type[name].itemsize).any():
                raise ValueError(f"COPY brought a null, or another type, in {name}")
        return [rows[name].astype(rows[name].dtype.newbyteorder("=")) for name in self._names]
