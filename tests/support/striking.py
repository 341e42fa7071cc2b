"""An installation whose closings are struck, and what must not depend on that."""

from __future__ import annotations

import signal
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from likewise.ledger.audit import check_ledger
from likewise.models import database
from likewise.models.unit_of_work import UnitOfWork, unit_of_work
from likewise.months import Month
from likewise.settlement.settlements import settlement_of
from likewise.settlement.steps import Step
from likewise.settlement.verification import verify_month
from tests.support.closer import NOWHERE, Closer, Point
from tests.support.village import Village, running_month

POINTS: tuple[Point, ...] = (*((step, 1) for step in Step), (Step.BATCH_POSTED, 3))
"""Every durable step of a closing, and one in the middle of the batches."""


@dataclass(frozen=True)
class Installation:
    """A database with a village, and a folder for its books."""

    database_url: str
    books: Path
    month: Month

    def closer(self, strike: signal.Signals = signal.SIGKILL, at: Point = NOWHERE) -> Closer:
        """Start a closing process that strikes itself at a point."""
        return Closer.start(self.database_url, self.month, self.books, strike, at)

    async def paused_closer(self, at: Point) -> Closer:
        """A closing process that has come to a point, and waits there to go on."""
        closer = self.closer(signal.SIGSTOP, at)
        await closer.come_to(at)
        await closer.stopped()
        return closer

    async def close(self) -> list[str]:
        """Close without a strike; returns the steps that were reported."""
        closer = self.closer()
        assert await closer.end() == 0
        assert closer.refusal is None
        return closer.steps

    def file_times(self) -> dict[str, int]:
        """When each file of the book was written."""
        folder = self.books / str(self.month)
        return {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}

    async def result(self) -> dict[str, object]:
        """Everything that must not depend on how often the closing was struck."""
        settlement = await settlement_of(self.month)
        assert settlement is not None
        assert settlement.state == "closed"
        await verify_month(self.month, books=self.books)
        health = await check_ledger()
        assert not health.findings
        files = sorted((self.books / str(self.month)).iterdir())
        return {
            "digests": (settlement.book_digest, settlement.outcome_digest, settlement.merkle_root),
            "posted": (settlement.posted_count, settlement.movement_count),
            "files": {path.name: path.read_bytes() for path in files},
            "left over": sorted(path.name for path in self.books.iterdir()),
            "likes": await database.rows(
                "SELECT person_id, month, target_id FROM likes ORDER BY person_id, month, target_id"
            ),
            "accounts": await database.rows(_ACCOUNTS),
            "transfers": await database.rows(_TRANSFERS),
        }


# By owner: a sequence leaves numbers out when its database dies.
_OWNED = "kind || ':' || coalesce(person_id, site_id, settlement_id, slot)"
_ACCOUNTS = f"SELECT {_OWNED} AS owner, balance_micros, version FROM accounts ORDER BY owner"
_TRANSFERS = f"""
SELECT key, source.owner AS source, destination.owner AS destination, amount_micros
FROM transfers
JOIN (SELECT id, {_OWNED} AS owner FROM accounts) AS source ON source.id = source_id
JOIN (SELECT id, {_OWNED} AS owner FROM accounts) AS destination ON destination.id = destination_id
ORDER BY key
"""


async def settle_village() -> Month:
    """A ring that passes on, payers, creators, a like that repeats, a site nobody has claimed.

    Returns its open month. Its salt is no secret here: two villages have the same Merkle root.
    """
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

    async def body(work: UnitOfWork) -> None:
        await work.execute(
            "INSERT INTO repeating_likes (person_id, target_id) VALUES ($1, $2)",
            village.people["ada"],
            village.people["bo"],
        )
        await work.execute(
            "ALTER TABLE settlements ALTER COLUMN proof_salt SET DEFAULT decode(repeat('5a', 32),"
            " 'hex')"
        )

    await unit_of_work(body)
    return await running_month()


class Knife:
    """Cuts the connections that are made to a database from now on, and no older ones."""

    def __init__(self, link: asyncpg.Connection, older: list[int]) -> None:
        self._link = link
        self._older = older

    @classmethod
    async def at(cls, database_url: str) -> Knife:
        """A knife for this database."""
        link = await asyncpg.connect(database_url)
        return cls(link, [row["pid"] for row in await link.fetch(_CONNECTED)])

    async def cut(self) -> int:
        """Cut them; returns how many."""
        rows = await self._link.fetch(
            f"SELECT pg_terminate_backend(pid) FROM ({_CONNECTED}) AS connected"
            " WHERE pid <> ALL($1::int[])",
            self._older,
        )
        await self._link.close()
        return len(rows)


_CONNECTED = "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
