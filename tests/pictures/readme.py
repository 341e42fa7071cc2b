"""The pictures of README.md, as somebody would see them in a window of that size."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.async_api import Page, ViewportSize, expect

from likewise.demo.cast import BY_HANDLE, PASSWORD
from tests.support.browser import Onlookers, sign_in
from tests.support.visits import CLOSED, Reader, come_as, visit

_WINDOW: ViewportSize = {"width": 1280, "height": 800}
_CONSOLE: ViewportSize = {"width": 1280, "height": 1120}
_HALF: ViewportSize = {"width": 780, "height": 980}
_STILL = (
    (Reader.STRANGER, "/", _WINDOW, "front-page"),
    (Reader.MEMBER, "/feed", _WINDOW, "feed"),
    (Reader.MEMBER, f"/month/{CLOSED}", _HALF, "where-it-went"),
    (Reader.OPERATOR, "/admin", _CONSOLE, "console"),
)


async def take_for_readme(people: Onlookers, folder: Path) -> None:
    """All of them but the terminal's; the wallet last, for a like moves it while one looks."""
    for reader, path, size, name in _STILL:
        page = await come_as(people, reader)
        await page.set_viewport_size(size)
        await visit(page, path)
        if name == "feed":
            await _like(page, 1)
        await page.screenshot(path=folder / f"{name}.png", animations="disabled")
    await _moving_wallet(people, folder / "wallet.png")


async def _moving_wallet(people: Onlookers, path: Path) -> None:
    cy = await people.come("/sign-in", color_scheme="dark", viewport=_HALF)
    await sign_in(cy, BY_HANDLE["cy"].email, PASSWORD)
    await expect(cy.get_by_role("button", name="Sign out")).to_be_visible()
    await visit(cy, "/wallet")
    await _like_something_of(await come_as(people, Reader.MEMBER), "cy")
    await expect(cy.get_by_text("since you came")).to_be_visible()
    await cy.screenshot(path=path, animations="disabled")


async def _like_something_of(page: Page, handle: str) -> None:
    await visit(page, f"/@{handle}")
    await _like(page, 0)


async def _like(page: Page, place: int) -> None:
    """What is not liked yet, in this place from above; until the server has it."""
    like = page.get_by_role("button", name=re.compile("^Like: "))
    unliked = await like.count()
    async with page.expect_response("**/graphql"):
        await like.nth(place).click()
    await expect(like).to_have_count(unliked - 1)
