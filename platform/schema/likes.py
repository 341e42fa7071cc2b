"""A like."""

from __future__ import annotations

from datetime import datetime

import strawberry

from likewise.schema.nodes import Node, Target
from likewise.schema.reading import Info
from likewise.schema.scalars import MonthText


@strawberry.type(description="One person's yes to one target in one month: a share of her pot.")
class Like(Node):
    """A like, seen by who gave it."""

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
