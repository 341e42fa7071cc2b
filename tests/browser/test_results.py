"""What a closed month came to, and how money moved, in front of somebody who looks."""

from __future__ import annotations

import csv
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from likewise.identity.sign_up import sign_up
from likewise.memberships.payment import finish_payment
from likewise.models import database as db
from likewise.models.database import connected
from likewise.settlement.close import close_month
from likewise.settlement.proving import prove
from likewise.subscriptions.ringing import ringing
from tests.support import clicking
from tests.support.browser import Onlookers, sign_in
from tests.support.clicking import PASSWORD, all_micros
from tests.support.paid import asked, paid
from tests.support.village import Village, running_month

pytestmark = pytest.mark.usefixtures("books")

LONG = "A post with a long name, emoji 🎈, <b>markup</b> and عربى, that goes on and on and on"
FEE_MICROS = 445_000
POT_MICROS = 5_000_003
PAID_MICROS = FEE_MICROS + POT_MICROS


@pytest.fixture
async def village(address: str, database_url: str) -> AsyncIterator[Village]:
    """Ada paid, and likes Bo, a page and a post of Cy's; Cy likes Ada and Bo.

    Cy passes everything on, and Ada a half.
    """
    place = Village()
    async with connected(database_url, pool_size=2):
        for handle in ("ada", "bo", "cy"):
            person = await sign_up(
                email=f"{handle}@likewise.example",
                password=PASSWORD,
                handle=handle,
                display_name=handle.title(),
            )
            place.people[handle] = person.person_id
        await place.write("cy", LONG)
        await place.find("example.org", "page")
        await paid(place.people["ada"], PAID_MICROS, FEE_MICROS)
        await place.forward("ada", 5_000)
        await place.like("ada", "bo", "page", LONG)
        await place.like("cy", "ada", "bo")
        yield place


async def ada_comes(people: Onlookers, path: str) -> Page:
    page = await people.come(f"/sign-in?next={path}")
    await sign_in(page, "ada@likewise.example", PASSWORD)
    await expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    return page


async def test_what_is_no_month_is_no_page(people: Onlookers) -> None:
    page = await people.come()
    await clicking.sign_up(page, "Ada")
    for month in ("0000-01", "9999-12", "2026-13", "last"):
        await page.goto(f"/month/{month}")
        await expect(page.get_by_role("heading", name="There is nothing here")).to_be_visible()


async def test_a_month_closes_while_somebody_looks_and_its_result_adds_up_to_the_micro(
    people: Onlookers, village: Village, redis_url: str, channel_prefix: str, tmp_path: Path
) -> None:
    page = await ada_comes(people, "/month")
    month = await running_month()
    await expect(page.get_by_text("$1.66 each")).to_be_visible()
    async with ringing(redis_url, channel_prefix):
        await close_month(month, early=True)
    banner = page.get_by_role("status").filter(has_text="has closed")
    await expect(banner).to_be_visible()
    await expect(page.get_by_role("heading", level=1)).to_contain_text(month_text(month.next()))
    await expect(page.get_by_text("You have not liked anything this month.")).to_be_visible()

    await banner.get_by_role("link").click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text(month_text(month))
    await expect(banner).to_have_count(0)
    flows = page.get_by_role("table", name="Every flow")
    shares = flows.get_by_role("rowgroup").filter(has_text="Your pot went to").locator("data")
    await expect(shares).to_have_count(4)
    *gave, together = await all_micros(shares)
    assert sorted(gave) == [1_666_667, 1_666_668, 1_666_668]
    assert sum(gave) == together == POT_MICROS
    of_paid = flows.get_by_role("rowgroup").filter(has_text="What you paid went to")
    assert await all_micros(of_paid.locator("data")) == [FEE_MICROS, POT_MICROS, PAID_MICROS]
    told = "You paid $5.445003: $0.445 is the payment provider’s fee, $5.000003 came into your pot."
    await expect(page.get_by_role("main").get_by_text(told)).to_be_visible()
    line = (await prove(month, village.people["ada"])).line
    brought = flows.get_by_role("rowgroup").filter(has_text="Likes of your things")
    assert await all_micros(brought.locator("data")) == [
        line.kept_micros,
        line.passed_on_micros,
        line.received_micros,
    ]
    chart = page.get_by_role("img", name=re.compile("Flows of")).locator("data")
    assert {PAID_MICROS, FEE_MICROS, POT_MICROS} <= set(await all_micros(chart))
    assert set(await all_micros(chart)) == set(await all_micros(flows.locator("data")))

    book = page.get_by_role("table", name="How your wallet came")
    bars = {
        name: book.get_by_role("row", name=name) for name in ("You paid", "Kept by the payment")
    }
    assert [await all_micros(each.locator("data")) for each in bars.values()] == [
        [PAID_MICROS],
        [-FEE_MICROS],
    ]
    closing = await all_micros(book.get_by_role("row", name="After this close").locator("data"))
    assert closing == [await village.balance("ada", kind) for kind in ("budget", "received")]
    async with page.expect_download() as started:
        await page.get_by_role("button", name="Download as CSV").click()
    await (await started.value).save_as(tmp_path / "result.csv")
    rows = csv.DictReader((tmp_path / "result.csv").read_text(encoding="utf-8").splitlines())
    rows = list(rows)
    ways = {(row["from"], row["to"]): row["amount"] for row in rows}
    assert ways["You paid", "Payment fee"] == "0.445000"
    assert ways["You paid", "Your pot"] == "5.000003"
    named = {row["to"]: row["amount"] for row in rows}
    assert named["Bo"] == "1.666668"
    assert named["example.org"] == "1.666668"


async def test_the_history_goes_on_while_somebody_looks(
    people: Onlookers, village: Village, redis_url: str, channel_prefix: str
) -> None:
    page = await ada_comes(people, "/wallet")
    await page.get_by_text("As a table").click()
    table = page.get_by_role("table", name="Every movement")
    rows = table.locator("tbody tr")
    await expect(rows).to_have_count(1)
    chart = page.get_by_role("img", name=re.compile("Budget and received"))
    await expect(chart).to_have_attribute("data-points", "1")
    async with ringing(redis_url, channel_prefix):
        await village.pay("ada", 1_000_000)
        await expect(rows).to_have_count(2)
        await close_month(await running_month(), early=True)
    await expect(rows).to_have_count(4)  # the budget gives, and likes bring
    await expect(chart).to_have_attribute("data-points", "3")
    newest = await all_micros(rows.first.locator("data"))
    assert newest == [await village.balance("ada", kind) for kind in ("budget", "received")]
    there = await db.row("SELECT count(*) AS number FROM transfers")
    assert there is not None
    assert await rows.count() <= there["number"]


async def test_payments_are_listed_with_what_was_kept_of_each(
    people: Onlookers, village: Village
) -> None:
    ada = village.people["ada"]
    for number in range(11):
        await paid(ada, 1_000_000 + number, number)
    await finish_payment(await asked(ada, 2_000_000, 0, "insufficient_funds"))
    page = await ada_comes(people, "/membership")
    rows = page.locator("ol.payouts li")
    await expect(rows).to_have_count(12)
    await expect(rows.first).to_contain_text("$2.00 asked for, nothing charged.")
    await expect(rows.first).to_contain_text("There was not enough money on the card.")
    await expect(rows.nth(1)).to_contain_text("$1.00001: $0.00001 is the payment provider")
    await page.get_by_role("button", name="Show more").press("Enter")
    await expect(rows).to_have_count(13)
    await expect(page.get_by_text("That is all.")).to_be_focused()
    await expect(rows.last).to_contain_text("$5.000003 came into your budget")


async def test_the_first_payment_is_there_when_a_membership_starts(
    people: Onlookers, village: Village
) -> None:
    page = await people.come("/sign-in?next=/membership")
    await sign_in(page, "bo@likewise.example", PASSWORD)
    await page.get_by_role("button", name="Start with $5.00 a month").click()
    row = page.locator("ol.payouts li")
    await expect(row).to_contain_text("$0.445 is the payment provider")
    await expect(row.locator(".badge")).to_have_text("Paid")


def month_text(month: object) -> str:
    """As the app writes it in English."""
    names = "January February March April May June July August September October November December"
    year, number = str(month).split("-")
    return f"{names.split()[int(number) - 1]} {year}"
