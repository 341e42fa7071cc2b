"""Addresses as people paste them: never another page than was meant, and nothing typed is lost."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.support.browser import Onlookers

TOO_LONG = "https://example.org/" + "a" * 4000


@pytest.mark.parametrize(
    ("typed", "opened"),
    [
        ("example.org:8080/song", "https://example.org:8080/song"),
        ("//example.org/song", "https://example.org/song"),
        ("https://bücher.example/\u202egnp", "https://xn--bcher-kva.example/%E2%80%AEgnp"),
    ],
)
async def test_an_address_that_is_pasted_is_the_one_that_opens(
    people: Onlookers, typed: str, opened: str
) -> None:
    page = await people.come("/page")
    await page.get_by_label("Address").fill(typed)
    await page.get_by_role("button", name="Open").click()
    await expect(page.get_by_role("link", name=opened, exact=True)).to_be_visible()


async def test_an_address_that_is_refused_can_be_mended(people: Onlookers) -> None:
    page = await people.come("/page")
    field = page.get_by_label("Address")
    for typed in ("data:text/html,x.y", "https://user:password@example.org/"):
        await field.fill(typed)
        await page.get_by_role("button", name="Open").click()
        await expect(page.get_by_role("alert")).to_contain_text("only public pages can")
        await expect(field).to_have_value(typed)

    await field.fill(TOO_LONG)
    await expect(page.get_by_text("more than 2,000 letters")).to_be_visible()
    await page.get_by_role("button", name="Open").click()
    await expect(field).to_have_value(TOO_LONG)
    await field.fill(TOO_LONG[:2000])
    await page.get_by_role("button", name="Open").click()
    await expect(page.get_by_role("link", name=TOO_LONG[:2000], exact=True)).to_be_visible()
