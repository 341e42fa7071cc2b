"""How people stand, for those who watch themselves in this process."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping

from likewise.models.changes import Changes
from likewise.statements.standing import Standing, standings_of
from likewise.subscriptions.board import Board
from likewise.subscriptions.following import Stamp


class StandingBoard(Board[Standing]):
    """Shows how people stand, by their ids."""

    def __init__(self) -> None:
        super().__init__("standings")

    def ring(self, changes: Changes) -> None:
        """Mark whose money moved, or about whom something was decided."""
        if changes.everybody:
            self.mark_all()
        for person_id in changes.people:
            self.mark(person_id)

    def stamp_of(self, value: Standing) -> Stamp:
        """Everything that is shown; no state is older than another.

        A hold on a bank account ends by itself, with time.
        """
        held_until = value.registration and value.registration.held_until
        shown = repr((value, held_until))
        return Stamp(0, hashlib.blake2b(shown.encode(), digest_size=8).digest())

    async def read(self, numbers: Collection[int]) -> Mapping[int, Standing]:
        """How these people stand now."""
        return await standings_of(numbers)
