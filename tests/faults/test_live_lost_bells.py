"""A commit that stands though nobody rang for it: whoever watches is told all the same.

Feeds here read again without a bell once in ten minutes, so what they show the bells brought.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit

import pytest

from likewise.ledger.accounts import person_account, platform_account
from likewise.ledger.transfers import Transfer, enter
from likewise.models.changes import Changes
from likewise.models.database import LOST, connected
from likewise.models.unit_of_work import UnitOfWork, unit_of_work
from likewise.subscriptions.broker import Broker
from tests.support.hearing import hearing
from tests.support.screen import until, watching
from tests.support.village import Village

pytestmark = pytest.mark.usefixtures("rare_rereading")
AMOUNT_MICROS = 1_000_000
_PIECE_BYTES = 65_536


class Wire:
    """What lies between us and PostgreSQL; it can lose an answer, and the connection with it."""

    def __init__(self, database_url: str) -> None:
        self._there = urlsplit(database_url)
        self._loses = False
        self.url = ""

    @asynccontextmanager
    async def laid(self) -> AsyncIterator[Wire]:
        """The wire, while the block runs."""
        server = await asyncio.start_server(self._join, "127.0.0.1")
        port = server.sockets[0].getsockname()[1]
        account = self._there.netloc.rpartition("@")[0]
        self.url = self._there._replace(netloc=f"{account}@127.0.0.1:{port}").geturl()
        try:
            yield self
        finally:
            server.close()

    def lose_next_answer(self) -> None:
        """What is asked next arrives, and its answer does not."""
        self._loses = True

    async def _join(self, ours: asyncio.StreamReader, to_us: asyncio.StreamWriter) -> None:
        port = self._there.port
        theirs, to_them = await asyncio.open_connection(self._there.hostname, port)
        asking = asyncio.create_task(self._pass_on(ours, to_them, loses=False))
        try:
            await self._pass_on(theirs, to_us, loses=True)
        finally:
            asking.cancel()
            to_us.transport.abort()
            to_them.transport.abort()

    async def _pass_on(
        self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, *, loses: bool
    ) -> None:
        with suppress(ConnectionError):
            while piece := await source.read(_PIECE_BYTES):
                if loses and self._loses:
                    self._loses = False
                    return
                sink.write(piece)


@pytest.fixture
async def wire(database_url: str) -> AsyncIterator[Wire]:
    """The wire to the test's database, connected."""
    async with Wire(database_url).laid() as wire, connected(wire.url):
        yield wire


@pytest.fixture
async def village(wire: Wire) -> Village:
    place = Village()
    await place.settle("ada", "bo")
    return place


async def pay_and_lose_the_answer(wire: Wire, person_id: int) -> None:
    """The commit stands, and who made it does not learn so."""

    async def body(work: UnitOfWork) -> None:
        source_id = await platform_account(work, "provider_clearing", person_id)
        destination_id = await person_account(work, "budget", person_id)
        await enter(work, [Transfer("lost", source_id, destination_id, AMOUNT_MICROS)])
        wire.lose_next_answer()

    with pytest.raises(LOST):
        await unit_of_work(body)


async def test_a_commit_whose_answer_is_lost_shows_here_and_elsewhere(
    village: Village, wire: Wire, redis_url: str, channel_prefix: str
) -> None:
    ada = village.people["ada"]
    async with (
        Broker(redis_url, channel_prefix) as broker,
        hearing(redis_url, channel_prefix) as elsewhere,
    ):
        await until(lambda: broker.connected)
        await elsewhere.connects()
        async with watching(broker, ada) as screen:
            await pay_and_lose_the_answer(wire, ada)
            await screen.shows(AMOUNT_MICROS)
            await elsewhere.is_told(Changes(people=frozenset({ada})))


async def test_what_a_process_changed_that_was_killed_before_its_bell_shows_with_its_successor(
    village: Village, redis_url: str, channel_prefix: str
) -> None:
    ada = village.people["ada"]
    async with Broker(redis_url, channel_prefix) as broker:
        await until(lambda: broker.connected)
        async with watching(broker, ada) as screen:
            await village.pay("ada", AMOUNT_MICROS, quietly=True)
            await village.pay("bo", AMOUNT_MICROS)
            assert screen.budget_micros == 0
            async with Broker(redis_url, channel_prefix):
                await screen.shows(AMOUNT_MICROS)
