"""Money out, from the papers to the bank, by a creator and an operator at the same time."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from playwright.async_api import Page, Route, expect

from likewise.models import database as db
from likewise.payouts.cancel_payout import cancel_payout
from likewise.payouts.providers.sandbox import PAID_IBAN
from likewise.payouts.request_payout import request_payout
from tests.support.clicking import (
    balance,
    look_again,
    lose_the_answer,
    meet_the_next_deed,
    next_step,
)
from tests.support.creators import register
from tests.support.house import House

NO_CONNECTION = "No answer from the server."
SAYS_NOTHING_OF_THE_WISH = {"TIMED_OUT": "It took too long.", "THROTTLED": "Wait 2 seconds"}
"""Refusals of one asking that leave open what became of the wish, and their words."""


async def hand_in(page: Page) -> None:
    """Papers in steps, with a mistake, a reload in the middle, and a way back."""
    await page.get_by_role("link", name="Begin").click()
    await page.get_by_label("Your name").fill("Cy Composer")
    await next_step(page, "Where you are taxed")
    await page.get_by_label("Country").select_option(label="Germany")
    await page.get_by_label("Tax number").fill("12/345/67890")

    await page.reload()
    await expect(page.get_by_label("Country")).to_have_value("DE")
    await expect(page.get_by_label("Tax number")).to_have_value("12/345/67890")
    await page.get_by_role("button", name="Back").click()
    await expect(page.get_by_label("Your name")).to_have_value("Cy Composer")
    await next_step(page, "Where you are taxed")
    await next_step(page, "Where the money goes")

    await page.get_by_label("IBAN").press_sequentially(PAID_IBAN[:-1] + "1")
    await expect(page.get_by_label("IBAN")).to_have_value("DE89 3704 0044 0532 0130 01")
    await page.get_by_role("button", name="Continue").click()
    await expect(page.get_by_text("Something in this IBAN is mistyped.")).to_be_visible()
    await page.get_by_label("IBAN").press("End")
    await page.keyboard.press("Backspace")
    await page.keyboard.type("0")
    await next_step(page, "Check and hand in")
    await expect(page.get_by_text("Germany")).to_be_visible()
    await page.get_by_role("button", name="Hand in").click()
    await expect(page.get_by_role("heading", name="An operator looks")).to_be_visible()


async def test_a_creator_registers_is_approved_and_is_paid(house: House) -> None:
    cy = await house.come("cy", "/payouts")
    await hand_in(cy)
    assert await cy.evaluate("Object.keys(sessionStorage).filter(n => n.includes('papers'))") == []

    olu = await house.come("olu", "/admin/registrations")
    await olu.get_by_role("button", name="Reject the papers of Cy").click()
    await olu.get_by_label("Why? Cy reads it.").fill("The name <b>lacks</b> a letter.")
    await olu.get_by_role("button", name="Reject", exact=True).click()
    await expect(olu.get_by_text("All papers have been looked at.")).to_be_visible()
    await expect(cy.get_by_text("The name <b>lacks</b> a letter.")).to_be_visible()
    await cy.get_by_role("link", name="Hand in again").click()
    await expect(cy.get_by_label("Your name")).to_have_value("Cy Composer")
    await register(house.cy, legal_name="Cy Complete Composer")
    await look_again(olu)
    await olu.get_by_role("button", name="Approve the papers of Cy").click()
    await expect(olu.get_by_text("Approved: the papers of Cy.").first).to_be_visible()

    await cy.goto("/payouts")
    await cy.get_by_label("Amount").fill("20")
    await cy.get_by_role("button", name="See what arrives").click()
    await expect(cy.get_by_role("heading", name="Is this right?")).to_be_focused()
    await expect(cy.locator(".sum")).to_contain_text("$20.00")
    await expect(cy.locator(".sum")).to_contain_text("$2.00")
    await cy.get_by_role("button", name="Ask for $18.00").click()
    payout = cy.get_by_role("listitem").filter(has_text="$18.00 to DE89…3000")
    await expect(payout.get_by_role("button", name="Cancel")).to_be_visible()

    await olu.get_by_role("link", name="Payouts").click()
    await olu.get_by_role("button", name="Approve and send $18.00 to Cy").press("Enter")
    await expect(olu.locator(".decided")).to_have_text("Paid: $18.00 to Cy.")
    await expect(olu.locator(".decided")).to_be_focused()
    await expect(olu.get_by_text("Every payout has been decided.")).to_be_visible()

    await expect(payout.locator(".badge")).to_have_text("Paid")  # she looks, and it moves
    await expect(payout.get_by_role("button", name="Cancel")).to_have_count(0)
    await cy.get_by_role("link", name="Wallet").click()
    await expect(balance(cy, "Received")).to_contain_text("$10.00")


async def test_what_cannot_be_paid_out_is_said_and_nothing_typed_is_lost(house: House) -> None:
    await register(house.cy)
    cy = await house.come("cy", "/payouts")
    waits = cy.get_by_role("heading", name="An operator looks")
    await expect(waits).to_be_visible()
    await expect(cy.get_by_label("Amount")).to_have_count(0)
    olu = await house.come("olu", "/admin/registrations")
    await olu.get_by_role("button", name="Approve the papers of Cy").click()
    await expect(olu.get_by_text("All papers have been looked at.")).to_be_visible()
    await expect(cy.get_by_role("status").filter(has_text="Registered")).to_be_attached()

    amount = cy.get_by_label("Amount")
    for typed, words in (
        ("a lot", "Write an amount, as 25.00."),
        ("9.999999", "The smallest payout is $10.00."),
        ("30.000001", "So much is not available: it is $30.00 now."),
    ):
        await amount.fill(typed)
        await cy.get_by_role("button", name="See what arrives").click()
        await expect(cy.get_by_text(words)).to_be_visible()
        await expect(amount).to_have_value(typed)
    await cy.reload()
    await expect(amount).to_have_value("30.000001")

    await amount.fill("12.345678")
    await cy.get_by_role("button", name="See what arrives").click()

    await lose_the_answer(cy)
    await cy.get_by_role("button", name="Ask for $11.11").click()
    await expect(cy.get_by_role("alert")).to_contain_text(NO_CONNECTION)
    for code, words in SAYS_NOTHING_OF_THE_WISH.items():
        await meet_the_next_deed(cy, answering(code))
        await cy.get_by_role("button", name="Ask for $11.11").click()
        await expect(cy.get_by_role("alert")).to_contain_text(words)
    await cy.get_by_role("button", name="Ask for $11.11").click()
    await expect(cy.get_by_role("listitem").filter(has_text="$11.11 to DE89")).to_be_visible()
    row = await db.row("SELECT count(*) AS number FROM payouts")
    assert row == {"number": 1}
    await house.people.complain_of("ERR_CONNECTION_RESET")


async def test_what_has_changed_under_an_operator_is_read_again_by_itself(house: House) -> None:
    await register(house.cy)
    olu = await house.come("olu", "/admin/registrations")
    approve = olu.get_by_role("button", name="Approve the papers of Cy")
    await expect(approve).to_be_visible()
    await register(house.cy, legal_name="Cy Complete Composer")
    await approve.press("Enter")
    changed = olu.locator("p.notice").filter(has_text="Something has changed for Cy meanwhile")
    await expect(changed).to_be_focused()
    await expect(olu.get_by_text("Cy Complete Composer")).to_be_visible()
    await approve.press("Enter")
    await expect(olu.locator(".decided")).to_be_focused()

    asked = {"person_id": house.cy, "amount_micros": 12_345_678}
    payout = await request_payout(**asked, idempotency_key="ask")
    await olu.get_by_role("link", name="Payouts").click()
    approve = olu.get_by_role("button", name="Approve and send $11.11 to Cy")
    await expect(approve).to_be_visible()
    await cancel_payout(person_id=house.cy, payout_id=payout.id, idempotency_key="no")
    await approve.press("Enter")
    await expect(changed).to_be_focused()
    await expect(approve).to_have_count(0)

    await request_payout(**asked, idempotency_key="once more")
    await look_again(olu)
    await approve.press("Enter")
    await expect(olu.locator(".decided")).to_be_focused()
    await olu.get_by_role("link", name="Log").click()
    await expect(olu.get_by_text("$12.344444").first).to_be_visible()


def answering(code: str) -> Callable[[Route], Awaitable[None]]:
    """What refuses an operation before it is carried out."""
    error = {"message": "", "extensions": {"code": code, "retryAfterSeconds": 2}}

    async def refuse(route: Route) -> None:
        await route.fulfill(json={"errors": [error], "data": None})

    return refuse


async def test_amounts_are_typed_as_the_language_writes_them(house: House) -> None:
    page = await house.come("cy", "/membership", locale="de-DE")
    amount = page.get_by_label("Betrag im Monat")
    await expect(amount).to_have_value("5,00")
    for typed in ("12.50", "1.00", "0,5", "1.000,01", "7,005"):
        await amount.fill(typed)
        await page.locator("button[type=submit]").click()
        await expect(page.get_by_text("Schreib einen Betrag von 1,00")).to_be_visible()
    await amount.fill("12,50")
    await page.get_by_role("button", name="Mit 12,50").click()
    await expect(page.get_by_role("heading", name="12,50")).to_be_visible()
    await page.get_by_text("Bezahlt mit „Sandkasten-Karte, zahlt“", exact=True).click()
    await page.get_by_label("Sandkasten-Karte, wird abgelehnt").check()
    await amount.fill("7")
    await page.get_by_role("button", name="Speichern").click()
    await expect(page.get_by_role("heading", name="7,00")).to_be_visible()
    await expect(page.get_by_text("mit „Sandkasten-Karte, wird abgelehnt“.")).to_be_visible()
    await page.get_by_role("button", name="Kündigen").click()
    await expect(page.get_by_role("button", name="Behalten")).to_be_focused()
    await page.get_by_role("button", name="Ja, kündigen").click()
    await expect(page.get_by_text("Gekündigt", exact=True)).to_be_visible()
    await expect(page.get_by_role("heading", name="Wieder beginnen")).to_be_visible()
