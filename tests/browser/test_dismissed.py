"""Who stops being an operator while she looks at the console is told so, and led out of it."""

from __future__ import annotations

from playwright.async_api import Page, expect

from likewise.identity.roles import dismiss_operator
from likewise.models import database as db
from tests.support.browser import Onlookers
from tests.support.clicking import close_early, come_to_operate, open_section, open_wallet
from tests.support.village import Village
from tests.support.waiting import nothing_is_posted, until_waiting

COME_BACK = "document.dispatchEvent(new Event('visibilitychange'))"


async def dismiss() -> None:
    row = await db.row("SELECT id FROM persons WHERE handle = 'olga'")
    assert row is not None
    assert await dismiss_operator(row["id"])


async def is_led_out(page: Page) -> None:
    """She reads what has happened, once, on a page that is still hers."""
    alert = page.get_by_role("alert").filter(has_text="You are not an operator any more")
    await expect(alert).to_be_visible()
    await expect(page.get_by_role("alert")).to_have_count(1)
    await expect(page).to_have_url("/feed")
    await expect(page.get_by_role("link", name="Console")).to_have_count(0)
    await expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    await alert.get_by_role("button", name="All right").click()
    await expect(alert).to_have_count(0)


async def test_who_follows_a_closing_is_led_out_and_her_wallet_stays_live(
    people: Onlookers, database: str
) -> None:
    village = Village()
    await village.settle("ada", "bo")
    await village.pay("ada", 5_000_000)
    await village.like("ada", "bo")
    page = await come_to_operate(people)
    await open_section(page, "Month")
    async with nothing_is_posted(database) as link:
        await close_early(page)
        await until_waiting(link)
        await expect(page.get_by_text("0 of 2 people and sites")).to_be_visible()
        await dismiss()
        await is_led_out(page)
    await open_wallet(page)


async def test_who_acts_or_comes_back_finds_out_and_what_she_read_is_forgotten(
    people: Onlookers, database: str
) -> None:
    acting = await come_to_operate(people, "/admin/ledger")
    coming_back = await acting.context.new_page()
    await coming_back.goto("/admin")
    await expect(coming_back.get_by_role("table", name="Where all money stands")).to_be_visible()
    check = acting.get_by_role("button", name="Check now")
    await expect(check).to_be_enabled()
    await dismiss()
    await check.click()
    await is_led_out(acting)
    await acting.evaluate("history.pushState(null, '', '/admin/ledger')")
    await expect(acting.get_by_text("There is nothing here")).to_be_visible()
    await coming_back.evaluate(COME_BACK)
    await is_led_out(coming_back)
