"""The wallet feed: a snapshot first, then what is newer, and the last balance always."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import replace

import asyncpg
import pytest

from likewise.errors import InvalidInput
from likewise.ledger.balances import WalletBalances
from likewise.models import database as db
from likewise.models.changes import Changes
from likewise.models.gate import pass_gate
from likewise.models.unit_of_work import UnitOfWork, unit_of_work
from likewise.months import Month
from likewise.settings import settings
from likewise.statements.projection import Giving
from likewise.statements.wallet import Wallet, wallet_of
from likewise.subscriptions.broker import Broker
from likewise.subscriptions.channels import Channels
from likewise.subscriptions.feed import Feed
from likewise.subscriptions.following import Stamp
from likewise.subscriptions.parts import MOST_AT_ONCE
from likewise.subscriptions.ringing import Ringer
from likewise.subscriptions.wallet_board import stamp_of_wallet
from tests.support.payer import payer_elsewhere
from tests.support.screen import DEADLINE_SECONDS, until, wallet_feed, watching
from tests.support.village import Village

MONTH = Month(2026, 11)
CLOCK_SECONDS = 0.2
"""What a timer may come too early, and a reading take longer once than the other time."""


@pytest.fixture
async def village(database: str) -> Village:
    place = Village()
    await place.settle("ada", "bo")
    return place


@pytest.fixture
async def broker(redis_url: str, channel_prefix: str) -> AsyncIterator[Broker]:
    async with Broker(redis_url, channel_prefix) as broker:
        await until(lambda: broker.connected)
        yield broker


@pytest.fixture
def quick_rereading(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("LIKEWISE_FEED_REREAD_SECONDS", "0.05")
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()


async def test_the_first_thing_shown_is_the_wallet_as_it_stands(
    village: Village, broker: Broker
) -> None:
    await village.pay("ada", 5_000_000)
    async with watching(broker, village.people["ada"]) as screen:
        assert screen.seen == [await wallet_of(village.people["ada"])]
        assert screen.budget_micros == 5_000_000


async def test_a_payment_shows_on_every_feed_of_its_person_and_on_no_other(
    village: Village, broker: Broker
) -> None:
    ada, bo = village.people["ada"], village.people["bo"]
    async with (
        watching(broker, ada) as first,
        watching(broker, ada) as second,
        watching(broker, bo) as other,
    ):
        await village.pay("ada", 5_000_000)
        await first.shows(5_000_000)
        await second.shows(5_000_000)
        await village.pay("bo", 1)
        await other.shows(1)
        assert len(other.seen) == 2


async def test_what_another_process_changed_shows_through_redis(
    village: Village, broker: Broker, database: str, redis_url: str, channel_prefix: str
) -> None:
    ada = village.people["ada"]
    async with (
        payer_elsewhere(database, redis_url, channel_prefix) as payer,
        watching(broker, ada) as screen,
    ):
        for payments in (1, 2, 3):
            await payer.pay(ada, 7_000_000)
            await screen.shows(payments * 7_000_000)
        assert screen.versions == [0, 1, 2, 3]


async def test_a_burst_never_shows_an_older_state_after_a_newer_one_and_ends_at_the_last(
    village: Village, broker: Broker
) -> None:
    async with watching(broker, village.people["ada"]) as screen:
        await asyncio.gather(*(village.pay("ada", 1) for _ in range(100)))
        await screen.shows(100)
        assert screen.versions == sorted(set(screen.versions))


async def test_a_slow_reader_gets_the_latest_state_and_not_the_ones_between(
    village: Village, broker: Broker
) -> None:
    async with watching(broker, village.people["ada"]) as quick:
        feed = wallet_feed(broker, village.people["ada"])
        await anext(feed)
        for _ in range(10):
            await village.pay("ada", 1)
        await quick.shows(10)
        latest = await anext(feed)
        assert latest.balances.budget_micros == 10
        await feed.aclose()


async def test_a_wallet_that_changes_all_the_time_is_shown_at_its_pace(
    village: Village, broker: Broker
) -> None:
    loop = asyncio.get_running_loop()
    moments: list[float] = []
    feed = wallet_feed(broker, village.people["ada"])
    await anext(feed)
    paying = asyncio.create_task(_pay_until(village, lambda: len(moments) == 4))
    async for _ in feed:
        moments.append(loop.time())
        if len(moments) == 4:
            break
    await feed.aclose()
    await paying
    assert moments[-1] - moments[0] >= 3 * 0.25 - CLOCK_SECONDS


async def _pay_until(village: Village, done: Callable[[], bool]) -> None:
    while not done():
        await village.pay("ada", 1)


async def test_a_projection_that_moves_without_a_version_is_shown(
    village: Village, broker: Broker
) -> None:
    await village.pay("ada", 5_000_000)
    async with watching(broker, village.people["bo"]) as screen:
        await unit_of_work(lambda work: _like_and_ring(work, village))
        await until(lambda: screen.seen[-1].projection_micros == 5_000_000)
        assert screen.versions == [0, 0]


async def test_a_bell_without_a_change_shows_nothing(village: Village, broker: Broker) -> None:
    ada = village.people["ada"]
    async with watching(broker, ada) as screen:
        await broker.ring(Changes(people=frozenset([ada])))
        await village.pay("ada", 1)
        await screen.shows(1)
        assert len(screen.seen) == 2


@pytest.mark.usefixtures("quick_rereading")
async def test_a_feed_reads_again_when_no_bell_has_been_rung(
    village: Village, broker: Broker
) -> None:
    await village.pay("ada", 5_000_000)
    async with watching(broker, village.people["bo"]) as screen:
        month = await unit_of_work(pass_gate)
        await db.rows(
            "INSERT INTO likes (person_id, month, target_id) VALUES ($1, $2, $3)",
            village.people["ada"],
            month.month.first_day,
            village.people["bo"],
        )
        await until(lambda: screen.seen[-1].projection_micros == 5_000_000)


async def test_feeds_end_by_themselves_when_the_broker_closes(
    village: Village, redis_url: str, channel_prefix: str
) -> None:
    broker = Broker(redis_url, channel_prefix)
    await broker.start()
    async with watching(broker, village.people["ada"]) as screen:
        await broker.close()
        await until(lambda: screen.ended, within_seconds=1.0)
    assert broker.wallets.follower_count == 0
    # And what comes too late ends at once.
    assert [wallet async for wallet in wallet_feed(broker, village.people["ada"])] == []
    await broker.close()


async def test_one_process_shows_its_own_changes_without_redis(
    village: Village, channel_prefix: str
) -> None:
    async with (
        Broker("redis://127.0.0.1:1/0", channel_prefix) as broker,
        watching(broker, village.people["ada"]) as screen,
    ):
        await village.pay("ada", 5_000_000)
        await screen.shows(5_000_000)
        assert not broker.connected


async def test_a_person_without_a_wallet_has_no_feed(village: Village, broker: Broker) -> None:
    with pytest.raises(LookupError):
        await anext(wallet_feed(broker, 999))
    assert broker.wallets.follower_count == 0


async def test_a_change_of_very_many_wallets_rings_everybody(
    village: Village, broker: Broker, redis_url: str, channel_prefix: str
) -> None:
    elsewhere = Ringer(redis_url, Channels(channel_prefix))
    elsewhere.start()
    async with watching(broker, village.people["ada"]) as screen:
        await village.pay("ada", 1, quietly=True)
        await elsewhere.ring(Changes(people=frozenset(range(10**6, 10**6 + MOST_AT_ONCE + 1))))
        await screen.shows(1)
    await elsewhere.close()


async def test_who_watches_leaves_connections_to_those_who_ask_meanwhile(
    village: Village, broker: Broker, database: str
) -> None:
    async with AsyncExitStack() as stack:
        screens = [await stack.enter_async_context(watching(broker, village.people["ada"]))
                   for _ in range(50)]  # fmt: skip
        stopper = await asyncpg.connect(database)
        try:
            async with stopper.transaction():
                await stopper.execute("LOCK TABLE accounts IN ACCESS EXCLUSIVE MODE")
                await broker.ring(Changes(everybody=True))
                async with asyncio.timeout(DEADLINE_SECONDS):
                    while not await stopper.fetchval(_SOMEBODY_WAITS):
                        pass
                    await asyncio.gather(*(db.rows("SELECT 1") for _ in range(20)))
                assert await stopper.fetchval(_SOMEBODY_WAITS) == 1
        finally:
            await stopper.close()
        await village.pay("ada", 1)
        for screen in screens:
            await screen.shows(1)
            assert len(screen.seen) == 2


_SOMEBODY_WAITS = """
SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
WHERE NOT granted AND datname = current_database()"""


async def test_the_channels_of_another_installation_ring_nothing_here(
    village: Village, broker: Broker, redis_url: str, channel_prefix: str
) -> None:
    ada, bo = village.people["ada"], village.people["bo"]
    foreign = Ringer(redis_url, Channels(f"another-{channel_prefix}"))
    ours = Ringer(redis_url, Channels(channel_prefix))
    foreign.start()
    ours.start()
    async with watching(broker, ada) as adas, watching(broker, bo) as bos:
        await village.pay("ada", 1, quietly=True)
        await foreign.ring(Changes(people=frozenset([ada])))
        await foreign.close()
        await village.pay("bo", 1)
        await bos.shows(1)
        assert len(adas.seen) == 1
    await ours.close()


async def test_who_comes_back_gets_what_she_missed_as_one_state(
    village: Village, broker: Broker
) -> None:
    ada = village.people["ada"]
    async with watching(broker, ada) as screen:
        seen = stamp_of_wallet(screen.seen[-1])
    for _ in range(3):
        await village.pay("ada", 1)
    feed = Feed(broker.wallets, ada, seen).stream()
    assert (await anext(feed)).balances.budget_micros == 3
    await feed.aclose()


async def test_who_missed_nothing_is_shown_nothing_until_something_changes(
    village: Village, broker: Broker
) -> None:
    ada = village.people["ada"]
    async with watching(broker, ada) as screen:
        seen = stamp_of_wallet(screen.seen[-1])
        feed = Feed(broker.wallets, ada, seen).stream()
        coming = asyncio.create_task(anext(feed))
        async with watching(broker, ada):  # which has to be read after the feed was opened
            assert not coming.done()
        await village.pay("ada", 2)
        assert (await coming).balances.budget_micros == 2
        await feed.aclose()


async def test_who_was_shown_more_elsewhere_is_not_shown_less_here(
    village: Village, broker: Broker
) -> None:
    """This process has not heard of a like, and another one has."""
    bo = village.people["bo"]
    await village.pay("ada", 6)
    async with watching(broker, bo) as screen:
        await village.like("ada", "bo")  # without a bell
        seen = stamp_of_wallet(await wallet_of(bo))
        feed = Feed(broker.wallets, bo, seen).stream()
        coming = asyncio.create_task(anext(feed))
        await until(lambda: screen.seen[-1].projection_micros == 6)
        await village.pay("bo", 1)
        first = await coming
        assert (first.projection_micros, first.balances.budget_micros) == (6, 1)
        await feed.aclose()


async def test_a_cursor_from_a_future_that_never_was_is_refused(
    village: Village, broker: Broker
) -> None:
    feed = Feed(broker.wallets, village.people["ada"], Stamp(7, b"12345678")).stream()
    with pytest.raises(InvalidInput, match="ahead of everything"):
        await anext(feed)
    assert broker.wallets.follower_count == 0


def test_what_is_older_or_the_same_is_no_news() -> None:
    shown = Wallet(1, WalletBalances(5, 0, 0, 0, version=3), 0, Giving(5, 0), MONTH, None)
    older = Wallet(1, WalletBalances(4, 0, 0, 0, version=2), 9, Giving(4, 0), MONTH, None)
    stamp = stamp_of_wallet(shown)
    assert stamp.is_news_to(None)
    assert not stamp_of_wallet(older).is_news_to(stamp)
    assert not stamp_of_wallet(replace(shown)).is_news_to(stamp)
    assert stamp_of_wallet(replace(shown, projection_micros=1)).is_news_to(stamp)
    assert stamp_of_wallet(replace(shown, giving=Giving(5, 1))).is_news_to(stamp)
    assert stamp_of_wallet(replace(shown, month=MONTH.next())).is_news_to(stamp)
    assert stamp_of_wallet(replace(shown, closed_month=MONTH)).is_news_to(stamp)


async def _like_and_ring(work: UnitOfWork, village: Village) -> None:
    gate = await pass_gate(work)
    await work.execute(
        "INSERT INTO likes (person_id, month, target_id) VALUES ($1, $2, $3)",
        village.people["ada"],
        gate.month.first_day,
        village.people["bo"],
    )
    work.like_changed(village.people["ada"], village.people["bo"], village.people["bo"])
