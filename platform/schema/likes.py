"""A like."""

from __future__ import annotations

from datetime import datetime

import strawberry

from likewise.schema.money import Money
from likewise.schema.nodes import Node, Target
from likewise.schema.reading import Info
from likewise.schema.scalars import MonthText


@strawberry.type(description="One person's yes to one target in one month: a share of her pot.")
class Like(Node):
    """A like, seen by who gave it."""

    number: strawberry.Private[int]
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

    @strawberry.field(
        description="What it gave of its giver's own pot, once its month is closed: an equal share,"
        " exact to the micro. Null while the month is open. What she passed on at later hops of"
        " what came in meanwhile was shared by all her likes in the same way, and is not in it."
    )
    async def gave(self, info: Info) -> Money | None:
        """Read together with what other likes in the same answer gave."""
        return Money.of_known(await info.context.reading.share_of(self.number))
