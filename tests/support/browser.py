"""A real browser in front of a real server, and everybody who looks through it.

Whoever looks also watches: an error on the console, a breach of the Content-Security-Policy or a
request to anywhere else is a complaint, and a complaint fails the test.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import (
    Browser,
    BrowserContext,
    BrowserType,
    ConsoleMessage,
    Page,
    Request,
    async_playwright,
    expect,
)

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
_WAITS_MILLISECONDS = 15_000
expect.set_options(timeout=_WAITS_MILLISECONDS)
_TELL_OF_BREACHES = """
    addEventListener('securitypolicyviolation', (breach) =>
        console.error('policy: ' + breach.violatedDirective + ' ' + breach.blockedURI))
"""


class Onlookers:
    """People in front of one server, each with a browser profile of her own."""

    def __init__(self, browser: Browser, address: str) -> None:
        self._browser = browser
        self._address = address
        self._complaints: list[str] = []
        self._complained = asyncio.Event()
        self._contexts: list[BrowserContext] = []

    async def come(self, path: str = "/", **browser: Any) -> Page:
        """Somebody new opens a page, and sees it. `browser`: what is special about hers."""
        usual = {"locale": "en-US", "timezone_id": "UTC", "reduced_motion": "reduce"}
        context = await self._browser.new_context(base_url=self._address, **{**usual, **browser})
        self._contexts.append(context)
        context.set_default_timeout(_WAITS_MILLISECONDS)
        context.on("console", self._hear)
        context.on("weberror", lambda error: self._complain(f"thrown: {error.error}"))
        context.on("request", self._see)
        await context.add_init_script(_TELL_OF_BREACHES)
        page = await context.new_page()
        await page.goto(path)
        return page

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            where = urlsplit(message.location["url"]).path
            self._complain(f"console: {message.text} {where}")

    def _see(self, request: Request) -> None:
        asked, ours = urlsplit(request.url), urlsplit(self._address)
        if asked.netloc != ours.netloc:
            self._complain(f"request to elsewhere: {request.url}")

    def _complain(self, complaint: str) -> None:
        self._complaints.append(complaint)
        self._complained.set()

    async def complain_of(self, *whats: str) -> None:
        """Wait until they do of each, and take that as done with. All else stands."""
        async with asyncio.timeout(_WAITS_MILLISECONDS / 1000):
            for what in whats:
                while not any(what in each for each in self._complaints):
                    self._complained.clear()
                    await self._complained.wait()
        self._complaints = [
            each for each in self._complaints if not any(what in each for what in whats)
        ]

    async def leave(self) -> None:
        """All go, and what they had to say until then has been heard."""
        for context in self._contexts:
            await context.close()

    def require_content(self) -> None:
        """Raise AssertionError if there were complaints."""
        if self._complaints:
            raise AssertionError("\n".join(self._complaints))


async def sign_in(page: Page, email: str, password: str) -> None:
    """Fill in the form that is open, in English, and send it."""
    await page.get_by_label("Email").fill(email)
    await page.get_by_label("Password").fill(password)
    await page.get_by_role("button", name="Sign in").click()


async def settled(page: Page) -> None:
    """Wait until a page shows what it has: nothing is asked any more, and nothing is waited for."""
    await page.wait_for_load_state("networkidle")
    await expect(page.get_by_role("main")).not_to_be_empty()
    await expect(page.locator(".waiting")).to_have_count(0)


@asynccontextmanager
async def onlookers(address: str) -> AsyncIterator[Onlookers]:
    """A browser of their own."""
    async with async_playwright() as playwright:
        program = _program(playwright.chromium)
        browser = await playwright.chromium.launch(executable_path=program, args=[*_FLAGS])
        try:
            yield Onlookers(browser, address)
        finally:
            await browser.close()


def _program(chromium: BrowserType) -> str:
    found = next(
        (path for name in _NAMES if (path := shutil.which(name))), chromium.executable_path
    )
    assert Path(found).exists(), (
        "there is no browser: apt-get install chromium, or on other systems"
    )
    return found
