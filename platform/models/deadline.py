"""The moment until which an operation may work: its statements and units of work end with it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar

_ends_at: ContextVar[float | None] = ContextVar("ends_at", default=None)


@asynccontextmanager
async def deadline_in(seconds: float | None) -> AsyncIterator[None]:
    """End the block after so many seconds with TimeoutError; None: it takes as long as it takes.

    What it waits for is cancelled, a reading statement down to PostgreSQL. A unit of work that it
    has begun is rolled back by itself (`deadline`), unless it commits just then.
    """
    async with asyncio.timeout(seconds) as limit:
        known = _ends_at.set(limit.when())
        try:
            yield
        finally:
            _ends_at.reset(known)


def deadline() -> float | None:
    """When the operation that this is part of has to end, by the loop's clock; None: never."""
    return _ends_at.get()
