"""Live projections: whatever happens, each screen ends with what a reading of everything says."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Collection
from contextlib import AsyncExitStack
from contextvars import Context

import pytest

from likewise.community.forwarding import set_forwarding
from likewise.community.like import like
from likewise.community.unlike import unlike
from likewise.models.unit_of_work import ReadRows
from likewise.statements.projection import Gift
from likewise.statements.wallet import wallet_of
from likewise.subscriptions import wallet_board
from likewise.subscriptions.broker import Broker
from tests.support.screen import until, watching
from tests.support.village import Village

HANDLES = ("ada", "bo", "cy", "dee", "eve", "flo")


async def settled() -> Village:
    village = Village()
    await village.settle(*HANDLES)
    for handle in ("bo", "cy"):
        await village.write(handle, f"song of {handle}")
    await village.find("example.org", "essay")
    return village


async def do_something(village: Village, drawn: random.Random) -> None:
    """One thing that moves wallets, by the door that everybody uses."""
    handle = drawn.choice(HANDLES)
    person_id = village.people[handle]
    targets = {**village.people, **village.posts, **village.pages}
    own = {handle, f"song of {handle}"}
    target_id = targets[drawn.choice(sorted(targets.keys() - own))]
    match drawn.choice(["like", "like", "like", "unlike", "pay", "pay", "forward"]):
        case "like":
            await like(person_id=person_id, target_id=target_id)
        case "unlike":
            await unlike(person_id=person_id, target_id=target_id)
        case "pay":
            await village.pay(handle, drawn.randrange(1, 10_000_019))
        case "forward":
            await set_forwarding(person_id=person_id, forward_bps=drawn.randrange(10_001))


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.usefixtures("database")
async def test_every_screen_ends_with_what_a_reading_of_everything_says(
    seed: int, redis_url: str, channel_prefix: str
) -> None:
    drawn = random.Random(seed)
    village = await settled()
    for _ in range(drawn.randrange(10)):
        await do_something(village, drawn)
    async with Broker(redis_url, channel_prefix) as broker, AsyncExitStack() as stack:
        watched = drawn.sample(HANDLES, 4)
        screens = {}
        for handle in watched:
            screens[handle] = await stack.enter_async_context(
                watching(broker, village.people[handle])
            )
            await do_something(village, drawn)
        for _ in range(15):
            await do_something(village, drawn)
        for handle, screen in screens.items():
            truth = await wallet_of(village.people[handle])
            await until(lambda screen=screen, truth=truth: screen.seen[-1] == truth)  # type: ignore[misc]


async def test_a_like_moves_everybody_whom_its_giver_likes(
    database: str, redis_url: str, channel_prefix: str
) -> None:
    village = await settled()
    await village.pay("ada", 6_000_000)
    async with Broker(redis_url, channel_prefix) as broker, AsyncExitStack() as stack:
        seen = {
            handle: await stack.enter_async_context(watching(broker, village.people[handle]))
            for handle in ("ada", "bo", "cy")
        }
        ada, bo, cy = seen["ada"], seen["bo"], seen["cy"]
        await like(person_id=village.people["ada"], target_id=village.people["bo"])
        await until(lambda: bo.seen[-1].projection_micros == 6_000_000)
        await like(person_id=village.people["ada"], target_id=village.people["cy"])
        await until(lambda: cy.seen[-1].projection_micros == 3_000_000)
        await until(lambda: bo.seen[-1].projection_micros == 3_000_000)
        await until(lambda: ada.seen[-1].giving.share_micros == 3_000_000)
        await village.pay("ada", 2_000_000)
        await until(lambda: bo.seen[-1].projection_micros == 4_000_000)


async def test_a_like_of_somebody_popular_reads_its_giver_and_not_all_the_others(
    database: str, redis_url: str, channel_prefix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counted at the statement: which givers it was asked for."""
    village = await settled()
    asked: list[tuple[str, tuple[int, ...]]] = []
    for name in ("gifts_of", "gifts_to"):
        _count(monkeypatch, name, asked)
    for handle in ("ada", "cy", "dee", "eve"):
        await like(person_id=village.people[handle], target_id=village.people["bo"])
    async with (
        Broker(redis_url, channel_prefix) as broker,
        watching(broker, village.people["bo"]) as screen,
    ):
        await _settled_down(broker, village)
        await village.pay("ada", 1)
        await until(lambda: screen.seen[-1].projection_micros == 1)
        asked.clear()
        await village.pay("flo", 5_000_000)
        await like(person_id=village.people["flo"], target_id=village.people["bo"])
        await until(lambda: screen.seen[-1].projection_micros == 5_000_001)
        assert asked == [("gifts_of", (village.people["flo"],))]
        asked.clear()
        await village.pay("flo", 1)
        await like(person_id=village.people["flo"], target_id=village.people["eve"])
        await until(lambda: screen.seen[-1].projection_micros == 2_500_002)
        assert set(asked) == {("gifts_of", (village.people["flo"],))}


async def test_a_payment_while_the_gifts_of_its_giver_are_read_is_not_missed(
    database: str, redis_url: str, channel_prefix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    village = await settled()
    statement = wallet_board.gifts_of

    async def overtaken(read: ReadRows, givers: Collection[int]) -> list[Gift]:
        gifts = await statement(read, givers)
        monkeypatch.undo()
        # As somebody else: outside of the unit of work that reads.
        await asyncio.create_task(village.pay("flo", 7), context=Context())
        return gifts

    async with (
        Broker(redis_url, channel_prefix) as broker,
        watching(broker, village.people["bo"]) as screen,
    ):
        await _settled_down(broker, village)
        monkeypatch.setattr(wallet_board, "gifts_of", overtaken)
        await like(person_id=village.people["flo"], target_id=village.people["bo"])
        await until(lambda: screen.seen[-1].projection_micros == 7)


async def test_a_like_between_people_whom_nobody_watches_reads_nothing(
    database: str, redis_url: str, channel_prefix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    village = await settled()
    asked: list[tuple[str, tuple[int, ...]]] = []
    async with (
        Broker(redis_url, channel_prefix) as broker,
        watching(broker, village.people["bo"]) as screen,
    ):
        await _settled_down(broker, village)
        await village.pay("bo", 1)
        await screen.shows(1)
        for name in ("gifts_of", "gifts_to"):
            _count(monkeypatch, name, asked)
        await like(person_id=village.people["dee"], target_id=village.people["eve"])
        await village.pay("dee", 1)
        await village.pay("bo", 1)
        await screen.shows(2)
        assert asked == []


async def _settled_down(broker: Broker, village: Village) -> None:
    """Wait until Redis is heard, and what that made doubtful has been read again."""
    wallets, bo = broker.wallets, village.people["bo"]
    await until(lambda: broker.connected)
    await until(lambda: not wallets._stale and not wallets._due and wallets._gifts.knows(bo))


def _count(
    monkeypatch: pytest.MonkeyPatch, name: str, asked: list[tuple[str, tuple[int, ...]]]
) -> None:
    """The statement itself, with a note of whom it is asked for."""
    statement = getattr(wallet_board, name)

    async def noted(read: object, ids: list[int]) -> object:
        asked.append((name, tuple(ids)))
        return await statement(read, ids)

    monkeypatch.setattr(wallet_board, name, noted)
