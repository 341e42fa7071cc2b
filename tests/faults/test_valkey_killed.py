"""Valkey is killed and comes back: no last balance is lost, and nobody waits for it meanwhile.

Feeds here read again without a bell once in ten minutes, so what they show the bells brought.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest

from likewise.demo.embedded import EmbeddedValkey
from likewise.settings import settings
from likewise.statements.wallet import wallet_of
from likewise.subscriptions.broker import Broker
from tests.support.payer import pay_elsewhere
from tests.support.screen import until, watching
from tests.support.village import Village

PREFIX = "likewise:"


@pytest.fixture(autouse=True)
def _rare_rereading(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("LIKEWISE_FEED_REREAD_SECONDS", "600")
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture
async def village(database: str) -> Village:
    place = Village()
    await place.settle("ada", "bo", "cy")
    return place


@pytest.fixture
async def broker(valkey: EmbeddedValkey) -> AsyncIterator[Broker]:
    async with Broker(valkey.url, PREFIX) as broker:
        await until(lambda: broker.connected)
        yield broker


async def test_what_changed_elsewhere_while_valkey_was_dead_shows_when_it_is_back(
    village: Village, broker: Broker, valkey: EmbeddedValkey, database: str
) -> None:
    ada = village.people["ada"]
    async with watching(broker, ada) as screen:
        for life in (1, 2, 3):
            await asyncio.to_thread(valkey.kill)
            await until(lambda: not broker.connected)
            await pay_elsewhere(database, valkey.url, PREFIX, ada, 1_000_000)
            assert screen.budget_micros == (life - 1) * 1_000_000
            await asyncio.to_thread(valkey.start)
            await screen.shows(life * 1_000_000)
        assert screen.versions == [0, 1, 2, 3]


async def test_feeds_opened_while_valkey_is_dead_are_served_and_hear_when_it_is_back(
    village: Village, broker: Broker, valkey: EmbeddedValkey, database: str
) -> None:
    bo = village.people["bo"]
    await asyncio.to_thread(valkey.kill)
    async with watching(broker, bo) as screen:
        await village.pay("bo", 5)
        await screen.shows(5)
        await asyncio.to_thread(valkey.start)
        await until(lambda: broker.connected)
        await pay_elsewhere(database, valkey.url, PREFIX, bo, 2)
        await screen.shows(7)


async def test_a_server_that_starts_before_valkey_finds_it(
    village: Village, valkey: EmbeddedValkey, database: str
) -> None:
    ada = village.people["ada"]
    await asyncio.to_thread(valkey.kill)
    async with Broker(valkey.url, PREFIX) as broker, watching(broker, ada) as screen:
        await asyncio.to_thread(valkey.start)
        await until(lambda: broker.connected)
        await pay_elsewhere(database, valkey.url, PREFIX, ada, 1)
        await screen.shows(1)


async def test_every_feed_is_right_after_payments_went_on_through_kill_after_kill(
    village: Village, broker: Broker, valkey: EmbeddedValkey, database: str
) -> None:
    async def pay_on() -> None:
        for _ in range(3):
            for person in village.people.values():
                await pay_elsewhere(database, valkey.url, PREFIX, person, 1)

    def kill_and_start() -> None:
        valkey.kill()
        valkey.start()

    async with (
        watching(broker, village.people["ada"]) as adas,
        watching(broker, village.people["bo"]) as bos,
        watching(broker, village.people["cy"]) as cys,
    ):
        payments = asyncio.create_task(pay_on())
        while not payments.done():
            await asyncio.to_thread(kill_and_start)
            await until(lambda: broker.connected)
        await payments
        for screen in (adas, bos, cys):
            await screen.shows(3)
            assert screen.versions == sorted(set(screen.versions))
    assert (await wallet_of(village.people["cy"])).balances.budget_micros == 3
