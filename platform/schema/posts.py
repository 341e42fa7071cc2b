"""A post."""

from __future__ import annotations

from datetime import datetime

import strawberry

from likewise.schema.nodes import Target
from likewise.schema.people import Person


@strawberry.type(description="A status message by a person.")
class Post(Target):
    """A post, with its author and its count, as one query finds them."""

    body: str = strawberry.field(description="The message: plain text, up to 5000 characters.")
    author: Person = strawberry.field(description="Who wrote it, and receives what it brings.")
    like_count: int = strawberry.field(
        description="How many likes it has got, in all months together."
    )
    created_at: datetime = strawberry.field(description="When it was published.")
