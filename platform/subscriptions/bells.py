"""Who in this process waits for which wallet, or for a closing. No I/O, and nothing here waits."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, KeysView

from likewise.models.changes import Changes


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
    """The bells of this process, each for one watcher: of a person's wallet, or of all closings.

    `unsettled` names the people who got their first bell or lost their last since somebody looked,
    and `changed` is set whenever it grows: that is how the subscription follows.
    """

    def __init__(self) -> None:
        self._bells: dict[int, set[Bell]] = {}
        self._settlement_bells: set[Bell] = set()
        self.unsettled: set[int] = set()
        self.changed = asyncio.Event()
        self.closed = False

    @property
    def people(self) -> KeysView[int]:
        """The ids of those whose wallets are watched here."""
        return self._bells.keys()

    @property
    def count(self) -> int:
        """How many bells hang here for wallets."""
        return sum(map(len, self._bells.values()))

    @property
    def settlement_count(self) -> int:
        """How many bells hang here for closings."""
        return len(self._settlement_bells)

    def hang(self, person_id: int) -> Bell:
        """A new bell for a watcher of this person's wallet."""
        bell = self._new_bell()
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

    def hang_for_settlements(self) -> Bell:
        """A new bell for a watcher of a closing, whichever month it closes."""
        bell = self._new_bell()
        self._settlement_bells.add(bell)
        return bell

    def take_down_for_settlements(self, bell: Bell) -> None:
        """This watcher is gone."""
        self._settlement_bells.discard(bell)

    def ring(self, changes: Changes) -> None:
        """Ring for as much of this as is watched here."""
        people: Iterable[int] = self._bells.keys()
        if not changes.everybody:
            people = self._bells.keys() & changes.people
        for person_id in people:
            for bell in self._bells[person_id]:
                bell.ring()
        if changes.settlements:
            for bell in self._settlement_bells:
                bell.ring()

    def close(self) -> None:
        """Close every bell, and those that are hung from now on."""
        self.closed = True
        for bells in (*self._bells.values(), self._settlement_bells):
            for bell in bells:
                bell.close()

    def _new_bell(self) -> Bell:
        bell = Bell()
        if self.closed:
            bell.close()
        return bell

    def _unsettle(self, person_id: int) -> None:
        self.unsettled.add(person_id)
        self.changed.set()
