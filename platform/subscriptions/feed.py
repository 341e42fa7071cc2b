"""A feed: one number of a board, followed either as a stream or by whoever is shown it at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from likewise.subscriptions.board import Board
from likewise.subscriptions.following import Follower, Stamp

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Feed(Generic[Value]):
    """What is shown to somebody who has seen `shown`, if anything."""

    board: Board[Value]
    number: int
    shown: Stamp | None = None

    def follow(self, follower: Follower[Value]) -> Callable[[], None]:
        """Show it to a follower from now on; returns how to stop that."""
        self.board.follow(self.number, follower, self.shown)
        return lambda: self.board.unfollow(self.number, follower)

    async def stream(self) -> AsyncGenerator[Value, None]:
        """The state now and each newer one; whoever reads slowly gets the latest.

        Ends when the board closes. Raises LookupError if there is no such number, and InvalidInput
        if it was followed from a state that has not been yet.
        """
        latest = _Latest[Value]()
        stop = self.follow(latest)
        try:
            while await latest.heard():
                yield latest.take()
        finally:
            stop()


class _Latest(Generic[Value]):
    """Keeps the last state that was shown and not taken."""

    __slots__ = ("_changed", "_ended", "_error", "_waiting")

    def __init__(self) -> None:
        self._changed = asyncio.Event()
        self._waiting: list[Value] = []
        self._ended = False
        self._error: Exception | None = None

    def show(self, value: Value) -> None:
        self._waiting = [value]
        self._changed.set()

    def end(self, error: Exception | None) -> None:
        self._ended, self._error = True, error
        self._changed.set()

    async def heard(self) -> bool:
        """Wait for something to take; False: there will be nothing. Raises what it ended with."""
        await self._changed.wait()
        if self._error is not None:
            raise self._error
        return bool(self._waiting)

    def take(self) -> Value:
        """What was shown last."""
        value = self._waiting.pop()
        if not self._ended:
            self._changed.clear()
        return value
