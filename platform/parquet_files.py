"""Writing Parquet files, the same bytes for the same rows, whole or not at all.

No clock goes into a Parquet file, but the writer's version does: the bytes repeat with the same
pyarrow. What has to repeat for ever is a digest of content.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO, cast

import pyarrow as pa
import pyarrow.parquet as pq

from likewise.storage import Location, WrittenFile, nowhere

ROWS_PER_GROUP = 1 << 20
_BYTES_AT_ONCE = 1 << 20


class ParquetFile:
    """A Parquet file that is being written: how many rows it has, and in the end its digest."""

    def __init__(self, file: WrittenFile, schema: pa.Schema) -> None:
        self._file = file
        # All is fixed that shapes the bytes, lest a library's new default change them.
        self._writer = pq.ParquetWriter(
            cast("IO[bytes]", file),
            schema,
            version="2.6",
            compression="zstd",
            compression_level=3,
            store_schema=False,
        )
        self.row_count = 0

    def write(self, table: pa.Table) -> None:
        """Add rows, in groups of ROWS_PER_GROUP at most. Raises StorageFailed."""
        self._writer.write_table(table, row_group_size=ROWS_PER_GROUP)
        self.row_count += len(table)

    def end(self) -> None:
        """Write what ends the file. Raises StorageFailed."""
        try:
            self._writer.close()
        finally:
            self._writer.is_open = False  # or pyarrow tries again when it is collected

    def give_up(self) -> None:
        """Nobody wants the file any more."""
        with suppress(Exception):
            self.end()

    @property
    def digest(self) -> str:
        """The SHA-256 of the bytes so far, in hexadecimal; the file's, when it has ended."""
        return self._file.digest


@contextmanager
def parquet_written(location: Location, schema: pa.Schema) -> Iterator[ParquetFile]:
    """A Parquet file to write, which is there when the block ends well. Raises StorageFailed."""
    with location.written() as file, _written_to(file, schema) as written:
        yield written


@contextmanager
def _written_to(file: WrittenFile, schema: pa.Schema) -> Iterator[ParquetFile]:
    written = ParquetFile(file, schema)
    try:
        yield written
        written.end()
    except BaseException:
        written.give_up()
        raise


def written_digest(table: pa.Table) -> str:
    """The SHA-256 of the file that `parquet_written` makes of these rows with this pyarrow."""
    with nowhere() as file:
        with _written_to(file, table.schema) as written:
            written.write(table)
        return file.digest


def is_by_this_pyarrow(location: Location) -> bool:
    """Whether a file says that this version of pyarrow wrote it. Raises OSError and ValueError."""
    with location.open() as stream, pq.ParquetFile(stream) as file:
        return bool(file.metadata.created_by == f"parquet-cpp-arrow version {pa.cpp_version}")


def file_digest(location: Location) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal. Raises OSError."""
    sha256 = hashlib.sha256()
    with location.open() as file:
        while piece := file.read(_BYTES_AT_ONCE):
            sha256.update(piece)
    return sha256.hexdigest()
