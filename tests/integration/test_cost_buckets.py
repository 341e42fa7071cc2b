"""Buckets in a real Valkey: shared by all processes, exact, and gone when they are empty."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from likewise.identity.sessions import Viewer
from likewise.operations.buckets import Buckets
from likewise.settings import Settings
from likewise.subscriptions.links import open_link
from tests.support.keeper import Addresses
from tests.support.screen import until

pytestmark = pytest.mark.usefixtures("patient")

ADA, BO = (Viewer(number, name, "member", 1) for number, name in ((1, "ada"), (2, "bo")))
SIZE = 1000
HERE, THERE = "203.0.113.7", "203.0.113.8"


def settings_of(prefix: str, **more: int) -> Settings:
    """Buckets that leak so slowly that it does not show."""
    sizes = {"cost_bucket_size": SIZE, "address_cost_bucket_size": SIZE}
    slow = {"cost_restored_per_second": 1, "address_cost_restored_per_second": 1}
    chosen = {**sizes, **slow, **more}
    return Settings.model_validate({"redis_prefix": prefix, "max_operation_cost": SIZE, **chosen})


@pytest.fixture
async def buckets(redis_url: str, channel_prefix: str) -> AsyncIterator[Buckets]:
    async with Buckets(redis_url, settings_of(channel_prefix)) as buckets:
        assert buckets.shared
        yield buckets


@pytest.fixture
async def elsewhere(redis_url: str, channel_prefix: str) -> AsyncIterator[Buckets]:
    """Those of another process."""
    async with Buckets(redis_url, settings_of(channel_prefix)) as buckets:
        yield buckets


async def test_all_processes_together_grant_what_fits_and_no_more(
    buckets: Buckets, elsewhere: Buckets
) -> None:
    asked = [each.take(ADA, HERE, 10) for each in (buckets, elsewhere) for _ in range(150)]
    told = await asyncio.gather(*asked)
    assert sum(each.granted for each in told) == SIZE // 10
    refused = await buckets.take(ADA, HERE, 10)
    assert not refused.granted
    assert refused.available < 10
    assert 0 < refused.retry_after_seconds <= 10


async def test_each_person_and_each_address_has_a_bucket_of_her_own(buckets: Buckets) -> None:
    assert (await buckets.take(ADA, HERE, SIZE)).granted
    assert not (await buckets.take(ADA, THERE, SIZE)).granted
    assert (await buckets.take(BO, HERE, SIZE)).granted
    assert (await buckets.take(None, HERE, 10)).available == SIZE - 10
    assert (await buckets.take(None, HERE, 10)).available >= SIZE - 20
    assert (await buckets.take(None, THERE, 10)).available == SIZE - 10


async def test_costs_of_one_moment_are_told_apart(buckets: Buckets) -> None:
    told = await asyncio.gather(
        *(buckets.take(Viewer(number, "x", "member", 1), HERE, number) for number in range(1, 400))
    )
    assert [each.available for each in told] == [SIZE - number for number in range(1, 400)]


async def test_an_empty_bucket_leaves_nothing(redis_url: str, channel_prefix: str) -> None:
    quick = settings_of(channel_prefix, cost_restored_per_second=1000)
    async with Buckets(redis_url, quick) as buckets, open_link(redis_url) as link:
        began = time.monotonic()
        assert (await buckets.take(ADA, HERE, 100)).granted
        async with asyncio.timeout(5):
            while await link.keys(f"{channel_prefix}*"):
                pass  # not empty yet
        assert time.monotonic() - began > 0.09


async def test_no_limit_asks_nobody(redis_url: str, channel_prefix: str) -> None:
    free = settings_of(channel_prefix, cost_bucket_size=0)
    async with Buckets(redis_url, free) as buckets:
        for _ in range(3):
            told = await buckets.take(ADA, HERE, SIZE)
            assert (told.granted, told.available) == (True, SIZE)
        assert (await buckets.take(None, HERE, 1)).available == SIZE - 1


async def test_a_bucket_that_was_written_with_other_settings_is_full_at_most(
    redis_url: str, channel_prefix: str
) -> None:
    slow = settings_of(channel_prefix)
    quick = settings_of(channel_prefix, cost_restored_per_second=1000)
    async with Buckets(redis_url, slow) as before, Buckets(redis_url, quick) as after:
        assert (await before.take(ADA, HERE, SIZE)).granted
        refused = await after.take(ADA, HERE, SIZE)
        assert not refused.granted
        assert refused.retry_after_seconds <= 1


TAKES = st.lists(st.tuples(st.integers(0, 1), st.integers(0, SIZE // 3)), min_size=1, max_size=30)


@settings(max_examples=40)
@given(takes=TAKES, number=st.integers(1, 2**60))
def test_the_script_decides_as_the_model_does(
    server_addresses: Addresses, takes: list[tuple[int, int]], number: int
) -> None:
    async def run() -> None:
        loop = asyncio.get_running_loop()
        viewer, room, began = Viewer(number, "x", "member", 1), SIZE, loop.time()
        several = settings_of(f"model-{number}-{began}:")
        one, other = (Buckets(server_addresses.redis_url, several) for _ in range(2))
        async with one, other:
            for process, cost in takes:
                told = await (one, other)[process].take(viewer, HERE, cost)
                leaked = loop.time() - began + 1  # of one a second
                if told.granted:
                    assert cost <= room + leaked
                    room -= cost
                else:
                    assert cost > room - 1
                assert room - 1 <= told.available <= room + leaked

    asyncio.run(run())


async def test_nothing_is_left_running(redis_url: str, channel_prefix: str) -> None:
    async with Buckets(redis_url, settings_of(channel_prefix)) as buckets:
        await buckets.take(ADA, HERE, 1)
    await until(lambda: len(asyncio.all_tasks()) == 1)
