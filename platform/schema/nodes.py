"""What has a global id, and what can be liked."""

from __future__ import annotations

import strawberry

from likewise.schema.reading import Info


@strawberry.interface(
    description="Anything with a global id. `node(id:)` finds it again by that id, for whoever may"
    " see it."
)
class Node:
    """Something with a global id."""

    id: strawberry.ID = strawberry.field(
        description="Its global id: opaque, the same for ever, and nothing else has it."
    )


@strawberry.interface(
    description="What can be liked: a person (the profile), a post or a page on the web."
)
class Target(Node):
    """Something that can be liked. `number` is its id in the database."""

    number: strawberry.Private[int]

    @strawberry.field(
        description="Whether you like it in the running month; false when nobody is signed in."
    )
    async def viewer_has_liked(self, info: Info) -> bool:
        """Read together with those of others in the same answer."""
        return await info.context.reading.viewer_has_liked(self.number)
