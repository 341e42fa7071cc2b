"""An operator freezes somebody who is looking, and lets her go on: what both of them see."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from tests.support.axe import axe_findings
from tests.support.browser import Onlookers
from tests.support.clicking import come_to_operate, lose_the_answer, publish, sign_up

CONTACT = "help@likewise.example"
REASON = "Three people wrote that <b>you</b> asked for their passwords. ‏שלום‏ 🙂"


@pytest.fixture
def house_rules() -> dict[str, str]:
    return {"LIKEWISE_CONTACT": CONTACT}


@pytest.fixture
async def operator(people: Onlookers, database: str) -> Page:
    """Olga, who runs the place, at the members."""
    page = await come_to_operate(people, "/feed")
    await publish(page, "Welcome, all of you.")
    await page.goto("/admin/members")
    return page


async def test_who_is_frozen_reads_why_and_what_she_types_stays_until_she_is_let_go(
    operator: Page, people: Onlookers
) -> None:
    bo = await people.come()
    await sign_up(bo, "Bo")
    await bo.get_by_label("What would you like to say?").fill("Send me your passwords.")

    await operator.get_by_label("Find somebody").fill("@B")
    await operator.get_by_role("button", name="Find").click()
    await operator.get_by_role("link", name="Bo @bo").click()
    await operator.get_by_role("button", name="Freeze …").click()
    await operator.get_by_role("button", name="Freeze", exact=True).click()
    await expect(operator.get_by_text("A reason is needed.")).to_be_visible()
    await operator.get_by_label("Why? Bo reads it").fill(REASON)
    await operator.reload()
    await operator.get_by_role("button", name="Freeze …").click()
    await expect(operator.get_by_label("Why? Bo reads it")).to_have_value(REASON)
    await lose_the_answer(operator)
    await operator.get_by_role("button", name="Freeze", exact=True).click()
    await expect(operator.get_by_role("alert")).to_contain_text("No answer from the server.")
    await operator.reload()  # it was done: only the answer was lost
    await expect(operator.get_by_role("heading", name="Frozen since")).to_be_visible()
    await people.complain_of("ERR_CONNECTION_RESET")

    banner = bo.get_by_role("region", name="Your account is frozen")
    await expect(banner).to_contain_text(REASON)  # by itself
    await bo.get_by_role("button", name="Like: ").click()
    await expect(bo.get_by_role("alert")).to_contain_text("Frozen by the operators")
    await expect(banner.get_by_role("link", name=CONTACT)).to_have_attribute(
        "href", f"mailto:{CONTACT}"
    )
    assert await axe_findings(bo) == []
    await bo.get_by_role("button", name="Publish").click()
    await expect(bo.locator("form").get_by_role("alert")).to_contain_text("Frozen by the operators")
    await bo.get_by_role("link", name="Wallet").click()
    await expect(banner).to_contain_text(REASON)
    await bo.get_by_role("link", name="Feed").click()
    typed = bo.get_by_label("What would you like to say?")
    await expect(typed).to_have_value("Send me your passwords.")

    await operator.get_by_role("button", name="Unfreeze").click()
    await expect(operator.get_by_role("heading", name="Freezing")).to_be_focused()
    await expect(banner).to_have_count(0)
    await bo.get_by_role("button", name="Like: ").click()
    await expect(bo.get_by_role("status").filter(has_text="Liked.")).to_be_attached()

    entries = operator.get_by_role("listitem").filter(has_text="by Olga")
    await expect(entries).to_have_count(2)
    await operator.get_by_role("link", name="All of it in the log").click()
    await operator.get_by_label("What").select_option(label="Froze a person")
    await operator.get_by_role("button", name="Show").click()
    await expect(entries).to_have_count(1)
    await expect(entries).to_contain_text(f"Froze a personBo{REASON}")
    assert "deed=PERSON_FROZEN&person=bo" in operator.url
    await operator.get_by_label("By or about").fill("@nobody")
    await operator.get_by_role("button", name="Show").click()
    await expect(operator.get_by_text("There is nobody called @nobody here.")).to_be_visible()

    await operator.goto("/admin/members/bo")  # once more, in the same words
    await operator.get_by_role("button", name="Freeze …").click()
    await expect(operator.get_by_label("Why? Bo reads it")).to_have_value(REASON)
    await operator.get_by_role("button", name="Freeze", exact=True).click()
    await expect(operator.get_by_role("heading", name="Frozen since")).to_be_focused()


async def test_members_are_found_by_their_names_and_how_they_stand_and_the_address_says_so(
    operator: Page, people: Onlookers
) -> None:
    ada = await people.come()
    await sign_up(ada, "Ada")
    names = operator.locator(".member-row b")
    await operator.reload()
    await expect(names).to_have_text(["Ada", "Olga"])
    await operator.get_by_role("link", name="Operators").click()
    await expect(names).to_have_text(["Olga"])
    await operator.get_by_label("Find somebody").fill("ada@likewise.example")
    await operator.get_by_role("button", name="Find").click()
    await expect(operator.get_by_text("Nobody fits.")).to_be_visible()
    await operator.reload()
    await expect(operator.get_by_label("Find somebody")).to_have_value("ada@likewise.example")
    await operator.get_by_role("link", name="Everybody", exact=True).click()
    await expect(names).to_have_text(["Ada"])
    await names.click()
    await expect(operator.get_by_role("heading", name="Ada", level=1)).to_be_visible()
    await operator.goto("/admin/members/olga")
    await expect(operator.get_by_text("Operators can’t be frozen")).to_be_visible()
    await expect(operator.get_by_role("button", name="Freeze")).to_have_count(0)
