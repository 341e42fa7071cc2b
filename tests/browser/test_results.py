"""What a closed month came to, and how money moved, in front of somebody who looks."""

from __future__ import annotations

import csv
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from likewise.identity.sign_up import sign_up
from likewise.models import database as db
from likewise.models.database import connected
from likewise.settlement.close import close_month
from likewise.settlement.proving import prove
from likewise.subscriptions.ringing import ringing
from tests.support import clicking
from tests.support.browser import Onlookers, sign_in
from tests.support.clicking import PASSWORD, all_micros
from tests.support.village import Village, running_month

pytestmark = pytest.mark.usefixtures("books")

LONG = "A post with a long name, emoji 🎈, <b>markup</b> and عربى, that goes on and on and on"
PAID_MICROS = 5_000_003


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
        await place.pay("ada", PAID_MICROS)
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
    assert sum(gave) == together == PAID_MICROS
    line = (await prove(month, village.people["ada"])).line
    brought = flows.get_by_role("rowgroup").filter(has_text="Likes of your things")
    assert await all_micros(brought.locator("data")) == [
        line.kept_micros,
        line.passed_on_micros,
        line.received_micros,
    ]
    chart = page.get_by_role("img", name=re.compile("Flows of")).locator("data")
    assert set(await all_micros(chart)) == set(await all_micros(flows.locator("data")))

    book = page.get_by_role("table", name="How your wallet came")
    closing = await all_micros(book.get_by_role("row", name="After this close").locator("data"))
    assert closing == [await village.balance("ada", kind) for kind in ("budget", "received")]
    async with page.expect_download() as started:
        await page.get_by_role("button", name="Download as CSV").click()
    await (await started.value).save_as(tmp_path / "result.csv")
    rows = csv.DictReader((tmp_path / "result.csv").read_text(encoding="utf-8").splitlines())
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


def month_text(month: object) -> str:
    """As the app writes it in English."""
    names = "January February March April May June July August September October November December"
    year, number = str(month).split("-")
    return f"{names.split()[int(number) - 1]} {year}"
