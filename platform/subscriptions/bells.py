"""Who in this process waits for which wallet. No I/O, and never waits for anybody else's."""

from __future__ import annotations

import asyncio
from collections.abc import KeysView


class Bell:
    """Rung when a wallet may have changed. It stays rung until it is put to rest.

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
        """Put it to rest. Do so *before* reading: a change during the reading rings again."""
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
    """The bells of this process by person, each for one watcher.

    `unsettled` names the people who got their first bell or lost their last since somebody looked,
    and `changed` is set whenever it grows: that is how the subscription follows.
    """

    def __init__(self) -> None:
        self._bells: dict[int, set[Bell]] = {}
        self.unsettled: set[int] = set()
        self.changed = asyncio.Event()
        self.closed = False

    @property
    def people(self) -> KeysView[int]:
        """The ids of those whose wallets are watched here."""
        return self._bells.keys()

    @property
    def count(self) -> int:
        """How many bells hang here."""
        return sum(map(len, self._bells.values()))

    def hang(self, person_id: int) -> Bell:
        """A new bell for a watcher of this person's wallet."""
        bell = Bell()
        if self.closed:
            bell.close()
        if person_id not in self._bells:
            self._bells[person_id] = set()
            self._unsettle(person_id)
        self._bells[person_id].add(bell)
        return bell

    def take_down(self, person_id: int, bell: Bell) -> None:
        """This watcher is gone."""
        bells = self._bells[person_id]
        bells.discard(bell)
        if not bells:
            del self._bells[person_id]
            self._unsettle(person_id)

    def ring(self, people: frozenset[int]) -> None:
        """Ring for those of these people who are watched here."""
        for person_id in self._bells.keys() & people:
            for bell in self._bells[person_id]:
                bell.ring()

    def ring_all(self) -> None:
        """Ring every bell: something may have been missed."""
        for bells in self._bells.values():
            for bell in bells:
                bell.ring()

    def close(self) -> None:
        """Close every bell, and those that are hung from now on."""
        self.closed = True
        for bells in self._bells.values():
            for bell in bells:
                bell.close()

    def _unsettle(self, person_id: int) -> None:
        self.unsettled.add(person_id)
        self.changed.set()
