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
        assert broker.watcher_count == 1000
        clients = await onlooker.client_list()
        assert len([each for each in clients if int(each["sub"]) > 0]) == 1
        assert len(clients) == 2  # and the onlooker
        assert await _watched(onlooker) == set(people)
        await asyncio.gather(*(village.pay(handle, 5) for handle in village.people))
        await until(lambda: all(screen.budget_micros == 5 for screen in screens))
        # The one that rings has come; the commits above have not opened any more.
        assert len(await onlooker.client_list()) <= 3
    assert broker.watcher_count == 0
    await _until_nobody_is_watched(onlooker)


async def test_a_closed_feed_unsubscribes_at_once_and_the_last_one_of_a_person_ends_it(
    village: Village, broker: Broker, onlooker: aioredis.Redis
) -> None:
    person = village.people["person_0"]
    async with watching(broker, person):
        async with watching(broker, person):
            assert await _watched(onlooker) == {person}
        assert broker.watcher_count == 1
        assert await _watched(onlooker) == {person}
    assert broker.watcher_count == 0
    await _until_nobody_is_watched(onlooker)


async def test_feeds_cancelled_at_any_moment_leave_nothing_behind(
    village: Village, broker: Broker, onlooker: aioredis.Redis
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
    assert broker.watcher_count == 0
    await _until_nobody_is_watched(onlooker)
    async with asyncio.timeout(DEADLINE_SECONDS):
        await asyncio.gather(*(database.row("SELECT 1") for _ in range(2 * POOL_SIZE)))
    async with watching(broker, people[0]) as screen:
        await village.pay("person_0", 1)
        await screen.shows(1)


async def test_coming_and_going_all_at_once_ends_with_the_right_subscriptions(
    village: Village, broker: Broker, onlooker: aioredis.Redis
) -> None:
    people = list(village.people.values())[:20]

    async def come_and_go(person: int, times: int) -> None:
        for _ in range(times):
            async with watching(broker, person):
                pass

    stays = people[0]
    async with watching(broker, stays) as screen:
        await asyncio.gather(*(come_and_go(person, 10) for person in people))
        await _until_watched(onlooker, {stays})
        await village.pay("person_0", 3)
        await screen.shows(3)
    await _until_nobody_is_watched(onlooker)


async def _watched(onlooker: aioredis.Redis) -> set[int]:
    """The people whose channels somebody is subscribed to."""
    channels = await onlooker.pubsub_channels(f"{PREFIX}wallet:*")
    names = {channel.rpartition(":")[2] for channel in channels}
    return {int(name) for name in names - {"everybody"}}


async def _until_nobody_is_watched(onlooker: aioredis.Redis) -> None:
    await _until_watched(onlooker, set())


async def _until_watched(onlooker: aioredis.Redis, people: set[int]) -> None:
    async with asyncio.timeout(DEADLINE_SECONDS):
        while await _watched(onlooker) != people:
            pass
