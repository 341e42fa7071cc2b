"""All accounts and transfers as Parquet files: what an auditor needs to recompute the ledger."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pyarrow as pa

from likewise.models.unit_of_work import UnitOfWork, unit_of_work
from likewise.parquet_files import parquet_written
from likewise.storage import Location

ROWS_PER_BATCH = 20_000

OnRows = Callable[[str, int, int], None]
"""Told after each batch: the table, how many of its rows are written, and how many there are."""


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """One written file: its rows, and the SHA-256 digest of its bytes."""

    path: Path
    row_count: int
    digest: str


@dataclass(frozen=True, slots=True)
class LedgerExport:
    """The ledger at one moment of the database's clock, as files."""

    exported_at: datetime
    files: tuple[ExportedFile, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    name: str
    schema: pa.Schema
    count_sql: str
    rows_sql: str


def _schema(**columns: pa.DataType) -> pa.Schema:
    return pa.schema(list(columns.items()))


_ACCOUNTS = _Part(
    "accounts",
    _schema(
        id=pa.int64(),
        kind=pa.string(),
        person_id=pa.int64(),
        site_id=pa.int64(),
        settlement_id=pa.int64(),
        slot=pa.int16(),
        currency=pa.string(),
        balance_micros=pa.int64(),
        version=pa.int64(),
    ),
    "SELECT count(*) FROM accounts",
    "SELECT id, kind, person_id, site_id, settlement_id, slot, currency, balance_micros, version"
    " FROM accounts ORDER BY id",
)
_TRANSFERS = _Part(
    "transfers",
    _schema(
        id=pa.int64(),
        key=pa.string(),
        source_id=pa.int64(),
        destination_id=pa.int64(),
        currency=pa.string(),
        amount_micros=pa.int64(),
        reverses_id=pa.int64(),
        seals_before=pa.int32(),
        created_at=pa.timestamp("us", tz="UTC"),
    ),
    "SELECT count(*) FROM transfers",
    "SELECT id, key, source_id, destination_id, currency, amount_micros, reverses_id,"
    " seals_before, created_at FROM transfers ORDER BY id",
)


async def export_ledger(folder: Path, on_rows: OnRows = lambda *_: None) -> LedgerExport:
    """Write accounts.parquet and transfers.parquet into a folder, both from one snapshot.

    In bounded memory, whatever the length of the ledger. Each file appears when it is whole, and
    replaces an older one. Raises StorageFailed.
    """
    given_up = asyncio.Event()

    async def body(work: UnitOfWork) -> LedgerExport:
        # Files are an effect outside the database; writing them again writes the same.
        await work.lift_time_limit()
        moment = await work.one("SELECT likewise_now() AS now")
        files = [
            await _write(work, part, folder, on_rows, given_up) for part in (_ACCOUNTS, _TRANSFERS)
        ]
        return LedgerExport(moment["now"], tuple(files))

    try:
        return await unit_of_work(body, isolation="REPEATABLE READ READ ONLY")
    except asyncio.CancelledError:
        given_up.set()  # the unit of work goes on without its caller, and need not to its end
        raise


async def _write(
    work: UnitOfWork, part: _Part, folder: Path, on_rows: OnRows, given_up: asyncio.Event
) -> ExportedFile:
    path = folder / f"{part.name}.parquet"
    total = (await work.one(part.count_sql))["count"]
    on_rows(part.name, 0, total)
    with parquet_written(Location.parse(path), part.schema) as file:
        async for batch in work.stream(part.rows_sql, batch_size=ROWS_PER_BATCH):
            file.write(pa.Table.from_pylist(batch, schema=part.schema))
            on_rows(part.name, file.row_count, total)
            if given_up.is_set():
                raise InterruptedError("the export was given up")
    return ExportedFile(path, file.row_count, file.digest)
