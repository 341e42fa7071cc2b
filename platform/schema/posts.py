"""A post."""

from __future__ import annotations

from datetime import datetime

import strawberry

from likewise.schema.nodes import Target
from likewise.schema.people import Person
from likewise.schema.reading import Info


@strawberry.type(description="A status message by a person.")
class Post(Target):
    """A post, with its author and its count, as one query finds them."""

    number: strawberry.Private[int]
    body: str = strawberry.field(description="The message: plain text, up to 5000 characters.")
    author: Person = strawberry.field(description="Who wrote it, and receives what it brings.")
    like_count: int = strawberry.field(
        description="How many likes it has got, in all months together."
    )
    created_at: datetime = strawberry.field(description="When it was published.")

    @strawberry.field(
        description="Whether you like it in the running month; false when nobody is signed in."
    )
    async def viewer_has_liked(self, info: Info) -> bool:
        """Read together with those of other posts in the same answer."""
        return await info.context.reading.viewer_has_liked(self.number)
