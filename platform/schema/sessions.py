"""A session, as its owner sees it."""

from __future__ import annotations

from datetime import datetime

import strawberry

from likewise.schema.nodes import Node


@strawberry.type(
    description="A browser or program of yours that is signed in. Which one is not known here: only"
    " when it signed in."
)
class Session(Node):
    """A session that has not ended."""

    created_at: datetime = strawberry.field(description="When it signed in.")
    expires_at: datetime = strawberry.field(description="When it ends by itself.")
    in_use: bool = strawberry.field(description="Whether it is the one that asks.")
