"""An installation of its own for tests of live faults: its servers are killed, paused, replaced.

Two server processes: wallets are watched on one, and what changes them goes through the other.
Neither ever reads again without a bell, so what is shown the bells have brought.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import signal
from collections.abc import AsyncIterator, Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import httpx

from likewise.demo.embedded import EmbeddedPostgres, EmbeddedValkey
from likewise.ledger.accounts import open_platform_accounts, person_account, platform_account
from likewise.ledger.transfers import Transfer, enter
from likewise.models.database import connected, migrate
from likewise.models.money import PERSON_KINDS
from likewise.models.unit_of_work import UnitOfWork, unit_of_work
from likewise.settings import settings
from likewise.statements.wallet import wallet_of
from tests.support.crowd import Shown
from tests.support.served import ENDS_CLEANLY, serving
from tests.support.silence import nobody_told

_KILLED = -signal.SIGKILL
_ASKED_AT_ONCE = 8
_HEALTH_WITHIN_SECONDS = 10.0
_LOOK_SECONDS = 0.02
_STATEMENT = "LOG:  execute "


class Serving:
    """A server process on a port that it keeps: whoever takes its place listens there again."""

    def __init__(self, database_url: str, redis_url: str) -> None:
        self._urls = database_url, redis_url
        self._stack = ExitStack()
        self._pid = 0
        self.address = ""

    def start(self) -> None:
        """Start it, and wait until it serves."""
        environment = {
            "LIKEWISE_PORT": self.address.rpartition(":")[2] or "0",
            "LIKEWISE_FEED_REREAD_SECONDS": "600",
            "LIKEWISE_SOCKETS_PER_ADDRESS": "0",
        }
        running = serving(*self._urls, ends_with=(*ENDS_CLEANLY, _KILLED), **environment)
        server = self._stack.enter_context(running)
        self.address, self._pid = server.address, server.pid

    def kill(self) -> None:
        """End it at once."""
        os.kill(self._pid, signal.SIGKILL)
        self._stack.close()

    def stop(self) -> None:
        """End it cleanly, if it runs."""
        self._stack.close()

    async def tells(self, part: str, state: str) -> None:
        """Wait until its health says so of this part."""
        async with (
            asyncio.timeout(_HEALTH_WITHIN_SECONDS),
            httpx.AsyncClient(base_url=self.address, timeout=_HEALTH_WITHIN_SECONDS) as http,
        ):
            while (await http.get("/health")).json()[part] != state:  # noqa: ASYNC110 - over there
                await asyncio.sleep(_LOOK_SECONDS)


@dataclass(frozen=True)
class Statements:
    """PostgreSQL's log from here on."""

    path: Path
    begin: int

    def count(self, part: str = "") -> int:
        """How many statements were executed that hold this text."""
        with self.path.open("rb") as log:
            log.seek(self.begin)
            entries = log.read().decode().split(_STATEMENT)[1:]
        return sum(part in each for each in entries)


@dataclass(frozen=True)
class LiveHouse:
    """The servers, and the two processes of ours."""

    postgres: EmbeddedPostgres
    valkey: EmbeddedValkey
    database_url: str
    watched: Serving
    other: Serving

    async def settle(self, count: int) -> dict[int, str]:
        """So many people move in, with a session each; their tokens, by their ids."""
        async with connected(self.database_url, pool_size=2):
            return await unit_of_work(lambda work: _settle(work, count))

    async def pay(self, people: Collection[int], amount_micros: int) -> None:
        """Something comes into each of these budgets, and nobody who watches is told."""
        async with connected(self.database_url, pool_size=2):
            with nobody_told():
                await unit_of_work(lambda work: _pay(work, people, amount_micros))

    @asynccontextmanager
    async def statements(self) -> AsyncIterator[Statements]:
        """What is asked by connections that are made from now on, until the block ends."""
        link = await asyncpg.connect(self.postgres.url("postgres"))
        try:
            await link.execute("ALTER DATABASE live SET log_statement = 'all'")
            yield Statements(self.postgres.log_path, self.postgres.log_path.stat().st_size)
        finally:
            await link.execute("ALTER DATABASE live RESET log_statement")
            await link.close()

    async def wallets(self, people: Mapping[int, str]) -> dict[int, Shown]:
        """What each of these people must be shown now, by the reading that nothing live is in."""
        places = asyncio.Semaphore(_ASKED_AT_ONCE)

        async def shown(person_id: int) -> tuple[int, Shown]:
            async with places:
                return person_id, Shown.of(await wallet_of(person_id))

        async with connected(self.database_url, pool_size=_ASKED_AT_ONCE):
            return dict(await asyncio.gather(*map(shown, people)))


@contextmanager
def live_house(folder: Path) -> Iterator[LiveHouse]:
    """Everything up, until the block ends."""
    postgres, valkey = EmbeddedPostgres(folder, durable=False), EmbeddedValkey(folder)
    with ExitStack() as stack:
        for server in (valkey, postgres):
            server.start()
            stack.callback(server.stop)
        postgres.ensure_database("live")
        url = postgres.url("live")
        asyncio.run(migrate(url))
        house = LiveHouse(postgres, valkey, url, Serving(url, valkey.url), Serving(url, valkey.url))
        both = (house.watched, house.other)
        for serving in both:
            stack.callback(serving.stop)
        with ThreadPoolExecutor() as starting:
            list(starting.map(Serving.start, both))
        yield house


async def _settle(work: UnitOfWork, count: int) -> dict[int, str]:
    await open_platform_accounts(work)
    rows = await work.rows(_PEOPLE, count)
    await work.execute(
        _WALLETS, [row["id"] for row in rows], list(PERSON_KINDS), settings().currency
    )
    await work.execute(_SESSIONS, [row["id"] for row in rows])
    return {row["id"]: f"live-{row['id']}" for row in rows}


async def _pay(work: UnitOfWork, people: Collection[int], amount_micros: int) -> None:
    transfers = [
        Transfer(
            f"live:{secrets.token_hex(8)}",
            await platform_account(work, "provider_clearing", person_id),
            await person_account(work, "budget", person_id),
            amount_micros,
        )
        for person_id in people
    ]
    await enter(work, transfers)


_PEOPLE = """
WITH target AS (
    INSERT INTO targets (kind) SELECT 'person' FROM generate_series(1, $1::bigint) RETURNING id
)
INSERT INTO persons (id, handle, display_name) SELECT id, 'person_' || id, 'Person' FROM target
RETURNING id
"""
_WALLETS = """
INSERT INTO accounts (person_id, kind, currency)
SELECT person_id, unnest($2::text[]), $3 FROM unnest($1::bigint[]) AS person_id
"""
_SESSIONS = """
INSERT INTO sessions (person_id, token_digest, expires_at)
SELECT id, encode(sha256(convert_to('live-' || id, 'UTF8')), 'hex'), now() + interval '1 day'
FROM unnest($1::bigint[]) AS id
"""
