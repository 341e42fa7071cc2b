"""How much is asked of PostgreSQL at once, and finding the one that it cannot answer."""

from __future__ import annotations

from likewise.models import database


class Portion:
    """At most so many at once; after an error fewer, down to the one that it comes from."""

    def __init__(self, most: int) -> None:
        self._most = most
        self.at_once = most

    def answered(self) -> None:
        """It went well: soon as many as ever."""
        self.at_once = min(2 * self.at_once, self._most)

    def failed(self, count: int, error: Exception) -> bool:
        """So many could not be answered; whether that is the fault of a single one, now known.

        Nobody's, if PostgreSQL was away: then as many are asked for again.
        """
        if database.is_loss(error):
            return False
        self.at_once = max(1, count // 2)
        return count <= 1
