"""What people do in a browser, by clicking as they do, and what a server may do to them."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from playwright.async_api import Locator, Page, Request, Route, expect

from likewise.identity.roles import make_operator
from likewise.models import database
from likewise.models.unit_of_work import UnitOfWork, unit_of_work
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


async def look_again(page: Page) -> None:
    """Come back to a page that was behind others."""
    await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


async def like(page: Page, text: str) -> None:
    """Like a post of the feed, until the server has it: the button says so before."""
    async with answered(page):
        await page.get_by_role("button", name=f"Like: {text}").click()


@asynccontextmanager
async def answered(page: Page) -> AsyncIterator[None]:
    """What the block has done ends when the server has answered a deed."""
    async with page.expect_response(lambda answer: _is_deed(answer.request)):
        yield


async def open_wallet(page: Page) -> None:
    """Go there, until it is live."""
    await page.get_by_role("link", name="Wallet").click()
    await expect(page.get_by_role("heading", name="Wallet Live")).to_be_visible()


def balance(page: Page, title: str) -> Locator:
    """The card of a wallet with this title."""
    return page.locator("div", has=page.get_by_role("heading", name=title)).last


async def open_section(page: Page, name: str) -> None:
    """Of the operator's console."""
    await page.get_by_role("navigation", name="Console").get_by_role("link", name=name).click()
    await expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()


async def close_early(page: Page) -> None:
    """By keyboard alone: one never has to look for one's place."""
    await page.get_by_role("button", name="Close ").press("Enter")
    await expect(page.get_by_role("heading", name=re.compile(r"^Close .+\?$"))).to_be_focused()
    await expect(page.get_by_role("button", name="Close it now")).to_be_disabled()
    await page.keyboard.press("Tab")
    await page.keyboard.press("Space")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(
        page.get_by_role("heading", name=re.compile("^Closing | is closed"))
    ).to_be_focused()


async def next_step(page: Page, heading: str) -> None:
    """Of a form in steps, to the one with this heading."""
    await page.get_by_role("button", name="Continue").click()
    await expect(page.get_by_role("heading", name=heading)).to_be_focused()


async def all_micros(amounts: Locator) -> list[int]:
    """What these amounts come to, as the server says them."""
    return [int(await each.get_attribute("value") or "") for each in await amounts.all()]


async def meet_the_next_deed(page: Page, meet: Callable[[Route], Awaitable[None]]) -> None:
    """Do this with the next thing that the page wants done, and with nothing that it reads."""
    met: list[Route] = []

    async def look(route: Route) -> None:
        if met or not _is_deed(route.request):
            await route.fallback()
            return
        met.append(route)
        await meet(route)

    await page.route(GRAPHQL, look)


async def lose_the_answer(page: Page) -> None:
    """The server does the next thing that is asked for, and nobody hears of it."""

    async def lose(route: Route) -> None:
        await route.fetch()
        await route.abort("connectionreset")

    await meet_the_next_deed(page, lose)


def _is_deed(request: Request) -> bool:
    """Mutations have an input."""
    asked = request.post_data_json or {}
    return "input" in (asked.get("variables") or {})


async def hold(page: Page, what: str = GRAPHQL) -> asyncio.Event:
    """Let the page wait for every answer until this is set."""
    release = asyncio.Event()

    async def wait(route: Route) -> None:
        await release.wait()
        await route.continue_()

    await page.route(what, wait)
    return release


async def forget_all_sessions() -> None:
    """Nobody is signed in any more, and no browser knows it yet."""

    async def body(work: UnitOfWork) -> None:
        await work.execute("DELETE FROM sessions")

    await unit_of_work(body)
