"""The web app as it was built, on a server process of the test's own, and a browser."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from likewise.web.web_app import STATIC
from tests.support.browser import Onlookers, onlookers
from tests.support.house import House, found_house
from tests.support.served import served


@pytest.fixture
def house_rules() -> dict[str, str]:
    """Settings of the server that are others than usual."""
    return {}


@pytest.fixture
def address(
    database_url: str,
    redis_url: str,
    channel_prefix: str,
    tmp_path: Path,
    house_rules: dict[str, str],
) -> Iterator[str]:
    assert (STATIC / "index.html").exists(), "the web app is not built: make web-app"
    variables = {"LIKEWISE_REDIS_PREFIX": channel_prefix, "LIKEWISE_DATA_DIR": str(tmp_path)}
    variables |= house_rules
    with served(database_url, redis_url, **variables) as address:
        yield address


@pytest.fixture
async def people(address: str) -> AsyncIterator[Onlookers]:
    """Whoever comes, by a browser that complains."""
    async with onlookers(address) as those:
        yield those
        await those.leave()
        those.require_content()


@pytest.fixture
async def house(people: Onlookers, database: str) -> House:
    """A creator with $30 that is on hold no more, and an operator."""
    return await found_house(people)
