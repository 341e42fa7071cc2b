"""One browser, several people and tabs: nobody sees what another one read or typed."""

from __future__ import annotations

from playwright.async_api import Page, expect

from tests.support.browser import Onlookers, sign_in
from tests.support.clicking import PASSWORD, forget_all_sessions, publish, sign_up

SECRET = "What only Ada may read."
COMPOSER = "What would you like to say?"


async def open_tab(page: Page, path: str) -> Page:
    """Another tab of the same browser."""
    tab = await page.context.new_page()
    await tab.goto(path)
    return tab


async def test_what_one_person_typed_is_not_there_for_the_next_one_in_the_same_tab(
    people: Onlookers, database: str
) -> None:
    elsewhere, tab = await people.come(), await people.come()
    await sign_up(elsewhere, "Bo")
    await sign_up(tab, "Ada")
    await tab.get_by_label(COMPOSER).fill(SECRET)
    await forget_all_sessions()
    await tab.goto("/sign-in")
    await sign_in(tab, "bo@likewise.example", PASSWORD)
    await expect(tab.get_by_label(COMPOSER)).to_have_value("")
    kept = await tab.evaluate("JSON.stringify({ ...sessionStorage })")
    assert SECRET not in kept


async def test_all_tabs_of_a_browser_are_of_whoever_is_signed_in(people: Onlookers) -> None:
    elsewhere, first = await people.come(), await people.come()
    await sign_up(elsewhere, "Bo")
    await sign_up(first, "Ada")
    second = await open_tab(first, "/feed")
    await second.get_by_label(COMPOSER).fill(SECRET)
    third = await open_tab(first, "/wallet")
    await expect(third.get_by_role("heading", name="Wallet Live")).to_be_visible()

    await first.get_by_role("button", name="Sign out").click()
    await expect(third).to_have_url("/sign-in?next=%2Fwallet")
    await expect(second.get_by_role("link", name="Sign up").first).to_be_visible()
    await expect(second.get_by_label(COMPOSER)).to_have_count(0)

    await first.goto("/sign-in")
    await sign_in(first, "bo@likewise.example", PASSWORD)
    await expect(second.get_by_role("link", name="Profile")).to_have_attribute("href", "/@bo")
    await expect(second.get_by_label(COMPOSER)).to_have_value("")
    await publish(second, "Bo's word.")
    await expect(second.get_by_role("listitem").get_by_text("@bo")).to_be_visible()


async def test_a_page_that_only_listens_says_that_the_session_has_ended(
    people: Onlookers,
) -> None:
    here, elsewhere = await people.come(), await people.come()
    await sign_up(here, "Ada")
    await here.get_by_role("link", name="Wallet").click()
    await expect(here.get_by_role("heading", name="Wallet Live")).to_be_visible()
    await elsewhere.goto("/sign-in")
    await sign_in(elsewhere, "ada@likewise.example", PASSWORD)
    await elsewhere.get_by_role("link", name="Settings").click()
    await elsewhere.get_by_role("button", name="End the session since").click()
    await expect(here.get_by_role("alert")).to_contain_text("Your session has ended")
    await expect(here.get_by_role("heading", name="Wallet Not live")).to_be_visible()
