"""Who follows a number, and which state of it each has seen."""

from __future__ import annotations

import asyncio
from typing import Generic, NamedTuple, Protocol, TypeVar

Value = TypeVar("Value")
Shown = TypeVar("Shown", contravariant=True)


class Stamp(NamedTuple):
    """Which state was shown: it is older than one with a higher version, or only another."""

    version: int
    digest: bytes

    def is_news_to(self, shown: Stamp | None) -> bool:
        """Whether to show this state to somebody who has seen that one."""
        return shown is None or (self.version >= shown.version and self.digest != shown.digest)


class Follower(Protocol[Shown]):
    """Somebody who follows a number."""

    def show(self, value: Shown) -> None:
        """Take the latest state. Must neither wait nor raise."""

    def end(self, error: Exception | None) -> None:
        """Nothing more will be shown: the board is closed, or this can't be followed."""


class Watched(Generic[Value]):
    """A number that somebody follows: who does, and since when it may be shown again."""

    __slots__ = ("followers", "new", "next_at", "timer")

    def __init__(self) -> None:
        self.followers: dict[Follower[Value], Stamp | None] = {}
        self.new: set[Follower[Value]] = set()
        self.next_at = 0.0
        self.timer: asyncio.TimerHandle | None = None
