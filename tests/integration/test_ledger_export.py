"""The export: two files from one snapshot, from which anybody can recompute the ledger."""

from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path

import asyncpg
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from likewise.ledger.audit import export_ledger as module
from likewise.ledger.audit.export_ledger import export_ledger
from likewise.models import database as db
from likewise.models.unit_of_work import drain
from tests.support.busy_ledger import make_busy_ledger


async def test_the_balances_can_be_recomputed_from_the_files_alone(
    database: str, tmp_path: Path
) -> None:
    await make_busy_ledger()

    await export_ledger(tmp_path / "new" / "folder")

    transfers = pq.read_table(tmp_path / "new" / "folder" / "transfers.parquet").to_pylist()
    accounts = pq.read_table(tmp_path / "new" / "folder" / "accounts.parquet").to_pylist()
    for account in accounts:
        came = [t for t in transfers if t["destination_id"] == account["id"]]
        left = [t for t in transfers if t["source_id"] == account["id"]]
        micros = sum(t["amount_micros"] for t in came) - sum(t["amount_micros"] for t in left)
        assert account["balance_micros"] == micros
        assert account["version"] == len(came) + len(left)


async def test_every_column_of_every_row_is_exported(database: str, tmp_path: Path) -> None:
    await make_busy_ledger()

    done = await export_ledger(tmp_path)

    for file, table in zip(done.files, ("accounts", "transfers"), strict=True):
        there = await db.rows(f"SELECT * FROM {table} ORDER BY id")
        written = pq.read_table(tmp_path / f"{table}.parquet").to_pylist()
        assert written == [{name: row[name] for name in written[0]} for row in there]
        assert set(written[0]) == set(there[0])
        assert file.row_count == len(there)
        assert file.digest == hashlib.sha256(file.path.read_bytes()).hexdigest()


async def test_an_empty_ledger_makes_empty_files(database: str, tmp_path: Path) -> None:
    done = await export_ledger(tmp_path)
    assert [file.row_count for file in done.files] == [0, 0]
    assert pq.read_table(tmp_path / "transfers.parquet").num_rows == 0


async def test_a_long_ledger_is_written_in_batches_from_one_snapshot(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is entered while it is being written is not in it, not even in part."""
    monkeypatch.setattr(module, "ROWS_PER_BATCH", 10)
    await make_busy_ledger()
    told: list[tuple[str, int, int]] = []
    entering: list[asyncio.Task[None]] = []

    async def once_more(key: str) -> None:
        link = await asyncpg.connect(database)
        await link.execute(
            "INSERT INTO transfers (key, source_id, destination_id, currency, amount_micros,"
            " seals_before) SELECT $1, source_id, destination_id, currency, 1, 2"
            " FROM transfers WHERE key = 'village:1'",
            key,
        )
        await link.close()

    def on_rows(name: str, written: int, total: int) -> None:
        told.append((name, written, total))
        entering.append(asyncio.create_task(once_more(f"late:{len(told)}")))

    done = await export_ledger(tmp_path, on_rows)
    await asyncio.gather(*entering)

    steps = [written for name, written, _ in told if name == "transfers"]
    total = done.files[1].row_count
    assert steps == [*range(0, total, 10), total]
    transfers = pq.read_table(tmp_path / "transfers.parquet")
    accounts = pq.read_table(tmp_path / "accounts.parquet")
    assert transfers.num_rows * 2 == pc.sum(accounts["version"]).as_py()
    assert await db.rows("SELECT count(*) AS n FROM transfers") != [{"n": total}]


async def test_an_export_that_is_given_up_ends_soon_and_leaves_the_old_files(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "ROWS_PER_BATCH", 1)
    await make_busy_ledger()
    await export_ledger(tmp_path)
    before = _contents(tmp_path)
    begun = asyncio.Event()
    told = 0

    def on_rows(*_: object) -> None:
        nonlocal told
        told += 1
        begun.set()

    exporting = asyncio.create_task(export_ledger(tmp_path, on_rows))
    await begun.wait()
    exporting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await exporting
    await drain()

    assert told < 10
    assert _contents(tmp_path) == before


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}
