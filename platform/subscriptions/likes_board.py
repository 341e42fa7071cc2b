"""What is liked, for the people who watch their own things in this process."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping

from likewise.community.likes_received import LikesReceived, likes_received_by
from likewise.models.changes import Changes
from likewise.subscriptions.board import Board
from likewise.subscriptions.following import Stamp


class LikesBoard(Board[LikesReceived]):
    """Shows likes received, by the ids of who receives them."""

    def __init__(self) -> None:
        super().__init__("likes received")

    def ring(self, changes: Changes) -> None:
        """Mark who was liked."""
        if changes.everybody:
            self.mark_all()
        for like in changes.likes:
            if like.receiver_id is not None:
                self.mark(like.receiver_id)

    def stamp_of(self, value: LikesReceived) -> Stamp:
        """Everything that is shown; no state is older than another."""
        return Stamp(0, hashlib.blake2b(repr(value).encode(), digest_size=8).digest())

    async def read(self, numbers: Collection[int]) -> Mapping[int, LikesReceived]:
        """What these people have received this month."""
        return await likes_received_by(numbers)
