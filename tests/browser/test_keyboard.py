"""Every flow by keyboard alone: one always sees where one is, and never looks for one's place."""

from __future__ import annotations

import re

from playwright.async_api import Locator, Page, expect

from likewise.payouts.providers.sandbox import PAID_IBAN
from tests.support.browser import Onlookers
from tests.support.clicking import PASSWORD, answered, publish, sign_up
from tests.support.house import House
from tests.support.keyboard import Keyboard


def told(page: Page, words: str) -> Locator:
    """What is said to who does not see the page."""
    return page.locator("p.unseen[role=status]").filter(has_text=words)


async def heard(page: Page, words: str) -> None:
    await expect(told(page, words)).to_be_attached()


async def test_who_likes_chooses_what_goes_on_and_takes_back(people: Onlookers) -> None:
    ada, bo = await people.come(), await people.come()
    await sign_up(ada, "Ada")
    for text in ("The first word.", "The second word."):
        await publish(ada, text)
    keys = Keyboard(bo)
    await keys.press("link", "Sign up")
    await expect(bo.get_by_role("heading", name="Take part")).to_be_visible()
    for label, text in (("Name", "Bo"), ("Handle", "bo"), ("Email", "bo@likewise.example")):
        await keys.write(label, text)
    await keys.write("Password", PASSWORD)
    await bo.keyboard.press("Enter")
    await keys.press("button", "Like: The second", "Space")
    await heard(bo, "Liked.")
    async with answered(bo):
        await keys.press("button", "Like: The first", "Space")
    await expect(bo.get_by_role("button", name="Liked: The first")).to_be_focused()

    await keys.press("link", "Like a link")
    await expect(bo.get_by_role("heading", name="Like anything")).to_be_visible()
    await keys.write("Address", "no address")
    await keys.press("button", "Open")
    await expect(bo.get_by_label("Address")).to_be_focused()
    await bo.keyboard.press("ControlOrMeta+a")
    await bo.keyboard.type("example.org/song")
    await bo.keyboard.press("Enter")
    async with answered(bo):
        await keys.press("button", "Like: example.org", "Space")

    await keys.press("link", "My month")
    await keys.to("slider", "of what comes in")
    await bo.keyboard.press("ArrowLeft")
    await bo.keyboard.press("ArrowLeft")
    await heard(bo, "Saved: 90%")
    repeat = await keys.to("checkbox", "Like The first word. again")
    await bo.keyboard.press("Space")
    await expect(repeat).to_be_checked()
    await expect(repeat).to_be_focused()
    rows = bo.locator(".liked-row")
    await keys.to("button", "Liked: example.org", back=True)
    for left, next_one in ((2, "Liked: The first"), (1, "Liked: The second")):
        await bo.keyboard.press("Enter")
        await expect(rows).to_have_count(left)
        await expect(bo.get_by_role("button", name=next_one)).to_be_focused()
    await bo.keyboard.press("Enter")
    await expect(bo.get_by_role("link", name="Look at the feed")).to_be_focused()


async def test_who_starts_changes_and_cancels_a_membership(people: Onlookers) -> None:
    bo = await people.come()
    await sign_up(bo, "Bo")
    keys = Keyboard(bo)
    await keys.press("link", "Wallet")
    await keys.write("Amount a month", "10")
    await keys.press("button", "Start with $10")
    await expect(bo.get_by_role("heading", name="Your $10.00 a month")).to_be_focused()

    await keys.press("link", "Change or cancel")
    await expect(bo.get_by_role("heading", name="Membership", exact=True)).to_be_visible()
    await keys.write("Amount a month", "lots")
    await bo.keyboard.press("Enter")
    await expect(bo.get_by_text("Write an amount from")).to_be_visible()
    await expect(bo.get_by_label("Amount a month")).to_be_focused()
    await keys.write("Amount a month", "7")
    await keys.to_place(bo.get_by_text("Paid by “", exact=False).locator("visible=true").last)
    await bo.keyboard.press("Enter")
    await keys.to("radio", "Sandbox card, pays")
    await bo.keyboard.press("ArrowDown")
    await keys.press("button", "Save")
    await expect(bo.get_by_role("heading", name="Your $7.00 a month")).to_be_visible()
    await expect(bo.get_by_role("button", name="Save")).to_be_focused()

    await keys.press("button", "Cancel it …")
    await expect(bo.get_by_role("button", name="Keep it")).to_be_focused()
    await bo.keyboard.press("Enter")
    await expect(bo.get_by_role("button", name="Cancel it …")).to_be_focused()
    await bo.keyboard.press("Enter")
    await keys.to("button", "Yes, cancel", back=True)
    await bo.keyboard.press("Enter")
    await expect(bo.get_by_role("main").get_by_text("Cancelled", exact=True)).to_be_visible()
    await expect(bo.get_by_role("heading", name="Start again")).to_be_focused()


async def test_who_decides_about_herself(people: Onlookers) -> None:
    ada, elsewhere = await people.come(), await people.come("/sign-in")
    await sign_up(ada, "Ada")
    there = Keyboard(elsewhere)
    await there.write("Email", "ada@likewise.example")
    await there.write("Password", PASSWORD)
    await elsewhere.keyboard.press("Enter")
    await expect(elsewhere.get_by_role("button", name="Sign out")).to_be_visible()

    keys = Keyboard(ada)
    await keys.press("link", "Settings")
    await expect(ada.get_by_role("heading", name="Privacy")).to_be_visible()
    await keys.write("About you", "I write with keys.")
    await keys.press("button", "Save profile")
    await heard(ada, "Your profile is saved.")
    await expect(ada.get_by_role("button", name="Save profile")).to_be_focused()
    for words in ("can be seen now", "yours alone now"):
        show = ada.get_by_role("checkbox", name="Show what I like")
        if words == "can be seen now":
            await keys.to("checkbox", "Show what I like")
        await ada.keyboard.press("Space")
        await heard(ada, words)
        await expect(show).to_be_focused()

    await keys.press("button", "End the session since")
    await heard(ada, "The session is ended.")
    await expect(ada.get_by_role("listitem").filter(has_text="This browser")).to_be_focused()
    await keys.to("textbox", "Present password", back=True)
    await ada.keyboard.type("not this one")
    await keys.write("New password", "quite another sentence")
    await ada.keyboard.press("Enter")
    await expect(ada.get_by_label("Present password")).to_be_focused()
    await ada.keyboard.press("ControlOrMeta+a")
    await ada.keyboard.type(PASSWORD)
    await ada.keyboard.press("Enter")
    await heard(ada, "0 other sessions are ended.")
    async with ada.expect_download() as download:
        await keys.press("button", "Download")
    assert (await download.value).suggested_filename.startswith("likewise-ada-")
    await expect(ada.get_by_role("button", name="Download")).to_be_focused()


async def test_who_hands_in_papers_and_asks_and_who_decides_on_it(house: House) -> None:
    cy = await house.come("cy", "/payouts")
    keys = Keyboard(cy)
    await keys.press("link", "Begin")
    await keys.press("button", "Continue")
    await expect(cy.get_by_label("Your name")).to_be_focused()
    await cy.keyboard.type("Cy Composer")
    await cy.keyboard.press("Enter")
    await expect(cy.get_by_role("heading", name="Where you are taxed")).to_be_focused()
    await keys.to("combobox", "Country")
    await cy.keyboard.type("Germ")
    await keys.write("Tax number", "12/345/67890")
    await cy.keyboard.press("Enter")
    await expect(cy.get_by_role("heading", name="Where the money goes")).to_be_focused()
    await keys.press("button", "Back")
    await expect(cy.get_by_role("heading", name="Where you are taxed")).to_be_focused()
    await keys.press("button", "Continue")
    await expect(cy.get_by_role("heading", name="Where the money goes")).to_be_focused()
    await keys.write("IBAN", PAID_IBAN[:-1] + "1")
    await cy.keyboard.press("Enter")
    await expect(cy.get_by_text("Something in this IBAN is mistyped.")).to_be_visible()
    await expect(cy.get_by_label("IBAN")).to_be_focused()
    await cy.keyboard.press("ControlOrMeta+a")
    await cy.keyboard.type(PAID_IBAN)
    await cy.keyboard.press("Enter")
    await expect(cy.get_by_role("heading", name="Check and hand in")).to_be_focused()
    await keys.press("button", "Hand in")
    await expect(cy.get_by_role("heading", name="An operator looks")).to_be_visible()
    await expect(cy.get_by_role("main")).to_be_focused()
    await heard(cy, "Handed in.")

    olu = await house.come("olu", "/admin/registrations")
    by_keys = Keyboard(olu)
    await by_keys.press("button", "Reject the papers of Cy")
    await expect(olu.get_by_label("Why? Cy reads it.")).to_be_focused()
    await by_keys.press("button", "Back")
    await expect(olu.get_by_role("button", name="Reject the papers")).to_be_focused()
    await by_keys.to("button", "Approve the papers of Cy", back=True)
    await olu.keyboard.press("Enter")
    await expect(
        olu.get_by_text("Approved: the papers").and_(olu.locator(":focus"))
    ).to_be_visible()

    await cy.reload()
    await keys.write("Amount", "12")
    await cy.keyboard.press("Enter")
    await expect(cy.get_by_role("heading", name="Is this right?")).to_be_focused()
    await keys.press("button", "Change the amount")
    await expect(cy.get_by_label("Amount")).to_have_value("12")
    await expect(cy.locator("main :focus")).to_be_visible()
    await keys.press("button", "All that is available")
    await keys.press("button", "Ask for $27")
    await heard(cy, "Asked for.")
    await expect(cy.locator("main :focus")).to_be_visible()
    await keys.press("button", "Cancel the payout of $27")
    payout = cy.locator(".payout").filter(has_text="$27.00")
    await expect(payout.locator(".badge")).to_have_text("Cancelled")
    await expect(payout).to_be_focused()
    await keys.to("textbox", "Amount", back=True)
    await cy.keyboard.type("20")
    await cy.keyboard.press("Enter")
    await keys.press("button", "Ask for $18")
    await heard(cy, "Asked for.")

    await by_keys.press("link", "Payouts")
    await by_keys.press("button", "Reject $18.00 to Cy")
    await by_keys.press("button", "Reject")
    await expect(olu.get_by_label("Why? Cy reads it.")).to_be_focused()
    await expect(olu.get_by_text("A reason is needed.")).to_be_visible()
    await olu.keyboard.type("The account is another one.")
    await by_keys.press("button", re.compile("^Reject$"))
    await expect(olu.locator(".decided")).to_be_focused()
    await expect(olu.get_by_text("Every payout has been decided.")).to_be_visible()

    await by_keys.press("link", "Members")
    await by_keys.to("searchbox", "Find somebody")
    await olu.keyboard.type("cy")
    await olu.keyboard.press("Enter")
    await expect(olu.locator(".member-row")).to_have_count(1)
    await expect(olu.get_by_label("Find somebody")).to_be_focused()
    await by_keys.press("link", "Cy @cy")
    await expect(olu.get_by_role("heading", name="Cy", level=1)).to_be_visible()


async def test_a_stranger_moves_what_the_front_page_computes(people: Onlookers) -> None:
    page = await people.come()
    keys = Keyboard(page)
    await keys.to("slider", re.compile("likes"))
    await page.keyboard.press("ArrowRight")
    people_slider = page.get_by_role("slider", name="People")
    await people_slider.scroll_into_view_if_needed()
    sum_before = await page.locator(".calculator-sum b").inner_text()
    await keys.to("slider", "People")
    await page.keyboard.press("ArrowLeft")
    await expect(page.locator(".calculator-sum b")).not_to_have_text(sum_before)
    await heard(page, "every month")
    await expect(people_slider).to_be_focused()
    await keys.to_place(page.locator(".flow summary"))
    await page.keyboard.press("Enter")
    await keys.to_place(page.locator(".flow .table"))
