"""The moment until which something may work: its statements and units of work end with it."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from contextvars import ContextVar, Token
from types import TracebackType

_TELLING_SECONDS = 2.0
"""To write down that another company's server has not answered, and to say so."""


class Deadline:
    """Around what has to end after so many seconds; then it raises TimeoutError.

    What is waited for is cancelled, a reading statement down to PostgreSQL. A unit of work that has
    begun is rolled back by itself, unless it commits just then. All tasks of the operation share
    it, and what they leave behind has no deadline any more.
    """

    __slots__ = ("_before", "_limit", "is_over")

    def __init__(self, seconds: float) -> None:
        self._limit = asyncio.timeout(seconds)
        self._before: Token[Deadline | None] | None = None
        self.is_over = False

    async def __aenter__(self) -> None:
        await self._limit.__aenter__()
        self._before = _current.set(self)

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._before is not None
        _current.reset(self._before)
        self.is_over = True
        await self._limit.__aexit__(kind, error, trace)

    def ends_at(self) -> float | None:
        """By the loop's clock; None: it was lifted."""
        return self._limit.when()

    def lift(self) -> None:
        """From here on it takes as long as it takes."""
        self._limit.reschedule(None)


_current: ContextVar[Deadline | None] = ContextVar("deadline", default=None)


class Bound:
    """Around work that no operation waits for, and that no unit of work in it outlasts.

    Not those either that may take longer than a request's limits allow. `end` ends all of it before
    its time.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._limits: list[asyncio.Timeout] = []

    async def __aenter__(self) -> None:
        self._ends_at = asyncio.get_running_loop().time() + self._seconds
        self._tokens = (_current.set(None), _bound.set(self))

    async def __aexit__(self, *_: object) -> None:
        operation, bound = self._tokens
        _current.reset(operation)
        _bound.reset(bound)

    @property
    def ends_at(self) -> float:
        """By the loop's clock."""
        return self._ends_at

    def limit(self, unit: asyncio.Timeout) -> None:
        """Let a unit of work take until then, and no longer."""
        unit.reschedule(self._ends_at)
        self._limits.append(unit)

    def end(self) -> None:
        """End it now."""
        for unit in self._limits:
            with suppress(RuntimeError):  # it has ended
                unit.reschedule(0)


_bound: ContextVar[Bound | None] = ContextVar("bound", default=None)


def deadline() -> float | None:
    """When what this is part of has to end, by the loop's clock; None: never."""
    found, bound = _current.get(), _bound.get()
    if found is None or found.is_over:
        return None if bound is None else bound.ends_at
    return found.ends_at()


def lift_limit(unit: asyncio.Timeout) -> None:
    """Let a unit of work take as long as it takes, or as its bound allows."""
    bound = _bound.get()
    if bound is None:
        unit.reschedule(None)
    else:
        bound.limit(unit)


def lift_deadline() -> None:
    """From here on the operation takes as long as it takes. For what somebody may wait for."""
    found = _current.get()
    if found is not None and not found.is_over:
        found.lift()


def within_deadline(seconds: float) -> float:
    """So many seconds, or less where the operation ends before: somebody has still to be told."""
    ends_at = deadline()
    if ends_at is None:
        return seconds
    left = ends_at - asyncio.get_running_loop().time()
    return max(0.0, min(seconds, max(left - _TELLING_SECONDS, left / 2)))
