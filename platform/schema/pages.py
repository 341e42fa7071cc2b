"""A page on the web."""

from __future__ import annotations

import strawberry

from likewise.schema.connections import After, Connection, First
from likewise.schema.money import Money
from likewise.schema.nodes import Target
from likewise.schema.people import Person
from likewise.schema.reading import Info


@strawberry.type(
    description="Something on the web that somebody liked by its URL. It belongs to a site (its"
    " host); what its likes bring waits there until the site is claimed."
)
class Page(Target):
    """A page that has been liked."""

    url: str = strawberry.field(
        description="Its canonical URL: lower-case scheme and host, without fragment and tracking."
    )
    host: str = strawberry.field(
        description='The host of its site, in punycode: "example.org", "xn--bcher-kva.example".'
    )
    like_count: int = strawberry.field(
        description="How many likes it has got, in all months together."
    )
    waiting: Money = strawberry.field(
        description="What waits for the owner of its site, from all of the site's pages."
    )

    @strawberry.field(
        description="Its wall: who likes it this month and shows it, whoever liked last first."
    )
    async def supporters(
        self, info: Info, first: First, after: After = None
    ) -> Connection[Person] | None:
        """Some of those who show that they like it."""
        return await info.context.reading.supporters_of(self.number, first, after)


@strawberry.type(
    description="An address as it is kept: however people write it, one page has one address."
)
class WebAddress:
    """A canonical address, and the page there."""

    url: str = strawberry.field(
        description="The canonical URL: lower-case scheme and host, without fragment and tracking."
    )
    host: str = strawberry.field(
        description='The host of its site, in punycode: "example.org", "xn--bcher-kva.example".'
    )
    page: Page | None = strawberry.field(
        description="The page there; null if nobody has liked it yet."
    )
