"""What everybody can count on: the keyboard, a place to begin, quiet, and paper."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Page, expect

from tests.support.browser import Onlookers, settled
from tests.support.clicking import open_wallet, publish, sign_up

LISTEN = """
() => {
    window.heard = []
    const region = document.querySelector('[role=status]')
    new MutationObserver(() => window.heard.push(region.textContent))
        .observe(region, { childList: true, characterData: true, subtree: true })
}
"""


async def test_a_new_page_has_its_name_and_is_read_from_its_beginning(people: Onlookers) -> None:
    page = await people.come()
    await expect(page).to_have_title("A like is a share of five dollars. · Likewise")
    await page.get_by_role("link", name="Feed").click()
    await expect(page).to_have_title("Feed · Likewise")
    await expect(page.get_by_role("main")).to_be_focused()
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("main").get_by_role("link").first).to_be_focused()


async def test_what_stands_before_a_page_can_be_skipped(people: Onlookers) -> None:
    page = await people.come("/sign-in")
    await expect(page.get_by_role("heading", name="Welcome back")).to_be_visible()
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    await expect(page.get_by_label("Email")).to_be_focused()


async def test_a_wallet_that_moves_often_is_told_once_and_politely(people: Onlookers) -> None:
    ada, bo = await people.come(), await people.come()
    await sign_up(ada, "Ada")
    for number in range(3):
        await publish(ada, f"Word {number}.")
    await open_wallet(ada)
    await sign_up(bo, "Bo")
    await open_wallet(bo)
    await bo.get_by_role("button", name="Start with $5").click()
    await expect(bo.get_by_text("Active", exact=True)).to_be_visible()
    await expect(ada.get_by_role("status")).to_have_count(1)
    await ada.evaluate(LISTEN)
    await bo.get_by_role("link", name="Feed").click()
    for number in range(3):
        post = bo.get_by_role("listitem").filter(has_text=f"Word {number}.")
        await post.get_by_role("button", name="Like: ").click()
    await expect(ada.get_by_role("status")).to_contain_text("Projection: $4.55")
    heard = await ada.evaluate("window.heard")
    assert len([each for each in heard if "wallet moved" in each]) == 1


async def test_the_same_words_are_said_again_and_are_not_left_to_the_next_page(
    people: Onlookers,
) -> None:
    ada, bo = await people.come(), await people.come()
    await sign_up(ada, "Ada")
    for number in range(2):
        await publish(ada, f"Word {number}.")
    await sign_up(bo, "Bo")
    await bo.evaluate(LISTEN)
    for number in range(2):
        await bo.get_by_role("button", name=f"Like: Word {number}.").click()
        await bo.wait_for_function(
            "times => window.heard.filter(each => each === 'Liked.').length === times",
            arg=number + 1,
        )
    await bo.get_by_role("link", name="Wallet").click()
    await expect(bo.get_by_role("heading", name="Wallet Live")).to_be_visible()
    await expect(bo.locator("p.unseen[role=status]")).not_to_contain_text("Liked.")


async def test_who_wants_no_motion_sees_none(people: Onlookers) -> None:
    page = await people.come("/feed", reduced_motion="reduce")
    assert await moves(page) == 0
    await page.emulate_media(reduced_motion="no-preference")
    assert await moves(page) > 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_text_stands_out_from_every_ground_it_has(people: Onlookers, scheme: str) -> None:
    page = await people.come("/look", color_scheme=scheme)
    pairs = page.locator(".pairs b")
    await expect(pairs.first).to_be_visible()
    assert all(float(each) >= 4.5 for each in await pairs.all_inner_texts())


async def test_a_page_that_becomes_narrow_fits(people: Onlookers) -> None:
    page = await people.come()
    await sign_up(page, "Ada")
    await open_wallet(page)
    await page.get_by_role("button", name="Start with $5").click()
    await expect(page.locator(".history-chart canvas")).to_be_visible()
    await page.set_viewport_size({"width": 360, "height": 740})
    await expect(page.locator(".history-chart canvas")).to_have_css("width", re.compile("^2"))
    assert await page.evaluate("document.documentElement.scrollWidth") == 360


async def moves(page: Page) -> int:
    """How much moves where something is waited for."""
    return int(
        await page.evaluate("""() => {
        const waiting = document.createElement('i')
        waiting.className = 'waiting-line'
        document.body.append(waiting)
        const running = document.getAnimations().length
        waiting.remove()
        return running
    }""")
    )


async def test_paper_is_white_and_has_no_buttons(people: Onlookers) -> None:
    page = await people.come(color_scheme="dark")
    await sign_up(page, "Ada")
    for path in ["/wallet", "/month"]:
        await page.goto(path)
        await settled(page)
        await page.emulate_media(media="print")
        await expect(page.get_by_role("heading", level=1)).to_be_visible()
        await expect(page.get_by_role("navigation")).to_be_hidden()
        await expect(page.get_by_role("button")).to_have_count(0)
        colours = await page.evaluate("""() => {
            const style = getComputedStyle(document.documentElement)
            return [style.backgroundColor, style.color]
        }""")
        assert colours == ["rgb(255, 255, 255)", "rgb(20, 33, 27)"]
        await page.emulate_media(media="screen")
