"""Valkey is killed, hangs or refuses: buckets of the process count, and nobody waits or errs."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

import pytest
from structlog.testing import capture_logs

from likewise.demo.embedded import EmbeddedValkey
from likewise.identity.sessions import Viewer
from likewise.operations.buckets import LOCAL_PARTS, PATIENCE_SECONDS, Buckets
from likewise.settings import Settings
from likewise.subscriptions.links import open_link
from tests.support.screen import until
from tests.support.valkey_cluster import ValkeyCluster

SIZE, COST = 1000, 10
LOCAL = SIZE // LOCAL_PARTS // COST
"""How many of COST the bucket of one process grants."""

SETTINGS = Settings(max_operation_cost=COST, cost_bucket_size=SIZE, cost_restored_per_second=1)
HERE = "203.0.113.7"


def person(number: int) -> Viewer:
    return Viewer(number, "ada", "member", 1)


async def granted(buckets: Buckets, number: int = 1, times: int = SIZE // COST + 10) -> int:
    """How many costs of a moment are granted to a person."""
    told = await asyncio.gather(*(buckets.take(person(number), HERE, COST) for _ in range(times)))
    return sum(each.granted for each in told)


@pytest.fixture
async def buckets(valkey: EmbeddedValkey) -> AsyncIterator[Buckets]:
    async with Buckets(valkey.url, SETTINGS) as buckets:
        await until(lambda: buckets.shared)
        yield buckets


async def test_costs_of_one_moment_are_few_commands(
    patient: None, buckets: Buckets, valkey: EmbeddedValkey
) -> None:
    async with open_link(valkey.url) as link:
        await link.config_resetstat()
        assert await granted(buckets) == SIZE // COST
        stats = await link.info("commandstats")
    assert stats["cmdstat_eval"]["calls"] <= 2


async def test_a_killed_valkey_leaves_a_small_bucket_until_it_is_back(
    patient: None, buckets: Buckets, valkey: EmbeddedValkey
) -> None:
    with capture_logs() as logs:
        for life in (1, 2):
            await asyncio.to_thread(valkey.kill)
            assert await granted(buckets, life) == LOCAL
            assert await granted(buckets, life) == 0
            assert not buckets.shared
            await asyncio.to_thread(valkey.start)
            await until(lambda: buckets.shared)
            assert await granted(buckets, life) == SIZE // COST
    told = [each["event"] for each in logs if each["event"].startswith("costs_")]
    assert told == ["costs_counted_locally", "costs_counted_in_redis"] * 2


async def test_a_hanging_valkey_is_waited_for_once(
    buckets: Buckets, valkey: EmbeddedValkey, monkeypatch: pytest.MonkeyPatch
) -> None:
    valkey.pause()
    try:
        began = time.monotonic()
        assert await granted(buckets) == LOCAL
        assert time.monotonic() - began < 5.0  # one after the other they would wait for 11
        assert not buckets.shared
        began = time.monotonic()
        for number in range(2, 500):
            assert (await buckets.take(person(number), HERE, COST)).granted
        assert time.monotonic() - began < 498 * PATIENCE_SECONDS / 2
    finally:
        valkey.resume()
    monkeypatch.setattr("likewise.operations.buckets.PATIENCE_SECONDS", 10.0)
    await until(lambda: buckets.shared)
    assert await granted(buckets, 1000) == SIZE // COST


async def test_a_valkey_that_may_not_write_counts_for_nothing(
    patient: None, buckets: Buckets, valkey: EmbeddedValkey
) -> None:
    async with open_link(valkey.url) as link:
        await link.config_set("min-replicas-to-write", 1)
        with capture_logs() as logs:
            assert await granted(buckets) == LOCAL
            async with asyncio.timeout(5):
                while (await link.info("commandstats"))["cmdstat_eval"]["failed_calls"] < 4:
                    pass  # it was tried again
        assert [each["event"] for each in logs] == ["costs_counted_locally"]
        assert await granted(buckets) == 0
        await link.config_set("min-replicas-to-write", 0)
        await until(lambda: buckets.shared)


async def test_a_server_that_starts_before_valkey_finds_it(
    patient: None, valkey: EmbeddedValkey
) -> None:
    await asyncio.to_thread(valkey.kill)
    async with Buckets(valkey.url, SETTINGS) as buckets:
        assert await granted(buckets) == LOCAL
        await asyncio.to_thread(valkey.start)
        await until(lambda: buckets.shared)
        assert await granted(buckets) == SIZE // COST


async def test_closing_does_not_wait_for_a_hanging_valkey(valkey: EmbeddedValkey) -> None:
    async with Buckets(valkey.url, SETTINGS) as buckets:
        valkey.pause()
        assert await granted(buckets) == LOCAL
        began = time.monotonic()
    assert time.monotonic() - began < 1.0
    valkey.resume()


async def test_a_cluster_counts_on_all_nodes_and_without_one_of_them(
    patient: None, cluster: ValkeyCluster
) -> None:
    async with (
        Buckets(cluster.url, SETTINGS) as one,
        Buckets(cluster.url_of(cluster.nodes[2]), SETTINGS) as other,
    ):
        await until(lambda: one.shared and other.shared)
        people = range(1, 40)
        for number in people:
            assert await granted(one, number, times=60) == 60
            assert await granted(other, number, times=60) == 40
        await asyncio.to_thread(cluster.nodes[1].kill)
        # Who was at home there is counted here; so are others, once the cluster says it is down.
        left = {await granted(one, number, times=LOCAL + 5) for number in people}
        assert LOCAL in left
        assert left <= {0, LOCAL}
        await asyncio.to_thread(cluster.nodes[1].start)
        await cluster.is_whole()
        await until(lambda: one.shared and other.shared)
