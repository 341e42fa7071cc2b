"""What a button says before the server has answered, and what stays when it has."""

from __future__ import annotations

import asyncio
import json

from playwright.async_api import Page, Route, expect

from tests.support.browser import Onlookers, sign_in
from tests.support.clicking import GRAPHQL, PASSWORD, balance, hold, open_wallet, publish, sign_up


async def start_membership(page: Page) -> None:
    await open_wallet(page)
    await page.get_by_role("button", name="Start with $5").click()
    await expect(page.get_by_text("Active", exact=True)).to_be_visible()
    await expect(balance(page, "Budget")).to_contain_text("$4.55")
    await page.get_by_role("link", name="Feed").click()


async def test_what_a_like_gives_is_told_as_the_server_counts_it(people: Onlookers) -> None:
    ada, here, elsewhere = await people.come(), await people.come(), await people.come()
    await sign_up(ada, "Ada")
    for number in range(3):
        await publish(ada, f"Word {number}.")
    await sign_up(here, "Bo")
    await start_membership(here)
    await elsewhere.goto("/sign-in")
    await sign_in(elsewhere, "bo@likewise.example", PASSWORD)

    word = [here.get_by_role("listitem").filter(has_text=f"Word {number}.") for number in range(3)]
    await word[0].get_by_role("button", name="Like: ").click()
    await expect(here.get_by_role("status")).to_contain_text("about $4.55 this month")
    await expect(word[0]).to_contain_text("your only like so far")

    release = await hold(here)
    await word[1].get_by_role("button", name="Like: ").click()
    await expect(word[1]).to_contain_text("gets about $2.27, as do all 2 you like")
    other = elsewhere.get_by_role("listitem").filter(has_text="Word 2.")
    await other.get_by_role("button", name="Like: ").click()
    await expect(elsewhere.get_by_role("status")).to_contain_text("about $2.27 this month")
    release.set()
    await expect(here.get_by_role("status")).to_contain_text("about $1.51 this month")
    await expect(word[1]).to_contain_text("gets about $1.51, as do all 3 you like")


async def test_a_slider_that_is_moved_quickly_stays_where_it_was_left(people: Onlookers) -> None:
    page = await people.come()
    await sign_up(page, "Ada")
    await page.get_by_role("link", name="My month").click()
    slider = page.get_by_role("slider", name="of what comes in")
    await expect(slider).to_have_value("10000")
    asked: list[int] = []
    second = asyncio.Event()

    async def slowly(route: Route) -> None:
        wanted = json.loads(route.request.post_data or "{}").get("variables", {}).get("input", {})
        if "forwardBps" in wanted:
            asked.append(wanted["forwardBps"])
            await second.wait()
        await route.continue_()

    await page.route(GRAPHQL, slowly)
    for _ in range(3):
        await slider.press("ArrowLeft")
    await expect(slider).to_have_value("8500")
    second.set()
    await expect(page.get_by_role("status")).to_contain_text("Saved: 85%")
    await expect(slider).to_have_value("8500")
    assert asked == [9500, 8500]  # one after the other, and what was passed by is left out
    await page.reload()
    await expect(slider).to_have_value("8500")


async def test_a_button_that_waits_says_so_keeps_the_focus_and_does_nothing_twice(
    people: Onlookers,
) -> None:
    page = await people.come()
    await sign_up(page, "Ada")
    await page.get_by_label("What would you like to say?").fill("Once.")
    button = page.get_by_role("button", name="Publish")
    release = await hold(page)
    await button.press("Enter")
    await expect(button).to_have_attribute("aria-busy", "true")
    shown = "element => getComputedStyle(element, '::after').content"
    assert "…" in await button.evaluate(shown)
    await expect(page.get_by_role("status").filter(has_text="One moment.")).to_be_attached()
    await page.keyboard.press("Enter")
    await expect(button).to_be_focused()
    release.set()
    await expect(page.get_by_role("listitem").filter(has_text="Once.")).to_have_count(1)
    await expect(page.get_by_role("status").filter(has_text="Published")).to_be_attached()
    await expect(button).to_be_focused()
    await page.reload()
    await expect(page.get_by_role("listitem").filter(has_text="Once.")).to_have_count(1)
