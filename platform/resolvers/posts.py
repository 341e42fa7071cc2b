"""Posts: reading and publishing them."""

from __future__ import annotations

import strawberry

from likewise.community.posts import newest_posts, post_by_id
from likewise.community.publish_post import publish_post
from likewise.resolvers.access import require_viewer
from likewise.resolvers.asking import GlobalId, Input, asked_number
from likewise.resolvers.context import Info
from likewise.resolvers.public import as_post
from likewise.resolvers.refusals import refusals_in
from likewise.schema.connections import (
    After,
    Connection,
    First,
    SliceAsked,
    connection_of,
)
from likewise.schema.posts import Post
from likewise.schema.publishing import PublishPostInput, PublishPostPayload


@strawberry.type
class PostQueries:
    """Queries about posts."""

    @strawberry.field(
        description="Everybody's posts, newest first: `posts(first: 20) { edges { node { body } }"
        " pageInfo { hasNextPage endCursor } }`."
    )
    async def posts(self, first: First, after: After = None) -> Connection[Post] | None:
        """For everybody. One statement for the slice. Raises InvalidInput."""
        asked = SliceAsked.parse("posts", first, after)
        found = await newest_posts(first=asked.one_more, after_id=asked.after_id)
        return connection_of(asked, found, as_post)

    @strawberry.field(description="A post; null if there is none with this id.")
    async def post(self, id: GlobalId) -> Post | None:
        """For everybody. Raises InvalidInput."""
        found = await post_by_id(asked_number(id, "Post"))
        return None if found is None else as_post(found)


@strawberry.type
class PostMutations:
    """Mutations of posts."""

    @strawberry.mutation(description="Publish a post for everybody to see, and to like.")
    @refusals_in(PublishPostPayload)
    async def publish_post(
        self, info: Info, input: Input[PublishPostInput]
    ) -> PublishPostPayload | None:
        """Raises NotSignedIn, InvalidInput, AccountFrozen, KeyReused."""
        viewer = await require_viewer(info)
        post = await publish_post(
            author_id=viewer.person_id, body=input.body, idempotency_key=input.idempotency_key
        )
        return PublishPostPayload(post=as_post(post))
