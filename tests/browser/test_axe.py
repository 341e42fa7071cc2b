"""axe-core finds nothing on any page, in dark and light, and whoever magnifies loses nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from playwright.async_api import Page

from tests.support.axe import axe_findings
from tests.support.browser import Onlookers, onlookers, settled
from tests.support.keeper import Addresses
from tests.support.reflow import lost_when_magnified
from tests.support.seeded import seeded_server
from tests.support.visits import EXPLORER, Reader, come_as, paths_for, visit

PHONE, DESKTOP = (360, 740), (1280, 900)
LOOKS = [("light", DESKTOP), ("dark", DESKTOP), ("dark", PHONE), ("light", PHONE)]
OF_THE_LOOK = ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"]


@pytest.fixture
def seeded_address(
    server_addresses: Addresses, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    with seeded_server(server_addresses, tmp_path_factory.mktemp("books")) as address:
        yield address


def _is_graphiqls(path: str, finding: str) -> bool:
    """Its tabs are list items with two buttons in them: markup of its own, which takes no other."""
    return (
        path == EXPLORER
        and finding.startswith("nested-interactive:")
        and 'class="graphiql-tab' in finding
    )


async def _findings(page: Page, path: str) -> list[str]:
    """Every rule once, and in the other looks those that depend on the look."""
    await visit(page, path)
    found = []
    for look in LOOKS:
        scheme, (width, height) = look
        await page.emulate_media(color_scheme=scheme)
        await page.set_viewport_size({"width": width, "height": height})
        rules = None if look == LOOKS[0] else OF_THE_LOOK
        found += [
            f"{path} ({scheme}, {width}): {each}"
            for each in await axe_findings(page, rules)
            if not _is_graphiqls(path, each)
        ]
    if path != EXPLORER:  # an editor is as wide as its text
        found += [f"{path}: {each}" for each in await lost_when_magnified(page)]
    return found


async def _sweep(people: Onlookers, reader: Reader) -> list[str]:
    page = await come_as(people, reader)
    return [each for path in paths_for(reader) for each in await _findings(page, path)]


async def test_axe_finds_nothing_on_any_page(seeded_address: str) -> None:
    async with onlookers(seeded_address) as people:
        found = await asyncio.gather(*(_sweep(people, reader) for reader in Reader))
        await people.leave()
        people.require_content()
    assert not any(found), "\n".join(each for those in found for each in those)


async def test_axe_finds_what_is_planted(people: Onlookers) -> None:
    page = await people.come()
    await settled(page)
    await page.evaluate("""() => {
        const planted = document.createElement('button')
        document.querySelector('main').append(planted)
    }""")
    assert [each.partition(":")[0] for each in await axe_findings(page)] == ["button-name"]
    await page.evaluate("document.querySelector('main').style.color = '#ddd'")
    findings = await axe_findings(page, OF_THE_LOOK)
    assert {each.partition(":")[0] for each in findings} == {"color-contrast"}


async def test_what_magnifying_loses_is_found_where_it_is_planted(people: Onlookers) -> None:
    page = await people.come()
    await settled(page)
    assert await lost_when_magnified(page) == []
    await page.evaluate("""() => {
        const plant = (words, style) => {
            const planted = Object.assign(document.createElement('button'), { textContent: words })
            Object.assign(planted.style, style)
            document.querySelector('main').append(planted)
        }
        plant('wide', { width: '400px' })
        plant('words that are cut', { width: '20px', overflow: 'hidden', whiteSpace: 'nowrap' })
        plant('low', { position: 'fixed', bottom: '0', left: '0' })
    }""")
    found = {each.partition(" <")[0] for each in await lost_when_magnified(page)}
    assert found == {
        "400 %: beside the window:",
        "400 %: cut:",
        "400 %: out of sight when it has the focus:",
        "200 %: cut:",
        "200 %: out of sight when it has the focus:",
        "set wider: beside the window:",
        "set wider: cut:",
        "set wider: out of sight when it has the focus:",
    }
