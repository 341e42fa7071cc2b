"""The explorer in front of an operator: a query, what follows changes, mistakes; and of others."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.async_api import Page, expect

from likewise.identity.roles import make_operator
from likewise.identity.sign_up import sign_up
from likewise.models.database import connected
from tests.support.browser import Onlookers, sign_in
from tests.support.clicking import PASSWORD, forget_all_sessions
from tests.support.served import served

KEPT = "JSON.stringify({ ...sessionStorage })"
SLOW_MILLISECONDS = 30_000
"""The editor is megabytes, and a browser takes its time to read them."""


@pytest.fixture
def address(database_url: str, redis_url: str, channel_prefix: str) -> Iterator[str]:
    """Where nobody but operators may ask freely."""
    strict = {"LIKEWISE_FREE_DOCUMENTS": "operators", "LIKEWISE_REDIS_PREFIX": channel_prefix}
    with served(database_url, redis_url, **strict) as address:
        yield address


async def settle(database_url: str, handle: str, *, operator: bool = False) -> None:
    async with connected(database_url):
        email = f"{handle}@likewise.example"
        person = await sign_up(
            email=email, password=PASSWORD, handle=handle, display_name=handle.title()
        )
        if operator:
            await make_operator(person.person_id)


async def run(page: Page, says: str) -> None:
    """Run what stands in the open tab, and see this in the answer."""
    await page.get_by_role("button", name="Execute query").click()
    await sees(page, says)


async def sees(page: Page, says: str) -> None:
    answer = page.get_by_role("region", name="Result Window")
    await expect(answer).to_contain_text(says, timeout=SLOW_MILLISECONDS)


async def ready(page: Page, says: str) -> None:
    """Wait until this can be seen in the editor."""
    editor = page.get_by_role("region", name="Operation Editor").locator(".view-lines")
    await expect(editor).to_contain_text(says, timeout=SLOW_MILLISECONDS)


async def test_an_operator_asks_follows_and_is_told_of_mistakes(
    people: Onlookers, database_url: str
) -> None:
    await settle(database_url, "olu", operator=True)
    page = await people.come("/admin/explorer")
    await sign_in(page, "olu@likewise.example", PASSWORD)
    await page.get_by_role("link", name="Console").click(timeout=SLOW_MILLISECONDS)
    await page.get_by_role("link", name="Explorer").click()
    await expect(page).to_have_title("Explorer · Likewise")

    await ready(page, "query Economy")
    await run(page, '"people": 1')

    await page.get_by_role("button", name="LiveWallet", exact=True).last.click()
    await ready(page, "subscription LiveWallet")
    await run(page, '"version": 0')
    elsewhere = await page.context.new_page()
    await elsewhere.goto("/wallet")
    await elsewhere.get_by_role("button", name="Start with $5").click()
    await sees(page, '"amount": "4.555"')

    await page.get_by_role("button", name="New tab").click()
    lines = page.get_by_role("region", name="Operation Editor").locator(".view-lines")
    await expect(lines).not_to_contain_text("LiveWallet")
    await lines.click()
    await page.keyboard.type("{ nothingOfThisName }")
    await expect(page.locator(".squiggly-error").first).to_be_attached(timeout=SLOW_MILLISECONDS)
    await page.get_by_role("button", name="Show Documentation Explorer").click()
    await page.get_by_role("link", name="Query", exact=True).click()
    await expect(page.get_by_role("link", name="settlements")).to_be_visible()

    people.require_content()
    await run(page, "Cannot query field")
    await people.complain_of("400 (Bad Request)")


async def test_a_member_finds_nothing_at_the_address_of_the_explorer(
    people: Onlookers, database_url: str
) -> None:
    await settle(database_url, "mem")
    page = await people.come("/admin/explorer")
    await sign_in(page, "mem@likewise.example", PASSWORD)
    await expect(page.get_by_role("heading", name="There is nothing here")).to_be_visible()
    await people.complain_of("404 (Not Found) /admin/explorer")


async def test_an_ended_session_is_said_and_what_was_typed_leaves_with_its_owner(
    people: Onlookers, database_url: str
) -> None:
    await settle(database_url, "olu", operator=True)
    page = await people.come("/sign-in?next=/admin/explorer")
    await sign_in(page, "olu@likewise.example", PASSWORD)
    await ready(page, "query Economy")
    await page.get_by_role("button", name="LiveWallet", exact=True).last.click()
    await ready(page, "subscription LiveWallet")
    await run(page, '"version": 0')
    async with connected(database_url):
        await forget_all_sessions()
    await sees(page, "Your session has ended. Sign in again")
    await expect(page.get_by_role("region", name="Result Window")).not_to_contain_text("stack")

    elsewhere = await page.context.new_page()
    await elsewhere.goto("/sign-in")
    await sign_in(elsewhere, "olu@likewise.example", PASSWORD)
    await expect(page.get_by_role("heading", name="Economy", level=1)).to_be_visible()
    assert "LiveWallet" in await page.evaluate(KEPT), "she finds it when she comes back"
    await elsewhere.get_by_role("button", name="Sign out").click()
    await expect(page).to_have_url("/sign-in?next=%2Fadmin")
    assert "LiveWallet" not in await page.evaluate(KEPT)
