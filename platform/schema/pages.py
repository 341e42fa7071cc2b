"""A page on the web."""

from __future__ import annotations

import strawberry

from likewise.schema.money import Money
from likewise.schema.nodes import Target


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
