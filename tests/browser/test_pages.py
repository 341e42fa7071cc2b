"""Every page by its address, as somebody finds it who was sent a link."""

from __future__ import annotations

import pytest
from playwright.async_api import Request, expect

from likewise.web.web_app import PAGES, STATIC
from tests.support.browser import Onlookers

FIRST_PAGE_BYTES = 130 * 1024
NOTHING_HERE = "There is nothing here"
_BY_POLICY = "Content Security Policy"
"""So the browser says on the console what the page's policy has stopped."""


@pytest.mark.parametrize("locale", ["en-US", "de-DE"])
async def test_every_page_opens_by_its_address_and_breaks_no_policy(
    people: Onlookers, locale: str
) -> None:
    page = await people.come(locale=locale)
    for path in PAGES:
        answer = await page.goto(path.format(handle="nobody", month="2026-10"))
        assert answer is not None
        assert answer.status == 200
        await expect(page.get_by_role("main")).not_to_be_empty()
        await expect(page.get_by_role("heading").first).to_be_attached()
        await expect(page.get_by_text(NOTHING_HERE)).to_have_count(0)
        await expect(page.locator("html")).to_have_attribute("lang", locale[:2])


async def test_the_first_page_loads_at_most_130_kilobytes_of_javascript(people: Onlookers) -> None:
    page = await people.come()
    paths: list[str] = []

    def see(request: Request) -> None:
        if request.resource_type == "script":
            paths.append("assets/" + request.url.rsplit("/", 1)[-1])

    page.on("request", see)
    await page.goto("/", wait_until="networkidle")
    assert paths
    assert sum((STATIC / f"{path}.gz").stat().st_size for path in paths) <= FIRST_PAGE_BYTES


@pytest.mark.parametrize(
    ("script", "heard"),
    [
        ("fetch('http://elsewhere.example/').catch(() => {})", ("policy: connect-src", _BY_POLICY)),
        (
            "document.body.append(Object.assign(new Image(), { src: 'data:,' }))",
            ("policy: img-src", _BY_POLICY),
        ),
        ("console.error('planted')", ("console: planted",)),
        ("setTimeout(() => { throw new Error('planted') })", ("thrown: planted",)),
    ],
)
async def test_what_goes_wrong_on_a_page_is_heard(
    people: Onlookers, script: str, heard: tuple[str, ...]
) -> None:
    page = await people.come()
    await page.evaluate(f"() => {{ {script} }}")
    await people.complain_of(*heard)
