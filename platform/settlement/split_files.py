"""The files of a split: reads and checks the Parquet inputs, writes the outcome and the shares.

A file that does not hold what it must is refused as a whole: MalformedFile, one line that names the
file, the column and the first bad row, counted from 1. Nothing is guessed, skipped or repaired.
What is fine: columns that nobody asked for, narrower integers than asked for, no rows at all, any
order of rows, recipients that nobody knows, several likes of one person for one recipient (posts of
one author), and a like of oneself: no book holds one, but the split has an answer to it.

Source: docs/words.md, "Files of a split".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from likewise.errors import InvalidInput, MalformedFile
from likewise.money import BPS_PER_WHOLE
from likewise.parquet_files import ROWS_PER_GROUP, open_writer, written_whole
from likewise.settlement.outcome import Outcome, ShareBlock, SplitInputs
from likewise.settlement.split import INT64_MAX, Int64Array, exact_sum

OUTCOME_FILE = "outcome.parquet"
SHARES_FILE = "shares.parquet"

_READABLE_TYPES = (
    *(pa.int64(), pa.int32(), pa.int16(), pa.int8()),
    *(pa.uint32(), pa.uint16(), pa.uint8()),
)
_SHARES_SCHEMA = pa.schema(
    [("like_id", pa.int64()), ("hop", pa.int32()), ("share_micros", pa.int64())]
)


def read_inputs(pots: Path, likes: Path, forward: Path | None = None) -> SplitInputs:
    """The inputs of a split from their files; without `forward`, nobody passes anything on.

    Raises MalformedFile for the first thing found wrong in any of them.
    """
    person_ids, amounts_micros = _read_pots(pots)
    like_ids, liker_ids, recipient_ids = _read_likes(likes)
    forward_ids, forward_bps = _read_forward(forward)
    return SplitInputs(
        person_ids, amounts_micros, like_ids, liker_ids, recipient_ids, forward_ids, forward_bps
    )


def write_outcome(outcome: Outcome, path: Path) -> None:
    """Writes the outcome, a row for each account, sorted by id; replaces a file of that name.

    Raises InvalidInput if there can't be a file.
    """
    table = pa.table(outcome.columns())
    _write(path, table.schema, [table])


def write_shares(blocks: Iterable[ShareBlock], path: Path) -> None:
    """Writes the shares block by block, never all of them in memory; replaces a file of that name.

    Raises InvalidInput if there can't be a file.
    """
    columns = (
        [pa.array(block.like_ids), pa.array(block.hops, pa.int32()), pa.array(block.share_micros)]
        for block in blocks
    )
    tables = (pa.table(arrays, schema=_SHARES_SCHEMA) for arrays in columns)
    _write(path, _SHARES_SCHEMA, tables)


def discard_shares(path: Path) -> None:
    """Removes the shares of an earlier run, which must not lie beside another run's outcome."""
    with _refusing(path):
        path.unlink(missing_ok=True)


def _read_pots(path: Path) -> tuple[Int64Array, Int64Array]:
    person_ids, amounts_micros = _read_columns(path, "person_id", "amount_micros")
    _refuse_where(path, "amount_micros", amounts_micros < 0, "is negative")
    _refuse_repeated(path, "person_id", person_ids)
    if exact_sum(amounts_micros) > INT64_MAX:
        # No amount is negative, so the first sum beyond 64 bits wraps to below zero.
        _refuse_where(
            path, "amount_micros", np.cumsum(amounts_micros) < 0, "the sum is beyond 64 bits here"
        )
    return person_ids, amounts_micros


def _read_likes(path: Path) -> tuple[Int64Array, Int64Array, Int64Array]:
    like_ids, person_ids, recipient_ids = _read_columns(
        path, "like_id", "person_id", "recipient_id"
    )
    _refuse_repeated(path, "like_id", like_ids)
    return like_ids, person_ids, recipient_ids


def _read_forward(path: Path | None) -> tuple[Int64Array, Int64Array]:
    if path is None:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    person_ids, forward_bps = _read_columns(path, "person_id", "forward_bps")
    out_of_range = (forward_bps < 0) | (forward_bps > BPS_PER_WHOLE)
    _refuse_where(path, "forward_bps", out_of_range, f"is not 0 to {BPS_PER_WHOLE}")
    _refuse_repeated(path, "person_id", person_ids)
    return person_ids, forward_bps


def _read_columns(path: Path, *names: str) -> list[Int64Array]:
    """The named columns, as 64-bit integers without nulls. Raises MalformedFile."""
    try:
        with pq.ParquetFile(path) as file:
            _refuse_other_types(path, file.schema_arrow, names)
            table = file.read(columns=list(names))
    except FileNotFoundError as error:
        raise MalformedFile(f"{path}: no such file") from error
    except (pa.ArrowException, OSError) as error:
        reason = " ".join(str(error).split())
        raise MalformedFile(f"{path}: cannot be read as a Parquet file: {reason}") from error
    for name in names:
        if table[name].null_count:
            _refuse_where(path, name, pc.is_null(table[name]).to_numpy(), "is null")
    return [table[name].to_numpy().astype(np.int64, copy=False) for name in names]


def _refuse_other_types(path: Path, schema: pa.Schema, names: Iterable[str]) -> None:
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


def _refuse_where(path: Path, column: str, is_bad: npt.NDArray[np.bool_], what: str) -> None:
    """Raises MalformedFile for the first row that is bad, if one is."""
    if is_bad.any():
        raise MalformedFile(f"{path}: column {column}, row {int(is_bad.argmax()) + 1}: {what}")


def _refuse_repeated(path: Path, column: str, ids: Int64Array) -> None:
    """Raises MalformedFile for the first row whose id stands in a row before it."""
    if bool((ids[1:] > ids[:-1]).all()):
        return
    ascending = np.sort(ids)
    if not (ascending[1:] == ascending[:-1]).any():
        return
    _, first_rows = np.unique(ids, return_index=True)
    is_repeated = np.ones(len(ids), dtype=np.bool_)
    is_repeated[first_rows] = False
    row = int(is_repeated.argmax())
    _refuse_where(path, column, is_repeated, f"{ids[row]} is there a second time")


def _write(path: Path, schema: pa.Schema, tables: Iterable[pa.Table]) -> None:
    """Writes tables as one file. Raises InvalidInput if there can't be one."""
    with _refusing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with written_whole(path) as partial, open_writer(partial, schema) as file:
            for table in tables:
                file.write_table(table, row_group_size=ROWS_PER_GROUP)


@contextmanager
def _refusing(path: Path) -> Iterator[None]:
    """Turns what the file system says against `path` into InvalidInput."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or " ".join(str(error).split())
        raise InvalidInput(f"{path}: cannot be written: {reason}", field="out") from error
