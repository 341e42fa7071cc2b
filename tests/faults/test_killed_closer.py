"""A closing that is killed, paused or doubled ends as if nothing had happened, byte for byte."""

from __future__ import annotations

import asyncio
import signal
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from likewise.ledger.audit import check_ledger
from likewise.models import database
from likewise.models.database import connected
from likewise.months import Month
from likewise.settlement.settlements import settlement_of
from likewise.settlement.verification import verify_month
from tests.support.databases import fresh_database
from tests.support.keeper import Addresses
from tests.support.village import Village, running_month

STEPS = 10
"""How often the closing of this village reports: `test_every_step_is_struck_at` holds it true."""

NEVER = 10_000


@dataclass(frozen=True)
class Installation:
    """A database with a village, and a folder for its books."""

    database_url: str
    books_dir: Path
    month: Month

    async def closer(self, strike: signal.Signals = signal.SIGKILL, step: int = NEVER) -> Process:
        """Start a closing process that strikes itself at a step."""
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.support.closer", self.database_url, str(self.month)),
            *(str(self.books_dir), strike.name, str(step)),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )

    async def close(self) -> int:
        """Close without a strike; returns how many steps were reported."""
        closer = await self.closer()
        said, complaint = await closer.communicate()
        assert closer.returncode == 0, complaint.decode()
        return said.count(b"step ")

    async def result(self) -> dict[str, object]:
        """Everything that must not depend on how often the closing died."""
        settlement = await settlement_of(self.month)
        assert settlement is not None
        assert settlement.state == "closed"
        await verify_month(self.month, books_dir=self.books_dir)
        health = await check_ledger()
        assert not health.findings
        files = sorted((self.books_dir / str(self.month)).iterdir())
        return {
            "digests": (settlement.book_digest, settlement.outcome_digest),
            "files": {path.name: path.read_bytes() for path in files},
            "left over": sorted(path.name for path in self.books_dir.iterdir()),
            "accounts": await database.rows(
                "SELECT id, kind, balance_micros, version FROM accounts ORDER BY id"
            ),
            "transfers": await database.rows(
                "SELECT key, source_id, destination_id, amount_micros FROM transfers ORDER BY key"
            ),
        }


@asynccontextmanager
async def installation(addresses: Addresses, books_dir: Path) -> AsyncIterator[Installation]:
    """A ring that passes on, payers, creators, and a site that nobody has claimed."""
    async with fresh_database(addresses.admin_url) as url, connected(url):
        village = Village()
        await village.settle("ada", "bo", "cy", "dee", "eve", "flo", "gus")
        await village.write("cy", "song")
        await village.find("example.org", "essay")
        for handle, amount_micros in (("ada", 5_000_000), ("bo", 2_000_001), ("eve", 10_000_003)):
            await village.pay(handle, amount_micros)
        await village.like("ada", "bo", "song", "essay")
        await village.like("bo", "cy", "dee", "ada")
        await village.like("cy", "dee", "essay")
        await village.like("dee", "flo", "cy", "gus")
        await village.like("eve", "song", "dee")
        await village.forward("cy", 3_333)
        yield Installation(url, books_dir, await running_month())


_undisturbed: dict[str, object] = {}


async def undisturbed(addresses: Addresses, books_dir: Path) -> dict[str, object]:
    """What a closing comes to that nothing happens to: done once a test process."""
    if not _undisturbed:
        async with installation(addresses, books_dir) as calm:
            assert await calm.close() == STEPS
            _undisturbed.update(await calm.result())
    return _undisturbed


async def test_every_step_is_struck_at(server_addresses: Addresses, tmp_path: Path) -> None:
    assert await undisturbed(server_addresses, tmp_path)


@pytest.mark.parametrize("step", range(STEPS))
async def test_a_killed_closing_ends_with_the_same_result(
    step: int, server_addresses: Addresses, tmp_path: Path
) -> None:
    expected = await undisturbed(server_addresses, tmp_path / "calm")
    async with installation(server_addresses, tmp_path / "killed") as struck:
        closer = await struck.closer(signal.SIGKILL, step)
        await closer.communicate()
        assert closer.returncode == -signal.SIGKILL
        await struck.close()
        assert await struck.result() == expected


@pytest.mark.parametrize("step", range(STEPS - 1))
async def test_a_paused_closer_that_was_taken_over_writes_nothing_more(
    step: int, server_addresses: Addresses, tmp_path: Path
) -> None:
    expected = await undisturbed(server_addresses, tmp_path / "calm")
    async with installation(server_addresses, tmp_path / "paused") as struck:
        closer = await struck.closer(signal.SIGSTOP, step)
        assert closer.stdout is not None
        for _ in range(step + 1):
            assert await closer.stdout.readline()
        await struck.close()
        closer.send_signal(signal.SIGCONT)
        _, complaint = await closer.communicate()
        assert b"CLOSE_SUPERSEDED" in complaint
        assert await struck.result() == expected


async def test_two_closers_at_once_close_it_once(
    server_addresses: Addresses, tmp_path: Path
) -> None:
    expected = await undisturbed(server_addresses, tmp_path / "calm")
    async with installation(server_addresses, tmp_path / "doubled") as struck:
        closers = [await struck.closer(), await struck.closer()]
        said = await asyncio.gather(*(closer.communicate() for closer in closers))
        complaints = [complaint for _, complaint in said if complaint]
        assert any(closer.returncode == 0 for closer in closers), complaints
        assert all(b"CLOSE_SUPERSEDED" in complaint for complaint in complaints)
        assert await struck.result() == expected
