"""A board reads together, in the right order, and one number that fails harms no other."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager

import pytest

from likewise.models.changes import Changes
from likewise.subscriptions.board import Board
from likewise.subscriptions.feed import Feed
from likewise.subscriptions.following import Stamp
from tests.support.screen import DEADLINE_SECONDS, until


class Numbers(Board[int]):
    """Shows how often each number was read; what is in `broken` can't be."""

    def __init__(self) -> None:
        super().__init__("numbers")
        self.read_together: list[set[int]] = []
        self.broken: dict[int, Exception] = {}
        self.counts: dict[int, int] = {}

    def ring(self, changes: Changes) -> None:
        for number in changes.people:
            self.mark(number)

    def stamp_of(self, value: int) -> Stamp:
        return Stamp(0, value.to_bytes(8))

    async def read(self, numbers: Collection[int]) -> Mapping[int, int]:
        self.read_together.append(set(numbers))
        for number in self.broken.keys() & set(numbers):
            raise self.broken[number]
        for number in numbers:
            self.counts[number] = self.counts.get(number, 0) + 1
        return {number: self.counts[number] for number in numbers}


@asynccontextmanager
async def running(board: Numbers) -> AsyncIterator[None]:
    task = asyncio.create_task(board.run())
    try:
        yield
    finally:
        board.close()
        await task


class Shown:
    """A follower that keeps everything."""

    def __init__(self) -> None:
        self.values: list[int] = []
        self.ended: list[Exception | None] = []

    def show(self, value: int) -> None:
        self.values.append(value)

    def end(self, error: Exception | None) -> None:
        self.ended.append(error)


async def test_a_number_that_always_fails_ends_alone() -> None:
    board = Numbers()
    board.broken[13] = ValueError("13")
    followers = {number: Shown() for number in range(40)}
    for number, follower in followers.items():
        board.follow(number, follower)
    async with running(board):
        await until(lambda: bool(followers[13].ended))
        await until(lambda: all(each.values for key, each in followers.items() if key != 13))
    assert [str(error) for error in followers[13].ended] == ["13"]
    assert all(each.ended == [None] for key, each in followers.items() if key != 13)


async def test_a_follower_that_fails_keeps_nobody_else_from_being_shown() -> None:
    board, broken, whole = Numbers(), Shown(), Shown()
    broken.values = None  # type: ignore[assignment]
    board.follow(1, broken)
    board.follow(1, whole)
    async with running(board):
        await until(lambda: bool(whole.values))
        assert isinstance(broken.ended[0], AttributeError)


async def test_a_database_that_is_away_ends_nobody() -> None:
    board, follower = Numbers(), Shown()
    board.broken[1] = ConnectionRefusedError("away")
    board.follow(1, follower)
    async with running(board):
        await until(lambda: len(board.read_together) > 2)
        assert not follower.ended
        board.broken.clear()
        await until(lambda: follower.values == [1])


async def test_what_is_known_to_have_changed_goes_before_what_only_may_have() -> None:
    board = Numbers()
    followers = {number: Shown() for number in range(1000)}
    async with running(board):
        for number, follower in followers.items():
            board.follow(number, follower)
        await until(lambda: all(each.values for each in followers.values()))
        board._watched[999].next_at = 0.0
        board.read_together.clear()
        board.mark_all()
        board.mark(999)
        await until(lambda: bool(board.read_together))
        assert 999 in board.read_together[0]
        assert len(board.read_together[0]) <= 51


async def test_a_follower_that_comes_while_its_number_is_read_is_shown_it() -> None:
    board, first, second = Numbers(), Shown(), Shown()
    reading, go_on = asyncio.Event(), asyncio.Event()
    plain_read = board.read

    async def slow_read(numbers: Collection[int]) -> Mapping[int, int]:
        reading.set()
        await go_on.wait()
        return await plain_read(numbers)

    board.read = slow_read  # type: ignore[method-assign]
    async with running(board):
        board.follow(1, first)
        await reading.wait()
        board.follow(1, second)
        go_on.set()
        await until(lambda: bool(first.values and second.values))
    assert second.values[0] == 2, "what was read before she came is not for her"


async def test_many_streams_of_one_number_read_it_together() -> None:
    board = Numbers()
    async with running(board), asyncio.timeout(DEADLINE_SECONDS):
        streams = [Feed(board, 5).stream() for _ in range(100)]
        assert await asyncio.gather(*(anext(each) for each in streams)) == [1] * 100
        for each in streams:
            await each.aclose()
    assert board.follower_count == 0


async def test_who_follows_a_closed_board_is_ended_at_once() -> None:
    board, follower = Numbers(), Shown()
    board.close()
    board.follow(1, follower)
    assert follower.ended == [None]
    assert not board.numbers


@pytest.mark.parametrize("turns", range(6))
async def test_a_stream_cancelled_at_any_moment_leaves_nothing(turns: int) -> None:
    board = Numbers()
    async with running(board):
        stream = Feed(board, 5).stream()
        task = asyncio.create_task(anext(stream))
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
        await stream.aclose()
        assert not board.numbers


async def test_who_comes_anew_does_not_hurry_the_others() -> None:
    """Of a number that always differs: two a second at most would be six in the first second."""
    board, steady = Numbers(), Shown()
    loop = asyncio.get_running_loop()
    async with running(board):
        board.follow(1, steady)
        await until(lambda: bool(steady.values))
        begun_at = loop.time()
        while loop.time() < begun_at + 1.0:
            passing = Shown()
            board.follow(1, passing)
            await until(lambda passing=passing: bool(passing.values))  # type: ignore[misc]
            board.unfollow(1, passing)
        assert len(steady.values) <= 1 + 4 * (loop.time() - begun_at) + 1


async def test_what_may_have_changed_has_its_turn_beside_what_always_has() -> None:
    board = Numbers()
    quiet, busy = Shown(), [Shown() for _ in range(400)]
    async with running(board):
        board.follow(1000, quiet)
        for number, follower in enumerate(busy):
            board.follow(number, follower)
        await until(lambda: bool(quiet.values) and all(each.values for each in busy))
        board.mark_all()
        while len(quiet.values) < 2:
            for watched in board._watched.values():
                watched.next_at = 0.0
            board.ring(Changes(people=frozenset(range(400))))
            await asyncio.sleep(0)
            assert len(board.read_together) < 500
