"""Valkey hangs: connections stay open and nothing answers. Nobody waits, and nothing is lost."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator

import pytest

from likewise.demo.embedded import EmbeddedValkey
from likewise.models.changes import Changes
from likewise.subscriptions.broker import Broker
from likewise.subscriptions.channels import Channels
from likewise.subscriptions.ear import DEATH_SECONDS, SILENCE_SECONDS
from likewise.subscriptions.links import PATIENCE_SECONDS
from likewise.subscriptions.ringing import Ringer
from tests.support.payer import Payer, payer_elsewhere
from tests.support.screen import until, watching
from tests.support.village import Village

PREFIX = "likewise:"
pytestmark = pytest.mark.usefixtures("rare_rereading")


@pytest.fixture
async def village(database: str) -> Village:
    place = Village()
    await place.settle("ada", "bo")
    return place


@pytest.fixture
async def broker(valkey: EmbeddedValkey) -> AsyncIterator[Broker]:
    async with Broker(valkey.url, PREFIX) as broker:
        await until(lambda: broker.connected)
        yield broker


@pytest.fixture
async def payer(database: str, valkey: EmbeddedValkey) -> AsyncIterator[Payer]:
    """Another process."""
    async with payer_elsewhere(database, valkey.url, PREFIX) as payer:
        yield payer


@pytest.fixture
def paused(broker: Broker, valkey: EmbeddedValkey) -> Iterator[EmbeddedValkey]:
    """Valkey, hanging from the moment on when the broker is connected."""
    valkey.pause()
    yield valkey
    valkey.resume()


async def test_a_commit_does_not_wait_for_a_hanging_valkey(
    village: Village, broker: Broker, paused: EmbeddedValkey
) -> None:
    async with watching(broker, village.people["ada"]) as screen:
        started = time.monotonic()
        for _ in range(20):
            await village.pay("ada", 1)
        assert time.monotonic() - started < 20 * PATIENCE_SECONDS / 2
        await screen.shows(20)


async def test_a_silent_death_is_noticed(broker: Broker, paused: EmbeddedValkey) -> None:
    await until(lambda: not broker.connected, SILENCE_SECONDS + DEATH_SECONDS + 2.0)


async def test_what_changed_elsewhere_while_valkey_hung_long_shows_when_it_goes_on(
    village: Village, broker: Broker, valkey: EmbeddedValkey, payer: Payer
) -> None:
    ada = village.people["ada"]
    async with watching(broker, ada) as screen:
        valkey.pause()
        await until(lambda: not broker.connected)
        await payer.pay(ada, 1_000_000)
        assert screen.budget_micros == 0
        valkey.resume()
        await screen.shows(1_000_000)


async def test_what_a_process_changed_that_died_in_a_short_hang_shows_when_it_is_over(
    village: Village,
    broker: Broker,
    valkey: EmbeddedValkey,
    database: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # However slow this machine is, the hang is too short for a death.
    monkeypatch.setattr("likewise.subscriptions.ear.DEATH_SECONDS", 60.0)
    ada = village.people["ada"]
    async with watching(broker, ada) as screen:
        async with payer_elsewhere(database, valkey.url, PREFIX) as payer:
            valkey.pause()
            hung_at = time.monotonic()
            await payer.pay(ada, 1_000_000)
        await _pass(hung_at + SILENCE_SECONDS + 2 * PATIENCE_SECONDS)
        assert screen.budget_micros == 0
        assert broker.connected
        valkey.resume()
        await screen.shows(1_000_000)


async def test_a_bell_that_could_not_be_rung_is_owed_and_rung_later(
    village: Village, broker: Broker, valkey: EmbeddedValkey
) -> None:
    ada = village.people["ada"]
    elsewhere = Ringer(valkey.url, Channels(PREFIX))
    elsewhere.start()
    async with watching(broker, ada) as screen:
        valkey.pause()
        await village.pay("ada", 1, quietly=True)
        await elsewhere.ring(Changes(people=frozenset([ada])))
        await _pass(time.monotonic() + 2 * PATIENCE_SECONDS)
        assert elsewhere.owes
        valkey.resume()
        await screen.shows(1)
        await until(lambda: not elsewhere.owes)
    await elsewhere.close()


async def test_closing_does_not_wait_for_a_hanging_valkey(
    village: Village, valkey: EmbeddedValkey
) -> None:
    async with Broker(valkey.url, PREFIX) as broker:
        await until(lambda: broker.connected)
        async with watching(broker, village.people["ada"]):
            valkey.pause()
            await village.pay("ada", 1)
        started = time.monotonic()
    assert time.monotonic() - started < 2.0
    valkey.resume()


async def test_feeds_opened_while_valkey_hangs_are_served(
    village: Village, broker: Broker, paused: EmbeddedValkey
) -> None:
    async with asyncio.timeout(2.0):
        async with watching(broker, village.people["bo"]) as screen:
            assert screen.budget_micros == 0


async def _pass(moment: float) -> None:
    """Wait until a moment of the monotonic clock has come."""
    await until(lambda: time.monotonic() > moment)
