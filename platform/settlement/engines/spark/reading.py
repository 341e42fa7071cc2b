"""Reading the inputs: a row group at a time, on whichever worker, straight from where it lies.

pyarrow reads local disks and object stores alike, so Spark needs no connector for any of them.
What is refused is what `split_files` refuses, in its words. But the number of a bad row is left
out: a worker does not know how many rows lie before its own, and counting them is another pass.
"""

from __future__ import annotations

import socket
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from likewise.errors import MalformedFile
from likewise.money import BPS_PER_WHOLE
from likewise.settlement.engines.spark.parcels import (
    Parcel,
    ParcelKind,
    as_rows,
    block_of,
    deal_out,
    refusal_parcel,
)
from likewise.settlement.split import Int64Array
from likewise.settlement.split_files import refuse_other_types
from likewise.storage import Location

_ROWS_AT_ONCE = 1 << 20
_NAMES = {
    ParcelKind.LIKES: ("like_id", "person_id", "recipient_id"),
    ParcelKind.POTS: ("person_id", "amount_micros"),
    ParcelKind.FORWARD: ("person_id", "forward_bps"),
}


@dataclass(frozen=True, slots=True)
class Footer:
    """What the end of a Parquet file says about it."""

    group_count: int
    row_count: int


@dataclass(frozen=True, slots=True)
class InputFile:
    """One of the three files, with what is expected in it. Sent to the workers."""

    kind: ParcelKind
    location: Location

    @property
    def names(self) -> tuple[str, ...]:
        """The columns that are read."""
        return _NAMES[self.kind]

    def footer(self) -> Footer:
        """Raises MalformedFile if it is no Parquet file with these columns."""
        with self._opened() as file:
            refuse_other_types(self.location, file.schema_arrow, self.names)
            return Footer(file.metadata.num_row_groups, file.metadata.num_rows)

    def columns_of(self, group: int) -> Iterator[list[Int64Array]]:
        """The columns of one row group, checked, some rows at a time. Raises MalformedFile."""
        with self._opened() as file:
            batches = file.iter_batches(_ROWS_AT_ONCE, row_groups=[group], columns=[*self.names])
            for batch in batches:
                yield [self._checked(batch[name], name) for name in self.names]

    @contextmanager
    def _opened(self) -> Iterator[pq.ParquetFile]:
        try:
            with self.location.open() as stream, pq.ParquetFile(stream) as file:
                yield file
        except FileNotFoundError as error:
            host = socket.gethostname()
            raise MalformedFile(f"{self.location}: no such file (seen from {host})") from error
        except (pa.ArrowException, OSError) as error:
            reason = " ".join(str(error).split())
            message = f"{self.location}: cannot be read as a Parquet file: {reason}"
            raise MalformedFile(message) from error

    def _checked(self, column: pa.Array[Any], name: str) -> Int64Array:
        if column.null_count:
            self.refuse(name, "is null")
        values: Int64Array = column.to_numpy(zero_copy_only=False).astype(np.int64, copy=False)
        if name == "amount_micros" and (values < 0).any():
            self.refuse(name, "is negative")
        if name == "forward_bps" and ((values < 0) | (values > BPS_PER_WHOLE)).any():
            self.refuse(name, f"is not 0 to {BPS_PER_WHOLE}")
        return values

    def refuse_repeated(self, name: str, ids: Int64Array) -> None:
        """Raises MalformedFile if an id is there twice; `ids` ascending."""
        repeated = np.flatnonzero(ids[1:] == ids[:-1])
        if len(repeated):
            self.refuse(name, f"{ids[repeated[0]]} is there a second time")

    def refuse(self, name: str, what: str) -> None:
        """Raises MalformedFile for a column."""
        raise MalformedFile(f"{self.location}: column {name}: {what}")


def deal_out_groups(
    batches: Iterable[pa.RecordBatch], *, file: InputFile, block_count: int
) -> Iterator[pa.RecordBatch]:
    """On a worker: in go numbers of row groups, out come parcels for the blocks.

    After a refusal it goes on: Spark throws away a worker that did not read to the end.
    """
    for batch in batches:
        groups: list[Any] = batch.column(0).to_pylist()
        for group in groups:
            try:
                for columns in file.columns_of(group):
                    yield as_rows(_dealt(file.kind, columns, block_count))
            except MalformedFile as refusal:
                yield as_rows([refusal_parcel(refusal)])


def _dealt(kind: ParcelKind, columns: list[Int64Array], block_count: int) -> Iterator[Parcel]:
    people = columns[_NAMES[kind].index("person_id")]
    yield from deal_out(kind, block_of(people, block_count), block_count, *columns)
    if kind is ParcelKind.LIKES:
        like_ids = columns[0]
        yield from deal_out(
            ParcelKind.LIKE_IDS, block_of(like_ids, block_count), block_count, like_ids
        )
