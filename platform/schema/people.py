"""A person, as everybody sees her."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import strawberry

from likewise.schema.connections import After, Connection, First
from likewise.schema.nodes import Target
from likewise.schema.reading import Info

if TYPE_CHECKING:
    from likewise.schema.posts import Post


@strawberry.type(
    description="A person, who can support and receive. Liking her is liking her profile."
)
class Person(Target):
    """A person in public."""

    handle: str = strawberry.field(
        description='Her unique short name, of a to z, 0 to 9 and _: "ada_l".'
    )
    display_name: str = strawberry.field(description="The name that she goes by.")
    about: str = strawberry.field(description="What she says about herself; may be empty.")

    @strawberry.field(description="How many likes her profile has got, in all months together.")
    async def like_count(self, info: Info) -> int:
        """Read together with those of other people in the same answer."""
        return await info.context.reading.like_count(self.number)

    @strawberry.field(description="Her posts, newest first.")
    async def posts(
        self, info: Info, first: First, after: After = None
    ) -> Connection[Annotated[Post, strawberry.lazy("likewise.schema.posts")]] | None:
        """Some of her posts."""
        return await info.context.reading.posts_of(self.number, first, after)

    @strawberry.field(
        description="Her wall: who likes her profile, a post or a page of hers this month and shows"
        " it, whoever liked last first. Most people keep what they like to themselves: they are not"
        " here, and not counted."
    )
    async def supporters(
        self, info: Info, first: First, after: After = None
    ) -> Connection[Person] | None:
        """Some of those who show that they like her."""
        return await info.context.reading.supporters_of(self.number, first, after)

    @strawberry.field(
        description="What she likes this month, the newest like first, if she shows it; null if she"
        " keeps it to herself."
    )
    async def likes(
        self, info: Info, first: First, after: After = None
    ) -> Connection[Target] | None:
        """Some of what she shows that she likes."""
        return await info.context.reading.shown_likes_of(self.number, first, after)
