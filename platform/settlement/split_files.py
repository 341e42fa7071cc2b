"""The files of a split: reads and checks the Parquet inputs, writes the outcome and the shares.

A file that does not hold what it must is refused as a whole: MalformedFile, one line that names the
file, the column and the first bad row, counted from 1. Nothing is guessed, skipped or repaired.
What is fine: columns that nobody asked for, narrower integers than asked for, no rows at all, any
order of rows, recipients that nobody knows, several likes of one person for one recipient (posts of
one author), and a like of oneself: no book holds one, but the split has an answer to it.

Source: docs/words.md, "Files of a split".
"""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from likewise.errors import MalformedFile
from likewise.money import BPS_PER_WHOLE
from likewise.parquet_files import parquet_written
from likewise.settlement.cores import core_count
from likewise.settlement.outcome import Outcome, ShareBlock, SplitInputs
from likewise.settlement.split import INT64_MAX, Int64Array, exact_sum
from likewise.storage import Location

OUTCOME_FILE = "outcome.parquet"
SHARES_FILE = "shares.parquet"

_SLOTS_PER_ID = 8
"""Ids are ticked off in so many slots of a byte for each at most: what sorting them takes."""
_IDS_AT_ONCE = 1 << 16

_READABLE_TYPES = (
    *(pa.int64(), pa.int32(), pa.int16(), pa.int8()),
    *(pa.uint32(), pa.uint16(), pa.uint8()),
)
_SHARES_SCHEMA = pa.schema(
    [("like_id", pa.int64()), ("hop", pa.int32()), ("share_micros", pa.int64())]
)


def read_inputs(pots: Location, likes: Location, forward: Location | None = None) -> SplitInputs:
    """The inputs of a split from their files; without `forward`, nobody passes anything on.

    Raises MalformedFile for the first thing found wrong in any of them.
    """
    person_ids, amounts_micros = _read_pots(pots)
    like_ids, liker_ids, recipient_ids = _read_likes(likes)
    forward_ids, forward_bps = _read_forward(forward)
    return SplitInputs(
        person_ids, amounts_micros, like_ids, liker_ids, recipient_ids, forward_ids, forward_bps
    )


def write_outcome(outcome: Outcome, path: Location) -> None:
    """Writes the outcome, a row for each account, sorted by id; replaces a file of that name.

    Raises StorageFailed if there can't be a file.
    """
    table = pa.table(outcome.columns())
    _write(path, table.schema, [table])


def read_outcome(path: Location) -> Outcome:
    """The outcome in a file that `write_outcome` wrote, without its sums by hop.

    Raises MalformedFile; that it is the right one, its digest has to tell.
    """
    names = ("account_id", "unshared_micros", "received_micros", "passed_on_micros")
    account_ids, unshared_micros, received_micros, passed_on_micros = _read_columns(path, *names)
    return Outcome(account_ids, unshared_micros, received_micros, passed_on_micros, ())


def write_shares(blocks: Iterable[ShareBlock], path: Location) -> None:
    """Writes the shares block by block, never all of them in memory; replaces a file of that name.

    Raises StorageFailed if there can't be a file.
    """
    columns = (
        [pa.array(block.like_ids), pa.array(block.hops, pa.int32()), pa.array(block.share_micros)]
        for block in blocks
    )
    tables = (pa.table(arrays, schema=_SHARES_SCHEMA) for arrays in columns)
    _write(path, _SHARES_SCHEMA, tables)


def discard_shares(path: Location) -> None:
    """Removes the shares of an earlier run, which must not lie beside another run's outcome."""
    path.remove()


def _read_pots(path: Location) -> tuple[Int64Array, Int64Array]:
    person_ids, amounts_micros = _read_columns(path, "person_id", "amount_micros")
    _refuse_where(path, "amount_micros", amounts_micros < 0, "is negative")
    _refuse_repeated(path, "person_id", person_ids)
    if exact_sum(amounts_micros) > INT64_MAX:
        # No amount is negative, so the first sum beyond 64 bits wraps to below zero.
        _refuse_where(
            path, "amount_micros", np.cumsum(amounts_micros) < 0, "the sum is beyond 64 bits here"
        )
    return person_ids, amounts_micros


def _read_likes(path: Location) -> tuple[Int64Array, Int64Array, Int64Array]:
    like_ids, person_ids, recipient_ids = _read_columns(
        path, "like_id", "person_id", "recipient_id"
    )
    _refuse_repeated(path, "like_id", like_ids)
    return like_ids, person_ids, recipient_ids


def _read_forward(path: Location | None) -> tuple[Int64Array, Int64Array]:
    if path is None:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    person_ids, forward_bps = _read_columns(path, "person_id", "forward_bps")
    out_of_range = (forward_bps < 0) | (forward_bps > BPS_PER_WHOLE)
    _refuse_where(path, "forward_bps", out_of_range, f"is not 0 to {BPS_PER_WHOLE}")
    _refuse_repeated(path, "person_id", person_ids)
    return person_ids, forward_bps


def _read_columns(path: Location, *names: str) -> list[Int64Array]:
    """The named columns, as 64-bit integers without nulls. Raises MalformedFile."""
    try:
        with path.open() as stream:
            return _read_groups(path, stream, names)
    except FileNotFoundError as error:
        raise MalformedFile(f"{path}: no such file") from error
    # A damaged file may also tell of more rows than there can be.
    except (pa.ArrowException, OSError, MemoryError, ValueError) as error:
        reason = " ".join(str(error).split())
        raise MalformedFile(f"{path}: cannot be read as a Parquet file: {reason}") from error


def _read_groups(path: Location, stream: pa.NativeFile, names: tuple[str, ...]) -> list[Int64Array]:
    """Reads row group by row group to its place: only a few of them are there twice."""
    with pq.ParquetFile(stream) as file:
        metadata, schema = file.metadata, file.schema_arrow
    refuse_other_types(path, schema, names)
    groups = range(metadata.num_row_groups)
    borders = np.cumsum([0, *(metadata.row_group(group).num_rows for group in groups)]).tolist()
    columns = [np.empty(borders[-1], dtype=np.int64) for _ in names]

    def read(group: int) -> None:
        file = pq.ParquetFile(stream, metadata=metadata, pre_buffer=True)
        table = file.read_row_group(group, columns=list(names), use_threads=False)
        for name, column in zip(names, columns, strict=True):
            if table[name].null_count:
                is_null = pc.is_null(table[name]).to_numpy()
                _refuse_where(path, name, is_null, "is null", rows_before=borders[group])
            column[borders[group] : borders[group + 1]] = table[name].to_numpy()

    with ThreadPoolExecutor(core_count()) as threads:
        for _ in threads.map(read, groups):
            pass
    return columns


def refuse_other_types(path: Location, schema: pa.Schema, names: Iterable[str]) -> None:
    """Raises MalformedFile unless each column is there, once, with integers that fit 64 bits."""
    for name in names:
        fields = schema.get_all_field_indices(name)
        if not fields:
            raise MalformedFile(f"{path}: column {name}: is missing")
        if len(fields) > 1:
            raise MalformedFile(f"{path}: column {name}: is there {len(fields)} times")
        found = schema.field(fields[0]).type
        if found not in _READABLE_TYPES:
            raise MalformedFile(f"{path}: column {name}: must be int64 and is {found}")


def _refuse_where(
    path: Location, column: str, is_bad: npt.NDArray[np.bool_], what: str, *, rows_before: int = 0
) -> None:
    """Raises MalformedFile for the first row that is bad, if one is."""
    if is_bad.any():
        row = rows_before + int(is_bad.argmax()) + 1
        raise MalformedFile(f"{path}: column {column}, row {row}: {what}")


def _refuse_repeated(path: Location, column: str, ids: Int64Array) -> None:
    """Raises MalformedFile for the first row whose id stands in a row before it."""
    if bool((ids[1:] > ids[:-1]).all()) or _are_distinct(ids):
        return
    _, first_rows = np.unique(ids, return_index=True)
    is_repeated = np.ones(len(ids), dtype=np.bool_)
    is_repeated[first_rows] = False
    row = int(is_repeated.argmax())
    _refuse_where(path, column, is_repeated, f"{ids[row]} is there a second time")


def _are_distinct(ids: Int64Array) -> bool:
    """Whether none of the ids, of which there are some, is there twice.

    Ids of a month lie close together: ticking each off costs a third of sorting them.
    """
    lowest_id, slot_count = int(ids.min()), int(ids.max()) - int(ids.min()) + 1
    if slot_count > _SLOTS_PER_ID * len(ids):
        ascending = np.sort(ids)
        return not bool((ascending[1:] == ascending[:-1]).any())
    is_there = np.zeros(slot_count, dtype=np.bool_)
    for first in range(0, len(ids), _IDS_AT_ONCE):
        is_there[ids[first : first + _IDS_AT_ONCE] - lowest_id] = True
    return int(np.count_nonzero(is_there)) == len(ids)


def _write(path: Location, schema: pa.Schema, tables: Iterable[pa.Table]) -> None:
    """Writes tables as one file. Raises StorageFailed if there can't be one."""
    with parquet_written(path, schema) as file:
        for table in tables:
            file.write(table)
