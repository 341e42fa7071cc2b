"""Pages: what is liked by its URL, anywhere on the web, and the sites that they belong to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from likewise.community.web_addresses import WebAddress, canonical_url
from likewise.ledger.accounts import open_escrow_account
from likewise.models import database
from likewise.models.unit_of_work import Row, UnitOfWork


@dataclass(frozen=True, slots=True)
class Page:
    """A page, by its canonical URL. `like_count` is of all months together.

    `waiting_micros` is what waits for the owner of its site, by the likes of all its pages.
    """

    id: int
    url: str
    host: str
    like_count: int
    waiting_micros: int


async def page_by_url(url: str) -> Page | None:
    """The page at this address, however it is written; None if nobody has liked it yet.

    Raises MalformedUrl.
    """
    return _as_page(await database.row(_PAGE + "WHERE pages.url = $1", canonical_url(url).url))


async def pages_by_ids(page_ids: Sequence[int]) -> list[Page]:
    """Those of these pages that there are, in no order. One statement."""
    rows = await database.rows(_PAGE + "WHERE pages.id = ANY($1::bigint[])", list(page_ids))
    return [Page(**row) for row in rows]


async def find_page(work: UnitOfWork, address: WebAddress) -> int | None:
    """The id of the page at this address, if it has been liked before."""
    row = await work.row("SELECT id FROM pages WHERE url = $1", address.url)
    return int(row["id"]) if row else None


async def ensure_page(work: UnitOfWork, address: WebAddress) -> int:
    """The id of the page at this address; opens the page, its site and its escrow if need be.

    Two who come at once get the same page: one waits for the other. Pass the gate before.
    """
    site_id = await _ensure_site(work, address.host)
    row = await work.row(_OPEN_PAGE, site_id, address.url)
    if row is not None:
        return int(row["id"])
    page_id = await find_page(work, address)
    assert page_id is not None
    return page_id


async def _ensure_site(work: UnitOfWork, host: str) -> int:
    row = await work.row(
        "INSERT INTO sites (host) VALUES ($1) ON CONFLICT (host) DO NOTHING RETURNING id", host
    )
    if row is None:
        return int((await work.one("SELECT id FROM sites WHERE host = $1", host))["id"])
    await open_escrow_account(work, row["id"])
    return int(row["id"])


# One statement for the page and the target that it is: whoever comes second leaves no target.
_OPEN_PAGE = """
WITH page AS (
    INSERT INTO pages (id, site_id, url) VALUES (nextval('targets_id_seq'), $1, $2)
    ON CONFLICT (url) DO NOTHING RETURNING id
)
INSERT INTO targets (id, kind) SELECT id, 'page' FROM page RETURNING id
"""

_PAGE = """
SELECT pages.id, pages.url, sites.host,
    (SELECT count(*) FROM likes WHERE likes.target_id = pages.id) AS like_count,
    coalesce((
        SELECT balance_micros FROM accounts
        WHERE person_id IS NULL AND kind = 'escrow' AND site_id = sites.id
    ), 0) AS waiting_micros
FROM pages JOIN sites ON sites.id = pages.site_id
"""


def _as_page(row: Row | None) -> Page | None:
    return Page(**row) if row else None
