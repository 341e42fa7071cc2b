"""`likewise ledger check|export`, as an operator or a machine runs them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

import asyncpg
import pyarrow.parquet as pq
import pytest

from likewise.models.database import connected
from tests.support.busy_ledger import make_busy_ledger
from tests.support.command_line import Ended, likewise

Run = Callable[..., Awaitable[Ended]]


@pytest.fixture
async def run(database_url: str, redis_url: str) -> Run:
    """The command line in a process of its own, on a busy ledger: exit code, output, errors."""
    async with connected(database_url):
        await make_busy_ledger()

    environment = {"LIKEWISE_DATABASE_URL": database_url, "LIKEWISE_REDIS_URL": redis_url}
    return partial(likewise, environment, "ledger")


async def _damage(database_url: str) -> None:
    link = await asyncpg.connect(database_url)
    await link.execute("SET session_replication_role = replica")
    await link.execute("UPDATE accounts SET version = version + 1 WHERE kind IN ('fees', 'cut')")
    await link.close()


async def test_a_healthy_ledger_exits_with_0(run: Run) -> None:
    code, printed, errors = await run("check")
    assert (code, errors) == (0, "")
    assert "findings" in printed
    assert "none" in printed


async def test_findings_are_printed_and_exit_with_1_and_a_reason(
    run: Run, database_url: str
) -> None:
    await _damage(database_url)

    code, printed, errors = await run("check")

    assert code == 1
    assert errors == "likewise: The ledger does not agree with itself: 32 findings.\n"
    assert "version_differs" in printed
    assert "… and 12 more" in printed


async def test_a_machine_reads_the_same(run: Run, database_url: str) -> None:
    code, printed, _ = await run("check", "--json")
    assert (code, json.loads(printed)["healthy"], json.loads(printed)["findings"]) == (0, True, [])

    await _damage(database_url)
    code, printed, _ = await run("check", "--json")

    found = json.loads(printed)
    assert (code, found["healthy"], found["unlisted"]) == (1, False, {"version_differs": 12})
    assert len(found["findings"]) == 20
    assert set(found["findings"][0]) == {"code", "sentence", "ids"}


async def test_export_writes_both_files_and_says_what(run: Run, tmp_path: Path) -> None:
    code, printed, errors = await run("export", "--out", str(tmp_path / "audit"), "--json")

    assert (code, errors) == (0, "")
    files = json.loads(printed)["files"]
    assert [Path(each["path"]).name for each in files] == ["accounts.parquet", "transfers.parquet"]
    for each in files:
        assert pq.read_metadata(each["path"]).num_rows == each["row_count"] > 0


async def test_export_without_a_folder_is_wrong_usage(run: Run) -> None:
    code, _, errors = await run("export")
    assert code == 2
    assert "--out" in errors


async def test_export_into_what_is_no_folder_fails_with_a_reason(run: Run, tmp_path: Path) -> None:
    occupied = tmp_path / "file"
    await asyncio.to_thread(occupied.write_text, "not a folder")

    code, _, errors = await run("export", "--out", str(occupied))

    assert code == 1
    assert errors.count("\n") == 1
    assert str(occupied) in errors
