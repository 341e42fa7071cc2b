"""One process rings, another hears it, over a real Valkey; and what it hears that is not ours."""

from __future__ import annotations

import asyncio
import time

import pytest

from likewise.demo.embedded import EmbeddedValkey
from likewise.models.changes import EVERYTHING, Changes, LikeChange
from likewise.subscriptions.channels import PARTS, Channels
from likewise.subscriptions.ear import DEATH_SECONDS, SILENCE_SECONDS
from likewise.subscriptions.homes import is_reachable
from likewise.subscriptions.links import open_link
from likewise.subscriptions.listening import Listener
from likewise.subscriptions.parts import MOST_AT_ONCE
from tests.support.hearing import hearing, ringer_of
from tests.support.screen import until

pytestmark = pytest.mark.usefixtures("no_gaps")

ALL_PARTS = Changes(
    people=frozenset(range(1, PARTS + 1)),
    likes=frozenset({LikeChange(3, 40, None), LikeChange(4, 41, 9)}),
    settlements=True,
)


async def test_what_one_process_rings_another_is_told_part_by_part(
    redis_url: str, channel_prefix: str
) -> None:
    async with (
        hearing(redis_url, channel_prefix) as ear,
        ringer_of(redis_url, channel_prefix) as ringer,
    ):
        await ear.connects()
        await ringer.ring(ALL_PARTS)
        await ear.is_told(ALL_PARTS)
        assert ear.told == ALL_PARTS
        assert ear.everything_count == 1


async def test_a_process_is_not_told_what_it_rang_itself(
    redis_url: str, channel_prefix: str
) -> None:
    async with (
        ringer_of(redis_url, channel_prefix) as own,
        hearing(redis_url, channel_prefix, own.mark) as ear,
        ringer_of(redis_url, channel_prefix) as other,
    ):
        await ear.connects()
        await own.ring(Changes(people=frozenset({16})))
        await until(lambda: not own.owes)
        await other.ring(Changes(people=frozenset({32})))
        await ear.is_told(Changes(people=frozenset({32})))
        assert ear.told == Changes(people=frozenset({32}))


async def test_installations_that_share_a_redis_do_not_hear_each_other(
    redis_url: str, channel_prefix: str
) -> None:
    async with (
        hearing(redis_url, channel_prefix) as ear,
        ringer_of(redis_url, f"another-{channel_prefix}") as foreign,
        ringer_of(redis_url, channel_prefix) as ours,
    ):
        await ear.connects()
        await foreign.ring(ALL_PARTS)
        await until(lambda: not foreign.owes)
        await ours.ring(Changes(settlements=True))
        await ear.is_told(Changes(settlements=True))
        assert ear.told == Changes(settlements=True)


async def test_more_than_anybody_would_list_is_told_as_everybody(
    redis_url: str, channel_prefix: str
) -> None:
    async with (
        hearing(redis_url, channel_prefix) as ear,
        ringer_of(redis_url, channel_prefix) as ringer,
    ):
        await ear.connects()
        await ringer.ring(Changes(people=frozenset(range(1, MOST_AT_ONCE + 2))))
        await ear.is_told(Changes(everybody=True))
        assert ear.told == Changes(everybody=True)


@pytest.mark.parametrize("text", ["", "nonsense", "[]", '{"form":2,"mark":"m"}', "9" * 5000])
async def test_what_is_not_ours_on_a_channel_counts_as_everything_and_stops_nothing(
    redis_url: str, channel_prefix: str, text: str
) -> None:
    channels = Channels(channel_prefix)
    async with (
        hearing(redis_url, channel_prefix) as ear,
        ringer_of(redis_url, channel_prefix) as ringer,
        open_link(redis_url) as stranger,
    ):
        await ear.connects()
        for times in (2, 3):
            await stranger.publish(channels.name(5), text)
            await ear.is_told_everything(times)
        await ringer.ring(ALL_PARTS)
        await ear.is_told(ALL_PARTS)
        assert ear.listener.connected


async def test_after_each_loss_of_valkey_everything_may_have_changed_and_rings_are_heard_again(
    valkey: EmbeddedValkey, channel_prefix: str
) -> None:
    async with (
        hearing(valkey.url, channel_prefix) as ear,
        ringer_of(valkey.url, channel_prefix) as ringer,
    ):
        for life in (1, 2, 3):
            await ear.connects()
            assert ear.everything_count == life
            await ringer.ring(Changes(people=frozenset({life})))
            await ear.is_told(Changes(people=frozenset({life})))
            await asyncio.to_thread(valkey.kill)
            await until(lambda: not ear.listener.connected)
            await ringer.ring(Changes(people=frozenset({100 + life})))
            await asyncio.to_thread(valkey.start)
        await ear.connects()
        await until(lambda: not ringer.owes)


async def test_a_valkey_that_hangs_is_noticed_and_what_it_kept_back_is_asked_for(
    valkey: EmbeddedValkey, channel_prefix: str
) -> None:
    async with hearing(valkey.url, channel_prefix) as ear:
        await ear.connects()
        valkey.pause()
        await until(lambda: not ear.listener.connected, SILENCE_SECONDS + DEATH_SECONDS + 2.0)
        assert not await is_reachable(valkey.url)
        valkey.resume()
        await ear.is_told_everything(times=2)
        assert await is_reachable(valkey.url)


async def test_a_listener_that_is_closed_ends_by_itself_and_leaves_no_connection(
    valkey: EmbeddedValkey, channel_prefix: str
) -> None:
    taken: list[Changes] = []
    listener = Listener(valkey.url, Channels(channel_prefix), taken.append, "mark")
    running = asyncio.create_task(listener.run())
    await until(lambda: listener.connected)
    listener.close()
    started = time.monotonic()
    await running
    assert time.monotonic() - started < SILENCE_SECONDS
    assert taken == [EVERYTHING]
    async with open_link(valkey.url) as client:
        await until(lambda: len(asyncio.all_tasks()) == 1)
        assert len(await client.client_list()) == 1
