"""What people do in a browser, by clicking as they do, and an answer that gets lost."""

from __future__ import annotations

from playwright.async_api import Locator, Page, Route, expect

from likewise.identity.roles import make_operator
from likewise.models import database
from tests.support.browser import Onlookers

GRAPHQL = "**/graphql"
PASSWORD = "a rather long sentence"


async def sign_up(page: Page, name: str) -> None:
    """From any page, in English; her handle is her name in small letters."""
    await page.get_by_role("link", name="Sign up").first.click()
    await page.get_by_label("Name", exact=True).fill(name)
    await page.get_by_label("Handle").fill(name.lower())
    await page.get_by_label("Email").fill(f"{name.lower()}@likewise.example")
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Sign up").click()
    await expect(page.get_by_role("button", name="Sign out")).to_be_visible()


async def come_to_operate(people: Onlookers, path: str = "/admin") -> Page:
    """Olga signs up, is made an operator, which nobody can click, and opens a page."""
    page = await people.come()
    await sign_up(page, "Olga")
    row = await database.row("SELECT id FROM persons WHERE handle = 'olga'")
    assert row is not None
    await make_operator(row["id"])
    await page.goto(path)
    return page


async def publish(page: Page, text: str) -> None:
    """Write a post, in the feed."""
    await page.get_by_label("What would you like to say?").fill(text)
    await page.get_by_role("button", name="Publish").click()
    await expect(page.get_by_role("listitem").filter(has_text=text)).to_be_visible()


async def open_wallet(page: Page) -> None:
    """Go there, until it is live."""
    await page.get_by_role("link", name="Wallet").click()
    await expect(page.get_by_role("heading", name="Wallet Live")).to_be_visible()


def balance(page: Page, title: str) -> Locator:
    """The card of a wallet with this title."""
    return page.locator("div", has=page.get_by_role("heading", name=title)).last


async def lose_the_answer(route: Route) -> None:
    """The server does what is asked, and nobody hears of it."""
    await route.fetch()
    await route.abort("connectionreset")
