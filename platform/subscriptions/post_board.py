"""The posts that are watched in this process: how many likes each has got."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from likewise.community.posts import Post, posts_by_ids
from likewise.models.changes import Changes
from likewise.subscriptions.board import Board
from likewise.subscriptions.following import Stamp


class PostBoard(Board[Post]):
    """Shows posts, by their ids."""

    def __init__(self) -> None:
        super().__init__("posts")

    def ring(self, changes: Changes) -> None:
        """Mark what was liked."""
        if changes.everybody:
            self.mark_all()
        for like in changes.likes:
            self.mark(like.target_id)

    def stamp_of(self, value: Post) -> Stamp:
        """The number of likes: it may rise and fall, and no state is older than another."""
        return Stamp(0, value.like_count.to_bytes(8))

    async def read(self, numbers: Collection[int]) -> Mapping[int, Post]:
        """These posts; what is none is left out."""
        return {post.id: post for post in await posts_by_ids(numbers)}
