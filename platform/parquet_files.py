"""Writing Parquet files, the same bytes for the same rows, whole or not at all.

No clock goes into a Parquet file, but the writer's version does: the bytes repeat with the same
pyarrow. What has to repeat for ever is a digest of content.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

ROWS_PER_GROUP = 1 << 20


def open_writer(path: Path, schema: pa.Schema) -> pq.ParquetWriter:
    """A writer with all fixed that shapes the bytes, lest a library's new default change them."""
    return pq.ParquetWriter(
        path, schema, version="2.6", compression="zstd", compression_level=3, store_schema=False
    )


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """A path to write to, beside `path`, which it replaces when the block ends well."""
    partial = path.with_name(f"{path.name}.partial")
    try:
        yield partial
        flush_to_disk(partial)
        os.replace(partial, path)
        flush_to_disk(path.parent)
    finally:
        partial.unlink(missing_ok=True)


def flush_to_disk(path: Path) -> None:
    """Make a file, or the names in a folder, outlast a power cut: `fsync`."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def file_digest(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
