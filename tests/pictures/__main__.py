"""`python -m tests.pictures [FOLDER]`: every page of the web app, dark and light, large and small.

A seeded server of its own is looked at as nobody, as a member and as an operator. It fails where
a page says something on the console that it should not.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import sys
import tempfile
from pathlib import Path

from playwright.async_api import Page

from tests.pictures.readme import take_for_readme
from tests.support.browser import Onlookers, onlookers
from tests.support.keeper import Keeper, addresses
from tests.support.seeded import seeded_server
from tests.support.visits import Reader, come_as, name_of, paths_for, visit

SIZES = {"phone": (390, 844), "desktop": (1280, 900)}
SCHEMES = ("light", "dark")
PAPER_WIDTH = 680
"""Of A4 without its margins, in CSS pixels."""


def main() -> int:
    """Take them all, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.pictures", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("pictures"))
    parser.add_argument("--only", default="", help="pages whose address holds this")
    parser.add_argument("--readme", type=Path, help="take those of README.md, into this folder")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    keeper = Keeper()
    try:
        with (
            tempfile.TemporaryDirectory() as books,
            seeded_server(addresses(), Path(books)) as address,
        ):
            asyncio.run(_take(address, given.folder, given.only, given.readme))
    finally:
        keeper.end()
    print(f"{len(list(given.folder.glob('*.png')))} pictures are in {given.folder}/")
    return 0


async def _take(address: str, folder: Path, only: str, readme: Path | None) -> None:
    async with onlookers(address) as people:
        await asyncio.gather(*(_look(people, reader, folder, only) for reader in Reader))
        if readme is not None:
            await take_for_readme(people, readme)
        people.require_content()


async def _look(people: Onlookers, reader: Reader, folder: Path, only: str) -> None:
    page = await come_as(people, reader)
    for path in paths_for(reader):
        if only in path:
            await visit(page, path)
            await _picture(page, folder / f"{name_of(path)}-{reader}")


async def _picture(page: Page, stem: Path) -> None:
    """The whole page in every look, and on paper."""
    for (size, (width, height)), scheme in itertools.product(SIZES.items(), SCHEMES):
        await page.emulate_media(color_scheme=scheme)
        await page.set_viewport_size({"width": width, "height": height})
        whole = await page.evaluate("document.documentElement.scrollHeight")
        await page.set_viewport_size({"width": width, "height": whole})
        await page.screenshot(path=f"{stem}-{size}-{scheme}.png")
    await page.set_viewport_size({"width": PAPER_WIDTH, "height": 900})
    await page.emulate_media(media="print")
    await page.screenshot(path=f"{stem}-paper.png", full_page=True)
    await page.emulate_media(media="screen")


if __name__ == "__main__":
    sys.exit(main())
