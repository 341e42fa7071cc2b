"""Writing the book of a seal from the database: as a stream, in bounded memory.

PostgreSQL sorts and sends, a thread compresses and writes what has come before.
"""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import numpy as np
import pyarrow as pa

from likewise.errors import StorageFailed
from likewise.models.copying import Arrays, Columns, copy_out
from likewise.models.unit_of_work import UnitOfWork, unit_of_work
from likewise.months import Month
from likewise.parquet_files import ParquetFile, parquet_written
from likewise.settlement.book import FILES, MANIFEST_FILE, Book, Manifest, Policy
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
    before_replacing: Callable[[str], Awaitable[None]] | None = None,
) -> Book:
    """Write the book of seal `number` from the database; files of those names are replaced.

    Written twice, by the same pyarrow, it is the same byte for byte, whatever was transferred,
    liked or chosen in between: each of these says for itself how many seals came before it. (Whose
    a site is does not say so yet.) All is written aside first; `before_replacing` is told the
    book's digest then, and may still refuse. Raises StorageFailed, and what that raises.
    """

    async def body(work: UnitOfWork) -> Manifest:
        await work.lift_time_limit()
        for statement in _READING:
            await work.execute(statement)
        writing = _Writing(work, aside, on_rows)
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

    aside = folder / f"aside-{secrets.token_hex(4)}"
    try:
        manifest = await unit_of_work(body, isolation="REPEATABLE READ")
        content = manifest.content()
        digest = hashlib.sha256(content).hexdigest()
        if before_replacing is not None:
            await before_replacing(digest)
        await asyncio.to_thread(_replace, aside, folder, content)
    finally:
        with suppress(StorageFailed):  # `tidy` removes it in the end
            await asyncio.to_thread(aside.remove_folder)
    return Book(folder, digest, manifest)


_READING = (
    # What one sort or one table of sums may take before it goes to disk.
    "SET LOCAL work_mem = '256MB'",
    # While a file is ended, somewhere far away perhaps, nothing is asked of PostgreSQL.
    "SET LOCAL idle_in_transaction_session_timeout = 0",
)


def _replace(aside: Location, folder: Location, manifest: bytes) -> None:
    """Put the files into their places; the manifest last, without which there is no book."""
    for name in FILES:
        (aside / f"{name}.parquet").move_to(folder / f"{name}.parquet")
    with (folder / MANIFEST_FILE).written() as file:
        file.write(manifest)


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
        async with self._file(name) as file:
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
        async with self._file(name) as file:
            await asyncio.to_thread(self._add, name, file, arrays)

    @asynccontextmanager
    async def _file(self, name: str) -> AsyncIterator[ParquetFile]:
        """A file of the book; opened and ended in a thread, since that may take its time."""
        place = self._folder / f"{name}.parquet"
        writing = parquet_written(place, schema_of(CONTENTS[name]))
        file = await asyncio.to_thread(writing.__enter__)
        try:
            yield file
        except BaseException as error:
            await asyncio.to_thread(writing.__exit__, type(error), error, error.__traceback__)
            raise
        await asyncio.to_thread(writing.__exit__, None, None, None)
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
