"""Answers that were lost: nothing is done twice, and nothing is called done that was not."""

from __future__ import annotations

import asyncio

from playwright.async_api import Locator, Page, Route, expect

from likewise.payouts.approve_registration import approve_registration
from tests.support.browser import Onlookers
from tests.support.clicking import lose_the_answer, meet_the_next_deed, open_wallet, sign_up
from tests.support.creators import count, register
from tests.support.house import House

NO_ANSWER = "No answer from the server."
WORDS = "Good morning!"


async def not_heard(page: Page, button: Locator) -> None:
    """It is done, and the page does not know."""
    await lose_the_answer(page)
    await button.click()
    await expect(page.get_by_role("main").get_by_role("alert")).to_contain_text(NO_ANSWER)


async def at_the_feed(people: Onlookers) -> tuple[Page, Locator, Locator]:
    """Ada's page, the box that she writes into, and its button."""
    page = await people.come()
    await sign_up(page, "Ada")
    await page.get_by_role("link", name="Feed").click()
    box = page.get_by_label("What would you like to say?")
    return page, box, page.get_by_role("button", name="Publish")


async def test_a_membership_that_was_ended_begins_again_though_an_answer_was_lost(
    people: Onlookers, database: str
) -> None:
    page = await people.come()
    await sign_up(page, "Ada")
    await page.goto("/membership")
    start = page.get_by_role("button", name="Start with $5.00")
    await lose_the_answer(page)
    await start.click()
    await people.complain_of("ERR_CONNECTION_RESET")
    await page.reload()
    await expect(page.get_by_text("Active", exact=True)).to_be_visible()
    await page.get_by_role("button", name="Cancel it").click()
    await page.get_by_role("button", name="Yes, cancel").click()
    await expect(page.get_by_text("Cancelled", exact=True)).to_be_visible()

    await start.click()
    await expect(page.get_by_text("Active", exact=True)).to_be_visible()
    await expect(page.get_by_role("button", name="Cancel it")).to_be_visible()
    assert await count("payments") == 1


async def at_the_payouts(house: House) -> tuple[Page, Locator, Locator]:
    """Cy's page, who has papers, how her payouts stand, and the last button before one."""
    await register(house.cy)
    await approve_registration(operator_id=house.olu, person_id=house.cy)
    page = await house.come("cy", "/payouts")
    states = page.get_by_role("listitem").locator(".badge")
    return page, states, page.get_by_role("button", name="Ask for $9.00")


async def ask_for_ten(page: Page) -> None:
    """Up to the last question."""
    await page.get_by_label("Amount").fill("10")
    await page.get_by_role("button", name="See what arrives").click()


async def test_a_payout_that_was_cancelled_is_asked_for_anew_though_an_answer_was_lost(
    house: House,
) -> None:
    cy, states, ask = await at_the_payouts(house)
    await ask_for_ten(cy)
    await not_heard(cy, ask)
    await cy.reload()
    await expect(states).to_have_text(["Requested"])
    await cy.get_by_role("button", name="Cancel").click()
    await expect(states).to_have_text(["Cancelled"])

    await ask_for_ten(cy)
    await ask.click()
    await expect(states).to_have_text(["Requested", "Cancelled"])
    await house.people.complain_of("ERR_CONNECTION_RESET")


async def test_a_payout_that_is_in_the_list_is_not_called_asked_for_now(house: House) -> None:
    cy, states, ask = await at_the_payouts(house)
    await ask_for_ten(cy)
    await not_heard(cy, ask)
    await cy.reload()
    await expect(states).to_have_text(["Requested"])

    await ask_for_ten(cy)
    await ask.click()
    known = cy.get_by_role("main").get_by_text("You had asked for this one already")
    await expect(known).to_be_visible()
    assert await count("payouts") == 1
    await ask_for_ten(cy)
    await ask.click()
    await expect(states).to_have_text(["Requested", "Requested"])
    await expect(known).to_have_count(0)
    await house.people.complain_of("ERR_CONNECTION_RESET")


async def test_the_same_words_can_be_said_again_on_another_day(people: Onlookers) -> None:
    page, box, publish = await at_the_feed(people)
    posts = page.get_by_role("listitem").filter(has_text=WORDS)
    await box.fill(WORDS)
    await not_heard(page, publish)
    await page.reload()
    await expect(posts).to_have_count(1)
    await expect(box).to_have_value(WORDS)
    await box.fill("")

    await box.fill(WORDS)
    await publish.click()
    await expect(posts).to_have_count(2)
    await people.complain_of("ERR_CONNECTION_RESET")


async def test_a_blank_more_after_a_lost_answer_is_no_other_post(
    people: Onlookers, database: str
) -> None:
    page, box, publish = await at_the_feed(people)
    await box.fill(WORDS)
    await not_heard(page, publish)
    await box.fill(f" {WORDS}\n")
    await publish.click()
    await expect(box).to_have_value("")
    assert await count("posts") == 1
    await people.complain_of("ERR_CONNECTION_RESET")


async def test_what_is_typed_while_a_post_is_being_sent_stays(people: Onlookers) -> None:
    page, box, publish = await at_the_feed(people)
    release = asyncio.Event()

    async def hold(route: Route) -> None:
        await release.wait()
        await route.continue_()

    await meet_the_next_deed(page, hold)
    await box.fill(WORDS)
    await publish.click()
    await open_wallet(page)
    await page.get_by_role("link", name="Feed").click()  # where it waits as it was
    await expect(box).to_have_value(WORDS)
    await box.fill(f"{WORDS} And one thing more")
    release.set()
    await expect(page.get_by_role("listitem").filter(has_text=WORDS)).to_have_count(1)
    await expect(box).to_have_value("And one thing more")
    await page.reload()
    await expect(box).to_have_value("And one thing more")
