"""PostgreSQL crashes between two batches, and is back before the closer asks it again."""

from __future__ import annotations

import asyncio
import os
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from likewise.demo.embedded import EmbeddedPostgres
from likewise.ledger.audit import check_ledger
from likewise.models import database
from likewise.models.changes import Changes
from likewise.models.database import connected, migrate
from likewise.models.unit_of_work import ring_after_commit
from likewise.settlement import posting
from likewise.settlement.close import close_month
from tests.support.keeper import ROOT_VARIABLE
from tests.support.screen import until
from tests.support.striking import settle_village

BACK_WITHIN_SECONDS = 60.0


@pytest.fixture
def forgetful() -> Iterator[EmbeddedPostgres]:
    """A PostgreSQL that writes commits that nobody waits for to its log only after a while."""
    with tempfile.TemporaryDirectory(dir=os.environ[ROOT_VARIABLE]) as folder:
        server = EmbeddedPostgres(Path(folder), durable=False)
        server.start()
        asyncio.run(_delay(server.url("postgres")))
        server.ensure_database("village")
        yield server
        server.stop()


async def _delay(url: str) -> None:
    link = await asyncpg.connect(url)
    await link.execute("ALTER SYSTEM SET wal_writer_delay = '10s'")
    await link.execute("SELECT pg_reload_conf()")
    await link.close()


class Strike:
    """A bell, slow as Redis may be, that crashes PostgreSQL once and waits until it is back."""

    def __init__(self, server: EmbeddedPostgres, at_count: int) -> None:
        self._server = server
        self._at_count = at_count
        self.lost: int | None = None
        """How many had been posted, less how many still were afterwards."""

    async def __call__(self, changes: Changes) -> None:
        posted = await _posted_count()
        if self.lost is not None or posted < self._at_count:
            return
        self.lost = 0
        victim, witness = [await asyncpg.connect(self._server.url("postgres")) for _ in range(2)]
        os.kill(await victim.fetchval("SELECT pg_backend_pid()"), signal.SIGKILL)
        # Until PostgreSQL has noticed, it still lets in who asks.
        await until(witness.is_closed, BACK_WITHIN_SECONDS)
        async with asyncio.timeout(BACK_WITHIN_SECONDS):
            while (left := await self._posted_since()) is None:
                pass
        self.lost = posted - left

    async def _posted_since(self) -> int | None:
        """How many are posted now; None while it recovers."""
        try:
            link = await asyncpg.connect(self._server.url("village"))
            try:
                return int(await link.fetchval("SELECT posted_count FROM settlements"))
            finally:
                await link.close()
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            return None


async def _posted_count() -> int:
    row = await database.row("SELECT coalesce(max(posted_count), 0) AS count FROM settlements")
    assert row is not None
    return int(row["count"])


@pytest.mark.parametrize("at_count", [4, 8], ids=["in the middle", "after the last"])
async def test_batches_that_a_crash_takes_back_are_posted_again(
    forgetful: EmbeddedPostgres, at_count: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posting, "OWNERS_PER_BATCH", 2)
    monkeypatch.setattr("likewise.models.unit_of_work._LONGEST_RING_SECONDS", BACK_WITHIN_SECONDS)
    await migrate(forgetful.url("village"))
    async with connected(forgetful.url("village")):
        month = await settle_village()
        strike = Strike(forgetful, at_count)
        stop = ring_after_commit(strike)
        settlement = await close_month(month, early=True, books=tmp_path)
        stop()
        assert strike.lost
        assert settlement.state == "closed"
        assert settlement.posted_count == settlement.movement_count
        assert not (await check_ledger()).findings
