"""Who in this process waits for the closing of a month to go on. No I/O, and nothing here waits."""

from __future__ import annotations

import asyncio


class Bell:
    """Rung when what it is for may have changed. It stays rung until it is put to rest.

    However often it is rung meanwhile, it is rung once: whoever hears it reads the latest state.
    """

    __slots__ = ("_rung", "closed")

    def __init__(self) -> None:
        self._rung = asyncio.Event()
        self.closed = False

    @property
    def rung(self) -> bool:
        """Whether it has been rung since it was last put to rest."""
        return self._rung.is_set()

    def ring(self) -> None:
        """Wake whoever waits."""
        self._rung.set()

    def rest(self) -> None:
        """Put it to rest. Do so *before* reading: a change during the reading rings again.

        One that is closed never rests.
        """
        if not self.closed:
            self._rung.clear()

    def close(self) -> None:
        """Ring for the last time: there is nothing to wait for any more."""
        self.closed = True
        self._rung.set()

    async def heard(self, within_seconds: float) -> bool:
        """Wait until it is rung, at most so long; whether it was."""
        try:
            async with asyncio.timeout(within_seconds):
                await self._rung.wait()
        except TimeoutError:
            return False
        return True


class Bells:
    """The bells of this process, each for one watcher of a closing, whichever month it closes."""

    def __init__(self) -> None:
        self._bells: set[Bell] = set()
        self._closed = False

    @property
    def count(self) -> int:
        """How many bells hang here."""
        return len(self._bells)

    def hang(self) -> Bell:
        """A new bell."""
        bell = Bell()
        if self._closed:
            bell.close()
        self._bells.add(bell)
        return bell

    def take_down(self, bell: Bell) -> None:
        """This watcher is gone."""
        self._bells.discard(bell)

    def ring(self) -> None:
        """Ring all of them."""
        for bell in self._bells:
            bell.ring()

    def close(self) -> None:
        """Close every bell, and those that are hung from now on."""
        self._closed = True
        for bell in self._bells:
            bell.close()
