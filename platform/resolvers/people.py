"""People and pages."""

from __future__ import annotations

from typing import Annotated

import strawberry

from likewise.community.pages import page_by_url
from likewise.community.people import person_by_handle, person_by_id
from likewise.community.web_addresses import canonical_url
from likewise.resolvers.access import require_viewer
from likewise.resolvers.context import Info
from likewise.resolvers.private import as_me
from likewise.resolvers.public import as_page, as_person
from likewise.schema.me import Me
from likewise.schema.pages import Page, WebAddress
from likewise.schema.people import Person


@strawberry.type
class PeopleQueries:
    """Queries about people and pages."""

    @strawberry.field(
        description="You. Null, with the error NOT_SIGNED_IN, when nobody is signed in."
    )
    async def me(self, info: Info) -> Me | None:
        """Raises NotSignedIn."""
        viewer = await require_viewer(info)
        person = await person_by_id(viewer.person_id)
        assert person is not None, "who is signed in is somebody"
        return as_me(person, viewer)

    @strawberry.field(description="The person with this handle; null if there is none.")
    async def person(
        self,
        handle: Annotated[
            str, strawberry.argument(description='Her handle, without an @: "ada_l".')
        ],
    ) -> Person | None:
        """For everybody."""
        found = await person_by_handle(handle)
        return None if found is None else as_person(found)

    @strawberry.field(description="The page at this address; null if nobody has liked it yet.")
    async def page(
        self,
        url: Annotated[
            str,
            strawberry.argument(
                description='Its address, however it is written: "https://example.org/song".'
            ),
        ],
    ) -> Page | None:
        """For everybody. Raises MalformedUrl."""
        found = await page_by_url(url)
        return None if found is None else as_page(found)

    @strawberry.field(
        description="An address as people paste it, in its one canonical form, with the page there:"
        " `webAddress(url: $url) { url page { likeCount } }`. Refused if it is not public."
    )
    async def web_address(
        self,
        url: Annotated[
            str,
            strawberry.argument(
                description='An address, however it is written: "https://Example.org:443/song".'
            ),
        ],
    ) -> WebAddress | None:
        """For everybody. Raises MalformedUrl."""
        address = canonical_url(url)
        found = await page_by_url(address.url)
        page = None if found is None else as_page(found)
        return WebAddress(url=address.url, host=address.host, page=page)
