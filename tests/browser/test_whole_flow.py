"""Twenty dollars on their whole way, by clicking: from a supporter to a creator's bank account."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Page, expect

from likewise.payouts.providers.sandbox import PAID_IBAN
from tests.support.browser import Onlookers
from tests.support.clicking import (
    all_micros,
    balance,
    close_early,
    come_to_operate,
    like,
    next_step,
    open_section,
    open_wallet,
    publish,
    sign_up,
)

SONGS = ("A song about coins.", "A song about a button.")
PAID_MICROS = 19_120_000
"""Twenty dollars, less what the payment provider keeps."""


@pytest.fixture
def house_rules() -> dict[str, str]:
    """What likes brought can be paid out at once: the one thing that clicking does not bring."""
    return {"LIKEWISE_HOLD_DAYS": "0"}


async def become_member(page: Page) -> None:
    """Start with twenty dollars a month."""
    await open_wallet(page)
    await page.get_by_label("Amount a month").fill("20")
    await page.get_by_role("button", name="Start with $20.00 a month").click()
    await expect(page.get_by_text("Active", exact=True)).to_be_visible()
    await expect(balance(page, "Budget")).to_contain_text("$19.12")


async def register(page: Page) -> None:
    """Hand in papers, from the wallet on."""
    await page.get_by_role("link", name="Have it paid out").click()
    await page.get_by_role("link", name="Begin").click()
    await page.get_by_label("Your name").fill("Cy Composer")
    await next_step(page, "Where you are taxed")
    await page.get_by_label("Country").select_option(label="Germany")
    await page.get_by_label("Tax number").fill("12/345/67890")
    await next_step(page, "Where the money goes")
    await page.get_by_label("IBAN").fill(PAID_IBAN)
    await next_step(page, "Check and hand in")
    await page.get_by_role("button", name="Hand in").click()
    await expect(page.get_by_role("heading", name="An operator looks")).to_be_visible()


async def test_what_a_supporter_pays_arrives_at_a_creators_bank(
    people: Onlookers, database: str
) -> None:
    cy, ada = await people.come(), await people.come()
    await sign_up(cy, "Cy")
    for song in SONGS:
        await publish(cy, song)
    await open_wallet(cy)
    await expect(balance(cy, "Projection")).to_contain_text("$0.00")

    await sign_up(ada, "Ada")
    await become_member(ada)
    await ada.get_by_role("link", name="Feed").click()
    for song in SONGS:
        await like(ada, song)
    await expect(balance(cy, "Projection")).to_contain_text("$19.12")  # while she looks
    await expect(balance(cy, "Received")).to_contain_text("$0.00")

    olga = await come_to_operate(people)
    await open_section(olga, "Month")
    await close_early(olga)
    await expect(olga.get_by_role("heading", name=re.compile("is closed"))).to_be_visible()

    await expect(balance(cy, "Received")).to_contain_text("$19.12")
    await expect(balance(cy, "Projection")).to_contain_text("$0.00")
    banner = ada.get_by_role("status").filter(has_text="has closed")
    await banner.get_by_role("link").click()
    await expect(ada).to_have_url(re.compile(r"/month/\d{4}-\d{2}$"))
    flows = ada.get_by_role("table", name="Every flow")
    given = flows.get_by_role("rowgroup").filter(has_text="Your pot went to").locator("data")
    await expect(given).to_have_count(3)
    *each, together = await all_micros(given)
    assert sum(each) == together == PAID_MICROS

    await register(cy)
    await open_section(olga, "Registrations")
    await olga.get_by_role("button", name="Approve the papers of Cy").click()
    await expect(olga.get_by_text("Approved: the papers of Cy.").first).to_be_visible()
    await cy.get_by_role("button", name="All that is available").click()
    await cy.get_by_role("button", name="Ask for $17.20").click()
    payout = cy.get_by_role("listitem").filter(has_text="$17.20 to DE89…3000")
    await expect(payout.locator(".badge")).to_have_text("Requested")

    await open_section(olga, "Payouts")
    await olga.get_by_role("button", name="Approve and send $17.20 to Cy").click()
    await expect(olga.get_by_text("Paid: $17.20 to Cy.").first).to_be_visible()
    await expect(payout.locator(".badge")).to_have_text("Paid")
    await cy.get_by_role("link", name="Wallet").click()
    await expect(balance(cy, "Received")).to_contain_text("$0.00")
