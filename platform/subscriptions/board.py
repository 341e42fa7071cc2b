"""What is watched, each under its number: read together for many, and shown to all who follow.

A change only marks a number. Whatever is marked when the board looks is read in one go, and each
follower is shown the latest state, unless it is what she has seen, or older. So a thousand changes
cost one reading, a number that nobody follows costs nothing, and who follows needs no task.
"""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Mapping, Set
from itertools import islice
from typing import Generic, TypeVar

import structlog

from likewise.errors import InvalidInput
from likewise.models.changes import Changes
from likewise.settings import settings
from likewise.subscriptions.following import Follower, Stamp, Watched
from likewise.subscriptions.links import pauses_seconds
from likewise.subscriptions.portions import Portion
from likewise.subscriptions.rereading import LOOK_SECONDS, Turns

_BREATH_SECONDS = 0.015
"""After a look, what comes up meanwhile is gathered for the next one."""

_MOST_READ_AT_ONCE = 250
_STALE_AT_ONCE = 50
"""What may only perhaps have changed: little in one look, lest it hold up what has."""
_FROM_ELSEWHERE = "This cursor is ahead of everything that is here: begin without one."

Value = TypeVar("Value")

_log = structlog.get_logger()


class Board(ABC, Generic[Value]):
    """Shows what it reads to those who follow it, at most `feed_messages_per_second` of each."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._watched: dict[int, Watched[Value]] = {}
        self._due: dict[int, None] = {}
        self._stale: dict[int, None] = {}
        self._portion = Portion(_MOST_READ_AT_ONCE)
        self._rung = asyncio.Event()
        self._closed = False

    @abstractmethod
    async def read(self, numbers: Collection[int]) -> Mapping[int, Value]:
        """The states of these numbers now; one that is left out does not exist."""

    @abstractmethod
    def stamp_of(self, value: Value) -> Stamp:
        """By what a state is told from others."""

    @abstractmethod
    def ring(self, changes: Changes) -> None:
        """Something has changed: mark what is followed here."""

    async def look(self) -> None:
        """Look whether something has changed that nobody rings for, and mark it."""

    def forget(self, number: int) -> None:
        """Nobody follows this number any more."""

    @property
    def numbers(self) -> Collection[int]:
        """What is followed."""
        return self._watched.keys()

    @property
    def follower_count(self) -> int:
        """How many follow something here."""
        return sum(len(each.followers) for each in self._watched.values())

    def follow(self, number: int, follower: Follower[Value], shown: Stamp | None = None) -> None:
        """From now on show this number: its state now, unless it is the one `shown`, then others.

        It is read after this call, so nothing that is rung later can be missed.
        """
        if self._closed:
            follower.end(None)
            return
        watched = self._watched.setdefault(number, Watched())
        watched.followers[follower] = shown
        watched.new.add(follower)
        self._make_due(number)

    def unfollow(self, number: int, follower: Follower[Value]) -> None:
        """This follower is gone. Twice is once."""
        watched = self._watched.get(number)
        if watched is None:
            return
        watched.followers.pop(follower, None)
        watched.new.discard(follower)
        if not watched.followers:
            self._drop(number)

    def mark(self, number: int) -> None:
        """This number may have changed: it is read now, or as soon as its pace allows."""
        watched = self._watched.get(number)
        if watched is None or number in self._due or watched.timer is not None:
            return
        loop = asyncio.get_running_loop()
        if watched.next_at <= loop.time():
            self._come_due(number)
        else:
            watched.timer = loop.call_at(watched.next_at, self._come_due, number)

    def wake(self) -> None:
        """Look soon."""
        self._rung.set()

    def mark_all(self) -> None:
        """Everything may have changed: it is read in its turn, after what is known to have."""
        self._stale.update(dict.fromkeys(self._watched.keys() - self._due.keys()))
        self._rung.set()

    def refresh(self, number: int) -> None:
        """It is this number's turn to be read without any reason."""
        if number not in self._due:
            self._stale[number] = None

    async def run(self) -> None:
        """Read and show, until the board is closed; whatever fails is tried again."""
        pauses = pauses_seconds()
        turns = Turns()
        while not self._closed:
            await self._heard()
            for number in turns.come(self._watched.keys()):
                self.refresh(number)
            try:
                await self._show_due()
            except Exception as error:
                _log.info(
                    "board_waits", board=self._name, reason=f"{type(error).__name__}: {error}"
                )
                await asyncio.sleep(next(pauses))
            else:
                pauses = pauses_seconds()
                await asyncio.sleep(_BREATH_SECONDS)

    def close(self) -> None:
        """End every follower, and those that come from now on."""
        self._closed = True
        self._rung.set()
        for number, watched in list(self._watched.items()):
            self._end(number, watched.followers, None)

    async def _heard(self) -> None:
        """Wait until something is due; while something is followed, for a moment at most."""
        try:
            async with asyncio.timeout(LOOK_SECONDS if self._watched else None):
                await self._rung.wait()
        except TimeoutError:
            pass

    async def _show_due(self) -> None:
        """One look. What could not be read stays due."""
        self._rung.clear()
        if not self._watched:
            return
        await self.look()
        taken = self._take_due()
        try:
            read = await self.read(taken.keys()) if taken else {}
        except Exception as error:
            self._put_back(taken)
            self._set_apart(taken.keys(), error)
            raise
        finally:
            if self._due or self._stale:
                self._rung.set()
        self._portion.answered()
        for number, new in taken.items():
            self._show(number, read.get(number), new)

    def _take_due(self) -> dict[int, set[Follower[Value]]]:
        """What to read now, with those who have come since it was read last."""
        now = asyncio.get_running_loop().time()
        taken: dict[int, set[Follower[Value]]] = {}
        # Also where more is due than can be read at once, what may have changed has its turn.
        at_once = self._portion.at_once
        kept = min(_STALE_AT_ONCE, len(self._stale), at_once // 5)
        numbers = list(islice(self._due, at_once - kept))
        room = min(_STALE_AT_ONCE, at_once - len(numbers))
        numbers += islice(self._stale, room)
        for number in numbers:
            self._due.pop(number, None)
            self._stale.pop(number, None)
            watched = self._watched[number]
            if watched.next_at > now and not watched.new:
                self.mark(number)  # it was shown while this mark was waiting
            else:
                taken[number], watched.new = watched.new, set()
        return taken

    def _put_back(self, taken: Mapping[int, set[Follower[Value]]]) -> None:
        for number, new in taken.items():
            if number in self._watched:
                self._watched[number].new |= new & self._watched[number].followers.keys()
                self._make_due(number)

    def _set_apart(self, numbers: Set[int], error: Exception) -> None:
        """End the one that can't be read, or it would keep all others waiting for ever."""
        if self._portion.failed(len(numbers), error):
            _log.error("board_fails", board=self._name, exc_info=error)
            for number in numbers & self._watched.keys():
                self._end(number, self._watched[number].followers, error)

    def _show(self, number: int, value: Value | None, new: set[Follower[Value]]) -> None:
        watched = self._watched.get(number)
        if watched is None:
            return
        if value is None:
            self._end(number, new, LookupError(f"{self._name}: no {number}"))
            return
        stamp, now = self.stamp_of(value), asyncio.get_running_loop().time()
        is_time = watched.next_at <= now
        for follower, shown in list(watched.followers.items()):
            if follower in watched.new:
                continue  # she came during this reading, and it is read again for her
            if follower in new and shown is not None and shown.version > stamp.version:
                self._end(number, [follower], InvalidInput(_FROM_ELSEWHERE, field="after"))
            elif stamp.is_news_to(shown) and follower in watched.followers:
                if not (is_time or follower in new):
                    self.mark(number)  # who comes anew does not hurry the others
                    continue
                watched.followers[follower] = stamp
                if is_time:
                    watched.next_at = now + 1 / settings().feed_messages_per_second
                self._show_to(follower, number, value)

    def _show_to(self, follower: Follower[Value], number: int, value: Value) -> None:
        """One that fails against its promise is ended, and keeps nobody else from being shown."""
        try:
            follower.show(value)
        except Exception as error:
            _log.exception("follower_fails", board=self._name)
            self._end(number, [follower], error)

    def _end(
        self, number: int, followers: Iterable[Follower[Value]], error: Exception | None
    ) -> None:
        for follower in list(followers):
            self.unfollow(number, follower)
            try:
                follower.end(error)
            except Exception:
                _log.exception("follower_fails", board=self._name)

    def _come_due(self, number: int) -> None:
        watched = self._watched.get(number)
        if watched is not None:
            watched.timer = None
            self._make_due(number)

    def _make_due(self, number: int) -> None:
        self._stale.pop(number, None)
        self._due[number] = None
        self._rung.set()

    def _drop(self, number: int) -> None:
        watched = self._watched.pop(number)
        self._due.pop(number, None)
        self._stale.pop(number, None)
        if watched.timer is not None:
            watched.timer.cancel()
        self.forget(number)
