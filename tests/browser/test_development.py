"""`make frontend`: the sources with hot reload, on top of a server that runs."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.support.browser import onlookers
from tests.support.served import served

ROOT = Path(__file__).parents[2]
SLOW_MILLISECONDS = 60_000
"""Packages are made ready for the browser when it asks for the first of them."""


@pytest.fixture
def address(database_url: str, redis_url: str, channel_prefix: str) -> Iterator[str]:
    """The server of somebody who works on the API: it explains its schema to everybody."""
    kindly = {"LIKEWISE_DEVELOPMENT": "true", "LIKEWISE_REDIS_PREFIX": channel_prefix}
    with served(database_url, redis_url, **kindly) as address:
        yield address


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """A copy of what it serves. Files are shared: edit one by putting another in its place."""
    for folder, left_out in (
        ("frontend", ("gql", ".vite")),
        ("examples", ("python", "typescript")),
    ):
        shutil.copytree(
            ROOT / folder,
            tmp_path / folder,
            symlinks=True,
            copy_function=os.link,
            ignore=shutil.ignore_patterns(*left_out),
        )
    schema = Path("platform", "schema", "schema.graphql")
    (tmp_path / schema).parent.mkdir(parents=True)
    shutil.copy(ROOT / schema, tmp_path / schema)
    shutil.copy(ROOT / "hatch_build.py", tmp_path)
    return tmp_path


@pytest.fixture
def development(sources: Path, address: str) -> Iterator[str]:
    """Where it is served."""
    process = subprocess.Popen(
        [sys.executable, "hatch_build.py", "dev", "--", "--port", "0"],
        cwd=sources,
        env={**os.environ, "LIKEWISE_ADDRESS": address, "NO_COLOR": "1"},
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    try:
        said = iter(process.stdout.readline, "")
        yield next(found[0] for line in said if (found := re.search(r"http://[\d.:]+", line)))
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()
        process.stdout.close()


def edit(path: Path, before: str, after: str) -> None:
    text = path.read_text()
    assert text.count(before) == 1
    path.unlink()
    path.write_text(text.replace(before, after))


async def test_a_word_that_is_edited_is_seen_without_a_reload(
    sources: Path, development: str
) -> None:
    async with onlookers(development) as people:
        page = await people.come("/sign-in")
        title = page.get_by_role("heading", level=1)
        await expect(title).to_have_text("Welcome back", timeout=SLOW_MILLISECONDS)
        await page.get_by_label("Email").fill("ada@likewise.example")
        await page.evaluate("() => { window.isTheSame = true }")

        words = sources / "frontend" / "src" / "messages" / "en.ts"
        edit(words, "'Welcome back'", "'Here again'")
        await expect(title).to_have_text("Here again", timeout=SLOW_MILLISECONDS)
        assert await page.evaluate("() => window.isTheSame")
        await expect(page.get_by_label("Email")).to_have_value("ada@likewise.example")

        await page.goto("/admin/explorer")
        editor = page.get_by_role("region", name="Operation Editor").locator(".view-lines")
        await expect(editor).to_contain_text("query Economy", timeout=SLOW_MILLISECONDS)
        await page.get_by_role("button", name="Show Documentation Explorer").click()
        await expect(page.get_by_role("link", name="Query", exact=True)).to_be_visible()
        await people.leave()
        people.require_content()
