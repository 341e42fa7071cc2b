"""Who moves the wallets: a process of its own that enters payments and notes when each is durable.

`Writer` starts it and tells it how many changes to make, and how fast. People take their turns: the
change with number n moves the wallet of the person at place n modulo their number, by one transfer.
The bells ring through Redis, as those of any other process do.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time

from bench.measuring_server import connection_to
from likewise.ledger.accounts import platform_account
from likewise.ledger.transfers import Transfer, enter
from likewise.models import database
from likewise.models.money import PERSON_KINDS
from likewise.models.unit_of_work import UnitOfWork, unit_of_work
from likewise.settings import settings
from likewise.subscriptions.ringing import ringing

_AMOUNT_MICROS = 1
COMMITS_PER_SECOND = 20
_MOST_AT_ONCE = 500
"""Wallets in one commit when it goes as fast as it can: each is rung by its own name."""
_LONGEST_LINE_BYTES = 1 << 26


async def enter_people(database_url: str, count: int) -> list[str]:
    """People with wallets and a session each, and nothing in them; returns the sessions' tokens."""
    async with connection_to(database_url) as connection, connection.transaction():
        await connection.execute(_PEOPLE, count)
        await connection.execute(_WALLETS, list(PERSON_KINDS), settings().currency)
        await connection.execute(_SESSIONS)
        tokens = await connection.fetch("SELECT 'live-' || id AS token FROM persons ORDER BY id")
    async with connection_to(database_url) as connection:
        await connection.execute("VACUUM ANALYZE")
    return [row["token"] for row in tokens]


_PEOPLE = """
WITH target AS (
    INSERT INTO targets (kind) SELECT 'person' FROM generate_series(1, $1::bigint) RETURNING id
)
INSERT INTO persons (id, handle, display_name) SELECT id, 'person_' || id, 'Person' FROM target
"""
_WALLETS = """
INSERT INTO accounts (person_id, kind, currency) SELECT id, unnest($1::text[]), $2 FROM persons
"""
_SESSIONS = """
INSERT INTO sessions (person_id, token_digest, expires_at)
SELECT id, encode(sha256(convert_to('live-' || id, 'UTF8')), 'hex'), now() + interval '1 day'
FROM persons
"""


class Writer:
    """The other process, as the measurement sees it."""

    def __init__(self, child: asyncio.subprocess.Process) -> None:
        self._child = child
        self.committed_ns: list[int] = []
        """Of each change, by its number: the moment just after its commit (monotonic)."""

    @classmethod
    async def start(cls, database_url: str, redis_url: str) -> Writer:
        """Start it. It is ready when it answers."""
        child = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bench.live_writer"),
            env={
                **os.environ,
                "LIKEWISE_DATABASE_URL": database_url,
                "LIKEWISE_REDIS_URL": redis_url,
            },
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=_LONGEST_LINE_BYTES,
        )
        return cls(child)

    async def change(self, changes: int, per_second: int) -> None:
        """Make so many changes, so many a second, or (0) as fast as it can."""
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        self._child.stdin.write(json.dumps([changes, per_second]).encode() + b"\n")
        self.committed_ns += json.loads(await self._child.stdout.readline())

    async def end(self) -> None:
        """End it."""
        if self._child.returncode is None:
            self._child.terminate()
        await self._child.wait()


class _Turns:
    """The budgets in the order of their people, and where the next change falls."""

    def __init__(self, budget_ids: list[int], source_id: int) -> None:
        self._budget_ids = budget_ids
        self._source_id = source_id
        self._number = 0

    async def change(self, count: int) -> list[int]:
        """Move so many wallets in one unit of work; returns the moment after it, for each."""
        numbers = range(self._number, self._number + count)
        self._number += count
        transfers = [
            Transfer(
                f"live:{number}",
                self._source_id,
                self._budget_ids[number % len(self._budget_ids)],
                _AMOUNT_MICROS,
            )
            for number in numbers
        ]

        async def body(work: UnitOfWork) -> None:
            await enter(work, transfers)

        await unit_of_work(body)
        return [time.monotonic_ns()] * count


async def _make(turns: _Turns, changes: int, per_second: int) -> list[int]:
    at_once = per_second // COMMITS_PER_SECOND if per_second else _MOST_AT_ONCE
    committed_ns: list[int] = []
    next_at = time.monotonic()
    while len(committed_ns) < changes:
        committed_ns += await turns.change(min(at_once, changes - len(committed_ns)))
        next_at += 1 / COMMITS_PER_SECOND if per_second else 0.0
        await asyncio.sleep(max(0.0, next_at - time.monotonic()))
    return committed_ns


async def _obey() -> None:
    database_url, redis_url = settings().database_url, settings().redis_url
    assert database_url is not None
    assert redis_url is not None
    async with (
        database.connected(database_url.get_secret_value(), pool_size=2),
        ringing(redis_url.get_secret_value()),
    ):
        turns = await _turns()
        while line := await asyncio.to_thread(sys.stdin.readline):
            print(json.dumps(await _make(turns, *json.loads(line))), flush=True)


async def _turns() -> _Turns:
    async def body(work: UnitOfWork) -> int:
        return await platform_account(work, "provider_clearing", 0)

    source_id = await unit_of_work(body)
    rows = await database.rows("SELECT id FROM accounts WHERE kind = 'budget' ORDER BY person_id")
    return _Turns([row["id"] for row in rows], source_id)


if __name__ == "__main__":
    import uvloop

    uvloop.run(_obey())
