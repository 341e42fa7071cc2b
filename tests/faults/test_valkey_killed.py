"""Valkey is killed and comes back: no last balance is lost, and nobody waits for it meanwhile.

Feeds here read again without a bell once in ten minutes, so what they show the bells brought.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest

from likewise.demo.embedded import EmbeddedValkey
from likewise.statements.wallet import wallet_of
from likewise.subscriptions.broker import Broker
from tests.support.payer import Payer, payer_elsewhere
from tests.support.screen import until, watching
from tests.support.village import Village

PREFIX = "likewise:"
pytestmark = pytest.mark.usefixtures("rare_rereading")


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


@pytest.fixture
async def payer(database: str, valkey: EmbeddedValkey) -> AsyncIterator[Payer]:
    """Another process."""
    async with payer_elsewhere(database, valkey.url, PREFIX) as payer:
        yield payer


async def test_what_a_process_changed_that_died_with_its_bells_shows_when_valkey_is_back(
    village: Village, broker: Broker, valkey: EmbeddedValkey, database: str
) -> None:
    ada = village.people["ada"]
    async with watching(broker, ada) as screen:
        await _kill(valkey)
        async with payer_elsewhere(database, valkey.url, PREFIX) as payer:
            await payer.pay(ada, 1_000_000)
        assert screen.budget_micros == 0
        await asyncio.to_thread(valkey.start)
        await screen.shows(1_000_000)


async def test_what_changed_elsewhere_while_valkey_was_dead_shows_when_it_is_back(
    village: Village, broker: Broker, valkey: EmbeddedValkey, payer: Payer
) -> None:
    ada = village.people["ada"]
    async with watching(broker, ada) as screen:
        for life in (1, 2, 3):
            await _kill(valkey)
            await until(lambda: not broker.connected)
            await payer.pay(ada, 1_000_000)
            assert screen.budget_micros == (life - 1) * 1_000_000
            await asyncio.to_thread(valkey.start)
            await screen.shows(life * 1_000_000)
        assert screen.versions == [0, 1, 2, 3]


async def test_feeds_opened_while_valkey_is_dead_are_served_and_hear_when_it_is_back(
    village: Village, broker: Broker, valkey: EmbeddedValkey, payer: Payer
) -> None:
    bo = village.people["bo"]
    await _kill(valkey)
    async with watching(broker, bo) as screen:
        await village.pay("bo", 5)
        await screen.shows(5)
        await asyncio.to_thread(valkey.start)
        await until(lambda: broker.connected)
        await payer.pay(bo, 2)
        await screen.shows(7)


async def test_a_server_that_starts_before_valkey_finds_it(
    village: Village, valkey: EmbeddedValkey, payer: Payer
) -> None:
    ada = village.people["ada"]
    await _kill(valkey)
    async with Broker(valkey.url, PREFIX) as broker, watching(broker, ada) as screen:
        await asyncio.to_thread(valkey.start)
        await until(lambda: broker.connected)
        await payer.pay(ada, 1)
        await screen.shows(1)


async def test_every_feed_is_right_after_payments_went_on_through_kill_after_kill(
    village: Village, broker: Broker, valkey: EmbeddedValkey, payer: Payer
) -> None:
    async def pay_all(times: int) -> None:
        for _ in range(times):
            for person in village.people.values():
                await payer.pay(person, 1)

    async def live_again() -> None:
        await _kill(valkey)
        await asyncio.to_thread(valkey.start)
        await until(lambda: broker.connected)

    async with AsyncExitStack() as stack:
        screens = [
            await stack.enter_async_context(watching(broker, person))
            for person in village.people.values()
        ]
        for _ in range(5):
            await asyncio.gather(pay_all(times=10), live_again())
        for screen in screens:
            await screen.shows(50)
            assert screen.versions == sorted(set(screen.versions))
    assert (await wallet_of(village.people["cy"])).balances.budget_micros == 50


async def _kill(valkey: EmbeddedValkey) -> None:
    """Kill it, and wait until the kernel has closed its sockets, a moment after its death."""
    await asyncio.to_thread(valkey.kill)
    await until(lambda: _is_free(valkey.port))


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
