"""What an operator does at the end of a month: tries it, closes it, verifies it, looks around."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, expect

from likewise.models import database as db
from likewise.models.clock import at_moment
from likewise.settlement.close import close_month
from tests.support.axe import axe_findings
from tests.support.browser import Onlookers
from tests.support.clicking import (
    close_early,
    come_to_operate,
    lose_the_answer,
    meet_the_next_deed,
    open_section,
    sign_up,
)
from tests.support.village import Village, running_month
from tests.support.waiting import nothing_is_posted, until_waiting


@pytest.fixture
async def operator(people: Onlookers, database: str) -> Page:
    """An operator who looks at the console of a small village."""
    village = Village()
    await village.settle("ada", "bo", "cy")
    await village.write("cy", "song")
    await village.pay("ada", 5_000_000)
    await village.like("ada", "bo", "song")
    await village.like("bo", "cy")
    return await come_to_operate(people)


def said(page: Page) -> Locator:
    """What is told to who does not see the page."""
    return page.locator("p.unseen[role=status]")


async def test_an_operator_tries_a_month_closes_it_and_verifies_it(
    operator: Page, database: str
) -> None:
    await open_section(operator, "Month")
    await operator.get_by_role("button", name="Try it").press("Enter")
    await expect(said(operator)).to_contain_text("has been tried.")
    await expect(operator.get_by_role("button", name="Try it again")).to_be_focused()
    dry_run = operator.get_by_role("table", name="Dry run")
    await expect(dry_run.get_by_role("row", name="Pots")).to_contain_text("$5.00")
    await expect(dry_run.get_by_role("row", name="Likes")).to_contain_text("3")
    sums = operator.get_by_role("table", name="The largest sums that anybody would receive")
    await expect(sums.get_by_role("row")).to_have_text(["SumReceived", "1$5.00", "2$2.50"])

    async with nothing_is_posted(database) as link:
        await close_early(operator)
        await until_waiting(link)
        await expect(operator.get_by_text("0 of 2 people and sites")).to_be_visible()
        await operator.reload()  # the closing goes on without the page that asked for it
        await expect(operator.get_by_role("heading", name="Closing ")).to_be_visible()
        await expect(operator.get_by_text("0 of 2 people and sites")).to_be_visible()
    closed = operator.get_by_role("group").filter(has_text="early")
    await expect(closed).to_contain_text("$5.00")

    await closed.locator("summary").click()
    await expect(closed.get_by_text(re.compile("^[0-9a-f]{64}$"))).to_have_count(3)
    await closed.get_by_role("button", name="Verify ").click()
    await expect(closed.get_by_text("Book, outcome and ledger agree.")).to_be_visible()
    await expect(said(operator)).to_have_text("Book, outcome and ledger agree.")

    # The next month has not begun: it can be tried, since likes count for it, and not be closed.
    await expect(operator.get_by_text("from then on it can be closed early")).to_be_visible()
    await expect(operator.get_by_role("button", name=re.compile("^Close "))).to_have_count(0)
    await operator.get_by_role("button", name="Try it again").click()
    await expect(dry_run.get_by_role("row", name="Likes")).to_contain_text("0")
    next_month = f"{(await running_month()).start:%B %Y}"
    await expect(said(operator)).to_have_text(f"{next_month} has been tried.")

    await open_section(operator, "Economy")
    await expect(operator.get_by_text("has not begun, and can’t be closed yet")).to_be_visible()
    months = operator.get_by_role("table", name="Month by month")
    await expect(months.get_by_role("row")).to_have_count(2)
    await expect(operator.get_by_role("table", name="Where all money stands")).to_contain_text(
        "received by people"
    )


async def test_the_ledgers_health_turns_up_for_operators(operator: Page) -> None:
    await expect(operator.get_by_text("It has not been checked yet.")).to_be_visible()
    await open_section(operator, "Ledger")
    await operator.get_by_role("button", name="Check now").press("Enter")
    await expect(operator.locator(".verdict")).to_have_text("Everything fits")
    await expect(said(operator)).to_have_text("Everything fits")
    await expect(operator.get_by_role("button", name="Check now")).to_be_focused()
    await expect(operator.get_by_text("fits", exact=True)).to_have_count(10)
    await open_section(operator, "Economy")
    await expect(operator.get_by_role("main").get_by_text("Everything fits")).to_be_visible()


async def test_a_dry_run_beside_an_opened_month_is_told_to_the_micro_and_readable_for_all(
    people: Onlookers, database: str, tmp_path: Path
) -> None:
    village, last = Village(), (await running_month()).previous()
    with at_moment(last.start):
        await village.settle("ada", "bo")
        await village.pay("ada", 5_000_000)
        await village.like("bo", "ada")  # who has nothing to share
    await close_month(last, books=tmp_path)
    await village.pay("ada", 4_999)
    await village.like("ada", "bo")
    page = await come_to_operate(people, "/admin/month")
    await page.get_by_role("button", name="Try it").click()
    dry_run = page.get_by_role("table", name="Dry run")
    change = dry_run.get_by_role("row", name="Pots").get_by_role("cell").last
    await expect(change).to_have_text("+$0.004999")
    await page.get_by_role("group").locator("summary").click()
    await expect(page.get_by_role("region", name=re.compile("^Hop by hop"))).to_have_count(2)
    assert await axe_findings(page) == []


async def test_a_closing_whose_answer_is_lost_is_followed_to_its_end(
    operator: Page, people: Onlookers
) -> None:
    await open_section(operator, "Month")
    await lose_the_answer(operator)
    await close_early(operator)
    await expect(operator.get_by_role("heading", name=re.compile("is closed"))).to_be_visible()
    await expect(operator.get_by_role("alert")).to_have_count(0)
    rows = await db.rows("SELECT state FROM settlements")
    assert rows == [{"state": "closed"}]
    await operator.get_by_role("button", name="On to the next month").click()
    following = f"{(await running_month()).start:%B %Y}"
    await expect(operator.get_by_role("heading", name=following)).to_be_focused()
    await people.complain_of("ERR_CONNECTION_RESET")


async def test_a_closing_that_was_never_asked_for_can_be_asked_for_again(
    operator: Page, people: Onlookers
) -> None:
    await open_section(operator, "Month")
    await meet_the_next_deed(operator, lambda asking: asking.abort("connectionreset"))
    await close_early(operator)
    go_on = operator.get_by_role("button", name="Go on with it")
    await expect(go_on).to_be_visible()
    await go_on.click()
    await expect(operator.get_by_role("heading", name=re.compile("is closed"))).to_be_visible()
    await people.complain_of("ERR_CONNECTION_RESET")


async def test_who_is_no_operator_finds_nothing_there(people: Onlookers) -> None:
    page = await people.come()
    await sign_up(page, "Ada")
    for path in ("/admin/month", "/admin/ledger"):
        await page.goto(path)
        await expect(page.get_by_text("There is nothing here")).to_be_visible()
