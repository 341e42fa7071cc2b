"""Input and payload of publishing."""

from __future__ import annotations

import strawberry

from likewise.schema.descriptions import IDEMPOTENCY_KEY
from likewise.schema.posts import Post
from likewise.schema.refusals import ERRORS, Refusal


@strawberry.input(description="A new post.")
class PublishPostInput:
    """A post to be."""

    body: str = strawberry.field(
        description='The message: plain text, 1 to 5000 characters: "New song tonight".'
    )
    idempotency_key: str | None = strawberry.field(default=None, description=IDEMPOTENCY_KEY)


@strawberry.type(description="The post that was published.")
class PublishPostPayload:
    """Answers publishPost."""

    post: Post | None = strawberry.field(default=None, description="The new post.")
    errors: list[Refusal] = strawberry.field(default_factory=list, description=ERRORS)
