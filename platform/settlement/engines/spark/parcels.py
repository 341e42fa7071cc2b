"""Parcels: columns of integers addressed to a block, as rows that Spark carries without a look.

Columns travel as the bytes of their little-endian integers of 64 bits. A row for each value would
cost Spark a hundred times what the kernel costs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from likewise import errors
from likewise.errors import Refusal
from likewise.settlement.split import Int64Array

PARCEL_COLUMNS = "block int, kind int, told string, columns array<binary>"
"""Those of parcels, in Spark's words; `told` is for the driver: a sum in digits, a refusal."""
_PARCEL_FIELDS: list[pa.Field[Any]] = [
    pa.field("block", pa.int32()),
    pa.field("kind", pa.int32()),
    pa.field("told", pa.string()),
    pa.field("columns", pa.list_(pa.binary())),
]


class ParcelKind(IntEnum):
    """What is in a parcel, and in which columns."""

    LIKES = 0
    """like id, person id, recipient id: to the person's block"""
    POTS = 1
    """person id, amount"""
    FORWARD = 2
    """person id, forward bps"""
    LIKE_IDS = 3
    """like id: to a block of its own, where it must be the only one"""
    BROUGHT = 4
    """account id, amount: what a hop brought, to the receiver's block"""
    TOTALS = 5
    """account id, received, passed on, of all hops so far: a block's to itself"""
    SHARED = 6
    """pot by liker: what a block's people shared at one hop, for when shares are asked for"""
    REFUSAL = 7
    """no columns: a worker refuses, and tells why"""
    NOTHING = 8
    """no columns: it says that there is such a block, even if nobody lives there"""


class Parcel(NamedTuple):
    """Columns of one length, and where they go; `kind` is a ParcelKind, or the number of a hop."""

    block: int
    kind: int
    columns: tuple[Int64Array, ...]
    told: str = ""


def block_of(ids: Int64Array, block_count: int) -> npt.NDArray[np.uint32]:
    """The block of each id: ids that follow one another are spread evenly (Fibonacci hashing)."""
    mixed = ids.view(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    return ((mixed >> np.uint64(32)) % np.uint64(block_count)).astype(np.uint32)


def deal_out(
    kind: int, blocks: npt.NDArray[np.uint32], block_count: int, *columns: Int64Array
) -> Iterator[Parcel]:
    """One parcel for each block that a row of the columns goes to; rows keep their order."""
    # Sixteen bits are sorted by counting, in linear time.
    narrow = blocks.astype(np.uint16) if block_count <= 1 << 16 else blocks
    order = np.argsort(narrow, kind="stable")
    cuts = np.searchsorted(blocks[order], np.arange(block_count + 1))
    yield from cut_out(kind, cuts, *(column[order] for column in columns))


def cut_out(kind: int, cuts: npt.NDArray[Any], *columns: Int64Array) -> Iterator[Parcel]:
    """One parcel for each block with a row; its rows are those from `cuts[block]` to the next."""
    for block, (first, last) in enumerate(pairwise(cuts.tolist())):
        if first < last:
            yield Parcel(block, kind, tuple(column[first:last] for column in columns))


def as_rows(parcels: Iterable[Parcel]) -> pa.RecordBatch:
    """The parcels as rows for Spark."""
    rows = list(parcels)
    columns = [[column.tobytes() for column in parcel.columns] for parcel in rows]
    arrays: list[pa.Array[Any]] = [
        pa.array([parcel.block for parcel in rows], pa.int32()),
        pa.array([int(parcel.kind) for parcel in rows], pa.int32()),
        pa.array([parcel.told for parcel in rows], pa.string()),
        pa.array(columns, pa.list_(pa.binary())),
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=pa.schema(_PARCEL_FIELDS))


def parcels_of(rows: pa.StructArray, *, block: int = 0) -> list[Parcel]:
    """The parcels in these rows, without copying; `block` is theirs if the rows don't say it."""
    names = [field.name for field in rows.type]
    fields = dict(zip(names, rows.flatten(), strict=True))
    kinds: list[Any] = fields["kind"].to_pylist()
    told: list[Any] = fields["told"].to_pylist() if "told" in fields else [""] * len(kinds)
    blocks: list[Any] = fields["block"].to_pylist() if "block" in fields else [block] * len(kinds)
    return [
        Parcel(where, kind, tuple(columns_of(packed)), said)
        for where, kind, packed, said in zip(blocks, kinds, fields["columns"], told, strict=True)
    ]


def columns_of(packed: Iterable[Any]) -> Iterator[Int64Array]:
    """The columns in one value of type array<binary>, without copying."""
    for value in packed:
        yield integers_in(value.as_buffer())


def integers_in(buffer: Any) -> Int64Array:
    """The 64-bit integers in these bytes, without copying."""
    return np.frombuffer(buffer, dtype="<i8") if len(buffer) else np.empty(0, dtype=np.int64)


def joined(parcels: Sequence[Parcel], kind: int, width: int) -> list[Int64Array]:
    """The columns of all parcels of one kind, one parcel after the other; `width` columns."""
    chosen = [parcel.columns for parcel in parcels if parcel.kind == kind]
    if not chosen:
        return [np.empty(0, dtype=np.int64) for _ in range(width)]
    return [np.concatenate(columns) for columns in zip(*chosen, strict=True)]


def refusal_parcel(refusal: Refusal) -> Parcel:
    """A refusal on its way to the driver. Raised, it would be tried again and again by Spark."""
    return Parcel(0, ParcelKind.REFUSAL, (), f"{type(refusal).__name__}: {refusal.message}")


def as_refusal(told: str) -> Refusal | None:
    """The refusal that was told, if it was one."""
    name, _, message = told.partition(": ")
    refused = getattr(errors, name, None)
    if isinstance(refused, type) and issubclass(refused, Refusal):
        return refused(message)
    return None
