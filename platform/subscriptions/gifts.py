"""What the projections of watched wallets are the sums of, kept by giver. No I/O.

A like changes what its giver gives to everybody whom she likes. Who keeps the gifts asks for those
of this one giver again, and not for the thousands of others that a popular wallet is made of.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from likewise.models.changes import LikeChange
from likewise.statements.projection import Gift


class Gifts:
    """The gifts to some receivers, each known as a whole or not at all."""

    def __init__(self) -> None:
        self._by_receiver: dict[int, dict[int, int]] = {}
        self._receivers_of: dict[int, set[int]] = {}

    def knows(self, receiver_id: int) -> bool:
        """Whether the gifts to this receiver are known."""
        return receiver_id in self._by_receiver

    def projection_micros(self, receiver_id: int) -> int:
        """The sum of the gifts to a receiver who is known, in micros."""
        return sum(self._by_receiver[receiver_id].values())

    def concern(self, giver_id: int) -> bool:
        """Whether this person gives to somebody who is known."""
        return giver_id in self._receivers_of

    def concerned_by(self, like: LikeChange) -> bool:
        """Whether this like may have changed a gift to somebody who is known."""
        return like.giver_id in self._receivers_of or like.receiver_id in self._by_receiver

    def learn(self, receiver_ids: Collection[int], gifts: Iterable[Gift]) -> None:
        """These are all the gifts to these receivers."""
        for receiver_id in receiver_ids:
            self.forget(receiver_id)
            self._by_receiver[receiver_id] = {}
        for gift in gifts:
            self._by_receiver[gift.receiver_id][gift.giver_id] = gift.micros
            self._receivers_of.setdefault(gift.giver_id, set()).add(gift.receiver_id)

    def renew(self, giver_ids: Collection[int], gifts: Iterable[Gift]) -> set[int]:
        """These are all the gifts of these givers; returns the known receivers that it moves."""
        moved = set()
        for giver_id in giver_ids:
            for receiver_id in self._receivers_of.pop(giver_id, ()):
                del self._by_receiver[receiver_id][giver_id]
                moved.add(receiver_id)
        for gift in gifts:
            known = self._by_receiver.get(gift.receiver_id)
            if known is not None:
                known[gift.giver_id] = gift.micros
                self._receivers_of.setdefault(gift.giver_id, set()).add(gift.receiver_id)
                moved.add(gift.receiver_id)
        return moved

    def forget(self, receiver_id: int) -> None:
        """The gifts to this receiver are not known any more."""
        for giver_id in self._by_receiver.pop(receiver_id, ()):
            receivers = self._receivers_of[giver_id]
            receivers.discard(receiver_id)
            if not receivers:
                del self._receivers_of[giver_id]
