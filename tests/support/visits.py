"""How every page of the web app is visited, and by whom: a page that is missing here fails tests.

The addresses are those of the demo's community: its seed is what one finds there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from urllib.parse import quote, unquote

from playwright.async_api import Page, expect

from likewise.demo import nuisance
from likewise.demo.cast import BY_HANDLE, OPERATOR, PASSWORD
from likewise.months import Month
from likewise.web import explorer
from likewise.web.web_app import PAGES
from tests.support.browser import Onlookers, settled, sign_in


class Reader(StrEnum):
    """Who looks."""

    STRANGER = "stranger"
    MEMBER = "member"
    OPERATOR = "operator"


_EMAILS = {Reader.MEMBER: BY_HANDLE["ada"].email, Reader.OPERATOR: BY_HANDLE[OPERATOR].email}
_ESSAY = quote("https://example.org/essays/on-lending-books", safe="")
CLOSED = Month.of(datetime.now(UTC)).previous()
"""The demo's last closed month."""

_FOR_MEMBERS = frozenset({Reader.MEMBER, Reader.OPERATOR})
_FOR_OPERATORS = frozenset({Reader.OPERATOR})


@dataclass(frozen=True)
class Visit:
    """Addresses that show all there is to a page, and for whom there is something to see."""

    paths: tuple[str, ...]
    readers: frozenset[Reader] = frozenset(Reader)


VISITS = {
    "/": Visit(("/",)),
    "/admin": Visit(("/admin",), _FOR_OPERATORS),
    "/admin/payouts": Visit(("/admin/payouts", "/admin/payouts?state=PAID"), _FOR_OPERATORS),
    "/admin/registrations": Visit(("/admin/registrations",), _FOR_OPERATORS),
    "/admin/log": Visit(("/admin/log", "/admin/log?person=nobody_here"), _FOR_OPERATORS),
    "/admin/members": Visit(
        ("/admin/members", "/admin/members?who=FROZEN", "/admin/members?find=nobody"),
        _FOR_OPERATORS,
    ),
    "/admin/members/{handle}": Visit(
        (f"/admin/members/{nuisance.HANDLE}", "/admin/members/cy", "/admin/members/nobody_here"),
        _FOR_OPERATORS,
    ),
    "/admin/ledger": Visit(("/admin/ledger",), _FOR_OPERATORS),
    "/admin/month": Visit(("/admin/month",), _FOR_OPERATORS),
    "/feed": Visit(("/feed",)),
    "/look": Visit(("/look",)),
    "/membership": Visit(("/membership",), _FOR_MEMBERS),
    "/month": Visit(("/month",), _FOR_MEMBERS),
    "/month/{month}": Visit((f"/month/{CLOSED}", "/month/2001-01"), _FOR_MEMBERS),
    "/page": Visit(("/page", f"/page?url={_ESSAY}")),
    "/payouts": Visit(("/payouts",), _FOR_MEMBERS),
    "/payouts/register": Visit(("/payouts/register",), _FOR_MEMBERS),
    "/settings": Visit(("/settings",), _FOR_MEMBERS),
    "/sign-in": Visit(("/sign-in",), frozenset({Reader.STRANGER})),
    "/sign-up": Visit(("/sign-up",), frozenset({Reader.STRANGER})),
    "/wallet": Visit(("/wallet",), _FOR_MEMBERS),
    "/@{handle}": Visit(("/@cy", "/@nobody_here")),
}
"""By what `PAGES` calls it."""

EXPLORER = explorer.PATH
"""A document of its own, beside the app's pages, for operators."""

NOWHERE = "/nowhere"
"""An address without a page; what is shown there is a page, too."""


def paths_for(reader: Reader) -> Iterator[str]:
    """Everything that is there for her to see. Raises AssertionError: a page is missing above."""
    assert VISITS.keys() == set(PAGES), (
        "say in tests/support/visits.py how to visit: "
        f"{', '.join(sorted(VISITS.keys() ^ set(PAGES)))}"
    )
    for visit in VISITS.values():
        if reader in visit.readers:
            yield from visit.paths
    yield NOWHERE
    if reader is Reader.OPERATOR:
        yield EXPLORER


def paths_of_the_app(reader: Reader) -> list[str]:
    """The same where nothing of the demo lives: without the addresses that only it has."""
    return [path for path in paths_for(reader) if path not in {NOWHERE, "/@cy"}]


async def come_as(people: Onlookers, reader: Reader, **browser: Any) -> Page:
    """Open the front page, signed in as this reader."""
    page = await people.come("/" if reader is Reader.STRANGER else "/sign-in", **browser)
    if reader is not Reader.STRANGER:
        await sign_in(page, _EMAILS[reader], PASSWORD)
        await expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    return page


async def visit(page: Page, path: str) -> None:
    """Go there and wait until all is shown."""
    if path == NOWHERE:  # from within the app: the console tells of every 404 that is loaded
        await page.evaluate("path => history.pushState(null, '', path)", path)
    else:
        await page.goto(path)
    if path == EXPLORER:
        await expect(page.locator(".graphiql-query-editor .view-line").first).not_to_be_empty()
    await settled(page)
    await page.evaluate("scrollTo(0, document.body.scrollHeight)")  # some things come when near
    await settled(page)
    await page.evaluate("scrollTo(0, 0)")


def name_of(path: str) -> str:
    """What a picture of it is called."""
    return re.sub(r"[^a-z0-9]+", "-", unquote(path).lower()).strip("-") or "front"
