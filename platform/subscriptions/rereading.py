"""How often the truth is read without any bell, and whose turn it is."""

from __future__ import annotations

import asyncio
import math
import random
from collections.abc import Collection, Iterator

from likewise.settings import settings

LOOK_SECONDS = 1.0
"""How often a board that somebody follows looks whether more has changed than it was told."""


def reread_seconds() -> float:
    """The longest wait for a bell, the setting's or a little less.

    Jittered: after a reconnect all read at once, and should not do so for ever after.
    """
    return settings().feed_reread_seconds * random.uniform(0.75, 1.0)  # noqa: S311


class Turns:
    """Lets many numbers take turns, so that each has had its own within `reread_seconds`."""

    def __init__(self) -> None:
        self._waiting: list[int] = []
        self._owed = 0.0
        self._looked_at = asyncio.get_running_loop().time()

    def come(self, numbers: Collection[int]) -> Iterator[int]:
        """Those of these numbers whose turn has come: asked every LOOK_SECONDS, or later."""
        now = asyncio.get_running_loop().time()
        if now < self._looked_at + LOOK_SECONDS:
            return
        # What is less than one stays owed: a few numbers have their turns no more often than many.
        self._owed += len(numbers) * (now - self._looked_at) / reread_seconds()
        self._owed, whole = math.modf(min(self._owed, len(numbers)))
        self._looked_at = now
        for _ in range(int(whole)):
            if not self._waiting:
                self._waiting = list(numbers)
            number = self._waiting.pop()
            if number in numbers:
                yield number
