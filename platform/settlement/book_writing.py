"""Writing the book of a seal from the database: as a stream, in bounded memory.

PostgreSQL sorts and sends, a thread compresses and writes what has come before.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np
import pyarrow as pa

from likewise.models.copying import Arrays, Columns, copy_out
from likewise.models.unit_of_work import UnitOfWork, unit_of_work
from likewise.months import Month
from likewise.parquet_files import ParquetFile, parquet_written
from likewise.settlement.book import MANIFEST_FILE, Book, Manifest, Policy, open_book
from likewise.settlement.sealed_inputs import (
    CONTENTS,
    LIKES,
    LIKES_COLUMNS,
    POTS,
    SealedLikes,
    forward_rows,
)
from likewise.settlement.split import exact_sum
from likewise.storage import Location

OnRows = Callable[[int], None]
"""Told how many rows of the book are written."""


async def write_book(
    folder: Location,
    *,
    month: Month,
    number: int,
    policy: Policy,
    proof_salt: bytes,
    on_rows: OnRows = lambda _: None,
) -> Book:
    """Write the book of seal `number` from the database; files of those names are replaced.

    Written twice, by the same pyarrow, it is the same byte for byte, however much has happened in
    between: each transfer, like and forwarding says for itself how many seals came before it. The
    manifest comes last: without it there is no book. Raises StorageFailed.
    """

    async def body(work: UnitOfWork) -> Manifest:
        await work.lift_time_limit()
        await work.execute(_READING)
        writing = _Writing(work, folder, on_rows)
        await writing.copy("pots", POTS, number, columns=CONTENTS["pots"])
        likes = await SealedLikes.at(work)
        await writing.copy(
            "likes",
            LIKES,
            month.first_day,
            columns=LIKES_COLUMNS,
            made=likes.portion,
            rest=likes.rest,
        )
        await writing.write("forward", await forward_rows(work, number, likes.liker_ids()))
        return Manifest(
            month, policy, writing.counts, writing.pots_micros, writing.sha256, proof_salt.hex()
        )

    manifest = await unit_of_work(body, isolation="REPEATABLE READ")
    await asyncio.to_thread(_write_manifest, folder, manifest.content())
    return await asyncio.to_thread(open_book, folder)


_READING = "SET LOCAL work_mem = '256MB'"
"""What one sort or one table of sums may take before it goes to disk."""


def _write_manifest(folder: Location, content: bytes) -> None:
    with (folder / MANIFEST_FILE).written() as file:
        file.write(content)


class _Writing:
    """The files of one book on their way, and what its manifest will say of them."""

    def __init__(self, work: UnitOfWork, folder: Location, on_rows: OnRows) -> None:
        self._work = work
        self._folder = folder
        self._on_rows = on_rows
        self.counts: dict[str, int] = {}
        self.sha256: dict[str, str] = {}
        self.pots_micros = 0

    async def copy(
        self,
        name: str,
        sql: str,
        *values: object,
        columns: Columns,
        made: Callable[[Arrays], Arrays] = lambda arrays: arrays,
        rest: Callable[[], Arrays] = list,
    ) -> None:
        """Write what a query brings: each portion, made into rows, while the next one comes."""
        with self._file(name) as file:
            before: list[asyncio.Task[None]] = []

            async def take(arrays: Arrays) -> None:
                await _ended(before)
                self._on_rows(sum(self.counts.values()) + file.row_count)
                add = asyncio.to_thread(lambda: self._add(name, file, made(arrays)))
                before.append(asyncio.create_task(add))

            try:
                await copy_out(self._work, sql, *values, columns=columns, take=take)
            finally:
                await _ended(before)
            await asyncio.to_thread(lambda: self._add(name, file, rest()))

    async def write(self, name: str, arrays: Arrays) -> None:
        """Write rows that are here."""
        with self._file(name) as file:
            await asyncio.to_thread(self._add, name, file, arrays)

    @contextmanager
    def _file(self, name: str) -> Iterator[ParquetFile]:
        with parquet_written(self._folder / f"{name}.parquet", schema_of(CONTENTS[name])) as file:
            yield file
        self.counts[name] = file.row_count
        self.sha256[name] = file.digest

    def _add(self, name: str, file: ParquetFile, arrays: Arrays) -> None:
        if not arrays:
            return
        schema = schema_of(CONTENTS[name])
        file.write(pa.Table.from_arrays([pa.array(each) for each in arrays], schema=schema))
        if name == "pots":
            self.pots_micros += exact_sum(arrays[1])


async def _ended(tasks: list[asyncio.Task[None]]) -> None:
    while tasks:
        await tasks.pop()


def schema_of(columns: Columns) -> pa.Schema:
    """The schema of a file of the book with these columns: no value is ever null."""
    return pa.schema(
        [
            pa.field(name, pa.from_numpy_dtype(np.dtype(kind)), nullable=False)
            for name, kind in columns.items()
        ]
    )
