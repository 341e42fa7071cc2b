"""What a stranger finds: the idea, and a calculator that says what the server has computed."""

from __future__ import annotations

from typing import Any

from playwright.async_api import Page, expect

from tests.support.browser import Onlookers
from tests.support.clicking import GRAPHQL

SIMULATION = """
{ simulation(input: {supporterBps: 200, amountMicros: "5000000"}) {
  paidIn { micros } creators { received { micros } }
  byHop { shared { micros } toCreators { micros } kept { micros } }
} }
"""
ASK = """
async (query) => {
    const headers = { 'Content-Type': 'application/json' }
    const asked = { method: 'POST', headers, body: JSON.stringify({ query }) }
    return (await (await fetch('/graphql', asked)).json()).data.simulation
}
"""


def cents(micros: str) -> str:
    """As a table shows them: cut, not rounded."""
    return f"${int(micros) // 1_000_000:,}.{int(micros) // 10_000 % 100:02}"


def millions(micros: str) -> str:
    """Three digits of it, for some tens of millions."""
    tenths = int(micros) // 10**11
    return f"${tenths // 10}.{tenths % 10}M".replace(".0M", "M")


async def reached(page: Page) -> None:
    """Scroll to the calculator."""
    await page.locator(".what-if").scroll_into_view_if_needed()


async def told(page: Page) -> Any:
    """The same from the API."""
    return await page.evaluate(ASK, SIMULATION)


async def test_a_stranger_moves_a_slider_by_keyboard_and_reads_what_the_api_says(
    people: Onlookers,
) -> None:
    page = await people.come()
    await expect(page.get_by_role("heading", level=1)).to_have_text(
        "A like is a share of five dollars."
    )
    await reached(page)
    await expect(page.get_by_text("25 million US dollars every month")).to_be_visible()

    paying = page.get_by_role("slider", name="of whom pay")
    await paying.focus()
    await page.keyboard.press("ArrowRight")
    await expect(paying).to_have_attribute("aria-valuetext", "2%")
    heard = page.get_by_role("status").filter(has_text="50 million US dollars every month")
    await expect(heard).to_be_attached()
    found = await told(page)
    creators = page.locator("div", has=page.get_by_text("Creators receive", exact=True)).last
    await expect(creators).to_contain_text(millions(found["creators"]["received"]["micros"]))

    await page.get_by_text("The same as a table").click()
    rows = page.get_by_role("row")
    await expect(rows).to_have_count(1 + len(found["byHop"]))
    for number, hop in enumerate(found["byHop"], start=1):
        cells = rows.nth(number).get_by_role("cell")
        for cell, name in ((0, "shared"), (1, "toCreators"), (3, "kept")):
            await expect(cells.nth(cell)).to_have_text(cents(hop[name]["micros"]))
    await page.set_viewport_size({"width": 360, "height": 800})
    assert await page.evaluate("document.documentElement.scrollWidth") == 360


async def test_a_german_stranger_reads_the_headline_in_german(people: Onlookers) -> None:
    page = await people.come(locale="de-DE")
    await expect(page.get_by_role("heading", level=1)).to_have_text(
        "Ein Like ist ein Teil von fünf Dollar."
    )
    await reached(page)
    await expect(page.get_by_text("25 Millionen US-Dollar jeden Monat")).to_be_visible()


async def test_without_an_answer_the_last_one_stays_until_the_next_comes(
    people: Onlookers,
) -> None:
    page = await people.come()
    await reached(page)
    headline = page.get_by_text("25 million US dollars every month")
    await expect(headline).to_be_visible()
    await page.route(GRAPHQL, lambda route: route.abort("connectionreset"))
    await page.get_by_role("slider", name="a month, each").fill("7")
    await expect(page.get_by_role("alert")).to_contain_text("No answer from the server.")
    await expect(headline).to_be_visible()
    await people.complain_of("ERR_CONNECTION_RESET")

    await page.unroute(GRAPHQL)
    await page.get_by_role("button", name="Try again").click()
    await expect(page.get_by_text("50 million US dollars every month").first).to_be_visible()
    await expect(page.get_by_role("alert")).to_have_count(0)
