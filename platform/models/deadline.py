"""The moment until which an operation may work: its statements and units of work end with it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar


class _Deadline:
    """Shared by all tasks of an operation. Over with it: what it leaves behind has no deadline."""

    __slots__ = ("limit",)

    def __init__(self, limit: asyncio.Timeout) -> None:
        self.limit: asyncio.Timeout | None = limit


_deadline: ContextVar[_Deadline | None] = ContextVar("deadline", default=None)


@asynccontextmanager
async def deadline_in(seconds: float) -> AsyncIterator[None]:
    """End the block after so many seconds with TimeoutError.

    What it waits for is cancelled, a reading statement down to PostgreSQL. A unit of work that it
    has begun is rolled back by itself, unless it commits just then.
    """
    async with asyncio.timeout(seconds) as limit:
        shared = _Deadline(limit)
        known = _deadline.set(shared)
        try:
            yield
        finally:
            _deadline.reset(known)
            shared.limit = None


def deadline() -> float | None:
    """When the operation that this is part of has to end, by the loop's clock; None: never."""
    shared = _deadline.get()
    return None if shared is None or shared.limit is None else shared.limit.when()


def lift_deadline() -> None:
    """From here on the operation takes as long as it takes. For what somebody may wait for."""
    shared = _deadline.get()
    if shared is not None and shared.limit is not None:
        shared.limit.reschedule(None)
