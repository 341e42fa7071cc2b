"""A like."""

from __future__ import annotations

from datetime import datetime

import strawberry

from likewise.schema.nodes import Target
from likewise.schema.reading import Info
from likewise.schema.scalars import MonthText


@strawberry.type(description="One person's yes to one target in one month: a share of her pot.")
class Like:
    """A like, seen by who gave it."""

    id: strawberry.ID = strawberry.field(description="Its id: opaque, and the same for ever.")
    target_number: strawberry.Private[int]
    month: MonthText = strawberry.field(description="The month that it counts for.")
    repeat: bool = strawberry.field(
        description="Whether it is entered again each month until stopped."
    )
    created_at: datetime = strawberry.field(description="When it was given.")

    @strawberry.field(description="What is liked.")
    async def target(self, info: Info) -> Target:
        """Read together with the targets of other likes in the same answer."""
        return await info.context.reading.target(self.target_number)
