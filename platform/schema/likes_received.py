"""What somebody's things are liked."""

from __future__ import annotations

from datetime import datetime

import strawberry

from likewise.schema.nodes import Target
from likewise.schema.reading import Info
from likewise.schema.scalars import MonthText


@strawberry.type(description="Something of yours with the likes that it got in one month.")
class LikedTarget:
    """A target and its likes."""

    target_number: strawberry.Private[int]
    like_count: int = strawberry.field(description="How many likes it got in this month.")
    liked_at: datetime = strawberry.field(description="When the last of them was given.")

    @strawberry.field(description="Your profile, a post or a page of yours.")
    async def target(self, info: Info) -> Target:
        """Read together with the others of the same answer."""
        return await info.context.reading.target(self.target_number)


@strawberry.type(
    description="The likes of the running month for all that is yours. Who gave them is theirs to"
    " tell."
)
class LikesReceived:
    """Likes received."""

    month: MonthText = strawberry.field(description="The month that they count for.")
    total: int = strawberry.field(description="How many there are, for all your things together.")
    latest: list[LikedTarget] = strawberry.field(
        description="The ten things that were liked last, the last one first."
    )
