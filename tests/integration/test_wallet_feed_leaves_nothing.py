"""Many feeds cost one subscription, and whatever becomes of a feed, nothing of it stays."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
from redis import asyncio as aioredis

from likewise.demo.embedded import EmbeddedValkey
from likewise.models import database
from likewise.models.changes import Changes
from likewise.subscriptions.broker import Broker
from likewise.subscriptions.channels import PARTS
from likewise.subscriptions.links import open_link
from tests.support.screen import DEADLINE_SECONDS, Screen, until, watching
from tests.support.village import Village

PREFIX = "likewise:"
POOL_SIZE = 10


@pytest.fixture
async def village(database: str) -> Village:
    place = Village()
    await place.settle(*(f"person_{number}" for number in range(100)))
    return place


@pytest.fixture
async def broker(valkey: EmbeddedValkey) -> AsyncIterator[Broker]:
    async with Broker(valkey.url, PREFIX) as broker:
        await until(lambda: broker.connected)
        yield broker


@pytest.fixture
async def onlooker(valkey: EmbeddedValkey) -> AsyncIterator[aioredis.Redis]:
    """Looks at Valkey from outside."""
    async with open_link(valkey.url) as client:
        yield client


async def test_a_thousand_feeds_share_one_subscription(
    village: Village, broker: Broker, onlooker: aioredis.Redis
) -> None:
    people = list(village.people.values())
    async with AsyncExitStack() as stack:
        screens = [await stack.enter_async_context(watching(broker, people[number % len(people)]))
                   for number in range(1000)]  # fmt: skip
        assert broker.wallets.follower_count == 1000
        clients = await onlooker.client_list()
        assert len([each for each in clients if int(each["sub"]) > 0]) == 1
        assert len(clients) == 3  # with the one that rings, and the onlooker
        assert await _channels(onlooker) == PARTS
        await asyncio.gather(*(village.pay(handle, 5) for handle in village.people))
        await until(lambda: all(screen.budget_micros == 5 for screen in screens))
        assert len(await onlooker.client_list()) == 3  # the commits have not opened any more
    assert broker.wallets.follower_count == 0
    assert not broker.wallets.numbers


async def test_feeds_cancelled_at_any_moment_leave_nothing_behind(
    village: Village, broker: Broker
) -> None:
    people = list(village.people.values())
    for turns in range(300):
        person = people[turns % 7]
        task = asyncio.create_task(Screen().follow(broker, person))
        for _ in range(turns):
            if task.done():
                break
            await asyncio.sleep(0)  # one turn of the loop, so that each step is hit
        if turns % 3 == 0:
            await broker.ring(Changes(people=frozenset([person])))
        task.cancel()
        await asyncio.wait([task])
        assert task.cancelled()
    assert broker.wallets.follower_count == 0
    assert not broker.wallets.numbers
    async with asyncio.timeout(DEADLINE_SECONDS):
        await asyncio.gather(*(database.row("SELECT 1") for _ in range(2 * POOL_SIZE)))
    async with watching(broker, people[0]) as screen:
        await village.pay("person_0", 1)
        await screen.shows(1)


async def test_coming_and_going_all_at_once_leaves_who_stays(
    village: Village, broker: Broker
) -> None:
    people = list(village.people.values())[:20]

    async def come_and_go(person: int, times: int) -> None:
        for _ in range(times):
            async with watching(broker, person):
                pass

    stays = people[0]
    async with watching(broker, stays) as screen:
        await asyncio.gather(*(come_and_go(person, 10) for person in people))
        assert list(broker.wallets.numbers) == [stays]
        await village.pay("person_0", 3)
        await screen.shows(3)
    assert not broker.wallets.numbers


async def _channels(onlooker: aioredis.Redis) -> int:
    """How many channels somebody is subscribed to."""
    return len(await onlooker.pubsub_channels(f"{PREFIX}*"))
