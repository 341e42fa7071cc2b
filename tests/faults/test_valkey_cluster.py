"""The channels on a real cluster of three Valkey nodes: told, heard, mended after each fault."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from redis.crc import key_slot

from likewise.models.changes import Changes, LikeChange
from likewise.subscriptions.channels import PARTS, Channels
from likewise.subscriptions.homes import Homes, is_reachable
from tests.support.hearing import HEARS_WITHIN_SECONDS, Hearing, hearing, ringer_of
from tests.support.screen import until
from tests.support.valkey_cluster import ValkeyCluster

pytestmark = pytest.mark.usefixtures("no_gaps")

PREFIX = "likewise:"
CHANNELS = Channels(PREFIX)


@pytest.fixture
async def ear(cluster: ValkeyCluster) -> AsyncIterator[Hearing]:
    """A process that listens, and hears on every channel."""
    async with hearing(cluster.url, PREFIX) as ear:
        await ear.connects()
        yield ear


def on_every_part(number: int) -> Changes:
    """A change on each channel, another for each number."""
    first = number * PARTS + 1
    return Changes(
        people=frozenset(range(first, first + PARTS)),
        likes=frozenset({LikeChange(first, 7, None)}),
        settlements=True,
    )


async def test_what_is_rung_at_one_node_is_heard_wherever_the_channels_are_at_home(
    cluster: ValkeyCluster, ear: Hearing
) -> None:
    homes = await Homes(cluster.url, CHANNELS.names).find()
    assert len(homes) == 3
    assert sorted(name for names in homes.values() for name in names) == sorted(CHANNELS.names)
    # Whichever node the settings name, it leads to the others.
    for number, node in enumerate(cluster.nodes, start=1):
        async with ringer_of(cluster.url_of(node), PREFIX) as ringer:
            await ringer.ring(on_every_part(number))
            await ear.is_told(on_every_part(number))
    assert ear.everything_count == 1
    assert await is_reachable(cluster.url)


async def test_a_killed_node_silences_no_other_and_is_heard_again_when_it_is_back(
    cluster: ValkeyCluster, ear: Hearing
) -> None:
    struck = await cluster.home_of(CHANNELS.name(0))
    homes = [await cluster.home_of(name) for name in CHANNELS.names]
    spared = next(part for part in range(PARTS) if homes[part] is not struck)
    async with ringer_of(cluster.url, PREFIX) as ringer:
        for life in (1, 2):
            rung_everything = ear.everything_count
            await asyncio.to_thread(struck.kill)
            await until(lambda: not ear.listener.connected)
            assert not await is_reachable(cluster.url)
            apart = Changes(people=frozenset({life * 1000 * PARTS + spared}))
            await ringer.ring(apart)
            await ear.is_told(apart)
            # Its home is away: it is owed until then.
            await ringer.ring(on_every_part(life))
            await asyncio.to_thread(struck.start)
            await ear.connects()
            assert ear.everything_count > rung_everything
            await until(lambda: not ringer.owes, HEARS_WITHIN_SECONDS)
            await ringer.ring(on_every_part(100 + life))
            await ear.is_told(on_every_part(100 + life))


async def test_what_another_process_lost_with_a_node_may_have_changed_and_is_said_so(
    cluster: ValkeyCluster, ear: Hearing
) -> None:
    struck = await cluster.home_of(CHANNELS.name(3))
    await asyncio.to_thread(struck.kill)
    await until(lambda: not ear.listener.connected)
    async with ringer_of(cluster.url, PREFIX) as dying:
        await dying.ring(Changes(people=frozenset({3})))
    assert ear.everything_count == 1
    await asyncio.to_thread(struck.start)
    await ear.is_told_everything(times=2)
    await ear.connects()


async def test_all_nodes_killed_and_restarted_are_heard_again(
    cluster: ValkeyCluster, ear: Hearing
) -> None:
    for node in cluster.nodes:
        await asyncio.to_thread(node.kill)
    await until(lambda: not ear.listener.connected)
    for node in cluster.nodes:
        await asyncio.to_thread(node.start)
    await hears_again(cluster, ear)


async def test_a_node_that_hangs_is_noticed_and_heard_again(
    cluster: ValkeyCluster, ear: Hearing
) -> None:
    struck = await cluster.home_of(CHANNELS.name(0))
    struck.pause()
    await until(lambda: not ear.listener.connected)
    struck.resume()
    await hears_again(cluster, ear)


async def hears_again(cluster: ValkeyCluster, ear: Hearing) -> None:
    """It connects anew, was told that all may have changed, and hears on every channel."""
    await ear.connects()
    assert ear.everything_count > 1
    async with ringer_of(cluster.url, PREFIX) as ringer:
        await ringer.ring(on_every_part(1))
        await ear.is_told(on_every_part(1))


async def test_a_channel_whose_slot_moves_is_followed_by_who_rings_and_by_who_listens(
    cluster: ValkeyCluster, ear: Hearing
) -> None:
    channel = CHANNELS.name(5)
    source = await cluster.home_of(channel)
    target = next(node for node in cluster.nodes if node is not source)
    async with ringer_of(cluster.url, PREFIX) as ringer:
        await ringer.ring(on_every_part(1))
        await ear.is_told(on_every_part(1))
        await cluster.move_slot(key_slot(channel.encode()), source, target)
        await ear.is_told_everything(times=2)
        await ear.connects()
        assert await cluster.home_of(channel) is target
        await ringer.ring(on_every_part(2))
        await ear.is_told(on_every_part(2))


async def test_a_replica_that_takes_the_place_of_a_lost_node_is_followed(
    cluster: ValkeyCluster, ear: Hearing
) -> None:
    struck = await cluster.home_of(CHANNELS.name(0))
    replica = await cluster.add_replica_of(struck)
    async with ringer_of(cluster.url, PREFIX) as ringer:
        await ringer.ring(on_every_part(1))
        await ear.is_told(on_every_part(1))
        await asyncio.to_thread(struck.kill)
        await until(lambda: not ear.listener.connected)
        await ear.connects()
        assert ear.everything_count > 1
        await ringer.ring(on_every_part(2))
        await ear.is_told(on_every_part(2))
    assert struck.pid() is None
    assert any(
        url.endswith(f":{replica.port}") for url in await Homes(cluster.url, CHANNELS.names).find()
    )
