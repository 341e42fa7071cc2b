"""The feed of a closing: what it shows, how fast, when it ends, and that nothing of it stays."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import pairwise

import pytest

from likewise.demo.embedded import EmbeddedValkey
from likewise.errors import MonthNotBegun, MonthOutOfOrder
from likewise.models import database as db
from likewise.models.changes import Changes
from likewise.models.gate import running_month
from likewise.models.unit_of_work import UnitOfWork, unit_of_work
from likewise.months import Month
from likewise.settlement.settlements import Settlement
from likewise.subscriptions.broker import Broker
from likewise.subscriptions.channels import Channels
from likewise.subscriptions.ringing import Ringer
from likewise.subscriptions.settlement_feed import SHORTEST_PAUSE_SECONDS, settlement_feed
from tests.support.screen import until

MONTH = Month.parse("2026-10")
pytestmark = pytest.mark.usefixtures("rare_rereading")


@pytest.fixture
async def broker(valkey: EmbeddedValkey) -> AsyncIterator[Broker]:
    async with Broker(valkey.url, "likewise:") as broker:
        await until(lambda: broker.connected)
        yield broker


class Watcher:
    """What one feed of MONTH has shown, and when, by the monotonic clock."""

    def __init__(self) -> None:
        self.seen: list[Settlement | None] = []
        self.at_seconds: list[float] = []
        self.ended = False

    @property
    def posted_count(self) -> int | None:
        settlement = self.seen[-1]
        return None if settlement is None else settlement.posted_count

    async def follow(self, broker: Broker, month: Month) -> None:
        async for settlement in settlement_feed(broker, month):
            self.seen.append(settlement)
            self.at_seconds.append(time.monotonic())
        self.ended = True


@asynccontextmanager
async def watching(broker: Broker, month: Month = MONTH) -> AsyncIterator[Watcher]:
    watcher = Watcher()
    task = asyncio.create_task(watcher.follow(broker, month))
    try:
        await until(lambda: bool(watcher.seen) or task.done())
        yield watcher
    finally:
        task.cancel()
        await asyncio.wait([task])
        if not task.cancelled():
            task.result()


async def write(sql: str, *values: object) -> None:
    """One durable step of a closing, as far as a feed can tell."""

    async def body(work: UnitOfWork) -> None:
        await work.execute(sql, *values)
        work.settlement_changed()

    await unit_of_work(body)


async def seal(month: Month = MONTH) -> None:
    await write(
        "INSERT INTO settlements (id, month, state, early, max_hops, sealed_at)"
        " VALUES (1, $1, 'sealed', true, 6, now())",
        month.first_day,
    )


async def post(count: int) -> None:
    await write(
        "UPDATE settlements SET state = 'computed', movement_count = 100, posted_count = $1", count
    )


async def close() -> None:
    await write("UPDATE settlements SET state = 'closed', closed_at = now()")


def states(watcher: Watcher) -> list[str | None]:
    return [None if each is None else each.state for each in watcher.seen]


async def test_a_month_that_is_open_is_shown_as_open_and_its_seal_is_awaited(
    database: str, broker: Broker
) -> None:
    month = (await running_month()).month
    async with watching(broker, month) as watcher:
        assert watcher.seen == [None]
        await seal(month)
        await until(lambda: states(watcher) == [None, "sealed"])


async def refused(broker: Broker, month: Month) -> str:
    """Why nobody can wait for a month."""
    with pytest.raises((MonthNotBegun, MonthOutOfOrder)) as refusal:
        await Watcher().follow(broker, month)
    assert broker.settlement_watcher_count == 0
    return f"{refusal.value.code} {refusal.value.message}"


async def test_a_month_that_can_never_be_closed_is_not_waited_for(
    database: str, broker: Broker
) -> None:
    running = (await running_month()).month  # the one of the calendar, too
    ahead, behind = running.next(), running.previous()
    assert f"MONTH_NOT_BEGUN {ahead} has not begun" in await refused(broker, ahead)
    assert "MONTH_NOT_BEGUN" in await refused(broker, Month(9998, 12))
    assert f"nothing happened before {running}" in await refused(broker, behind)
    assert "MONTH_OUT_OF_ORDER" in await refused(broker, Month(2000, 1))
    await seal(running)
    assert f"the first month that was is {running}" in await refused(broker, behind)
    # Likes count for it from the seal on, and still nobody can close it.
    assert f"MONTH_NOT_BEGUN {ahead} has not begun" in await refused(broker, ahead)


async def test_a_closed_month_is_shown_once_and_ends_the_feed(
    database: str, broker: Broker
) -> None:
    await seal()
    await close()
    async with watching(broker) as watcher:
        await until(lambda: watcher.ended)
        assert states(watcher) == ["closed"]
    assert broker.settlement_watcher_count == 0


async def test_a_closing_that_moves_fast_is_shown_a_few_times_a_second_and_to_its_end(
    database: str, broker: Broker
) -> None:
    await seal()
    async with watching(broker) as watcher:
        begun_at = time.monotonic()
        for count in range(101):
            await post(count)
        await close()
        await until(lambda: watcher.ended)
        took_seconds = watcher.at_seconds[-1] - begun_at
        gaps = [later - earlier for earlier, later in pairwise(watcher.at_seconds)]
        assert min(gaps) >= SHORTEST_PAUSE_SECONDS * 0.99
        assert len(watcher.seen) <= took_seconds / SHORTEST_PAUSE_SECONDS + 2
        assert (states(watcher)[0], states(watcher)[-1]) == ("sealed", "closed")
        counts = [each.posted_count for each in watcher.seen if each is not None]
        assert counts == sorted(counts)


async def test_another_month_and_a_bell_without_a_change_show_nothing(
    database: str, broker: Broker
) -> None:
    await seal()
    async with watching(broker) as watcher:
        await broker.ring(Changes(settlements=True))
        await write(
            "INSERT INTO settlements (id, month, state, early, max_hops, sealed_at)"
            " VALUES (2, $1, 'sealed', false, 6, now())",
            MONTH.next().first_day,
        )
        await post(7)
        await until(lambda: watcher.posted_count == 7)
        assert len(watcher.seen) == 2


async def test_what_another_process_rings_arrives_also_with_a_bell_for_everybody(
    database: str, broker: Broker, valkey: EmbeddedValkey
) -> None:
    await seal()
    elsewhere = Ringer(valkey.url, Channels("likewise:"))
    elsewhere.start()
    async with watching(broker) as watcher:
        await db.rows("UPDATE settlements SET posted_count = 5")
        await elsewhere.ring(Changes(settlements=True))
        await until(lambda: watcher.posted_count == 5)
        # What was owed in one go with a bell for everybody is not swallowed by it.
        await db.rows("UPDATE settlements SET posted_count = 6")
        await elsewhere.ring(Changes(everybody=True, settlements=True))
        await until(lambda: watcher.posted_count == 6)
    await elsewhere.close()


async def test_what_changed_while_valkey_was_dead_shows_when_it_is_back(
    database: str, broker: Broker, valkey: EmbeddedValkey
) -> None:
    await seal()
    async with watching(broker) as watcher:
        await asyncio.to_thread(valkey.kill)
        await until(lambda: not broker.connected)
        await db.rows("UPDATE settlements SET state = 'closed'")  # without any bell
        await asyncio.to_thread(valkey.start)
        await until(lambda: watcher.ended)
        assert states(watcher) == ["sealed", "closed"]


async def test_a_feed_ends_by_itself_when_the_broker_closes(
    database: str, valkey: EmbeddedValkey
) -> None:
    broker = Broker(valkey.url, "likewise:")
    await broker.start()
    async with watching(broker, (await running_month()).month) as watcher:
        await broker.close()
        await until(lambda: watcher.ended, within_seconds=1.0)
    assert broker.settlement_watcher_count == 0
    assert [each async for each in settlement_feed(broker, MONTH)] == []


async def test_feeds_cancelled_at_any_moment_leave_nothing_behind(
    database: str, broker: Broker
) -> None:
    await seal()
    for turns in range(100):
        task = asyncio.create_task(Watcher().follow(broker, MONTH))
        for _ in range(turns):
            await asyncio.sleep(0)  # one turn of the loop, so that each step is hit
        task.cancel()
        await asyncio.wait([task])
        assert task.cancelled()
    assert broker.settlement_watcher_count == 0
