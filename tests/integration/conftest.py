"""A village for tests that don't care much which; those that do have one of their own."""

from __future__ import annotations

import pytest

from tests.support.village import Village


@pytest.fixture
async def village(database: str) -> Village:
    """Ada pays 5 and likes Bo and Cy; Bo likes Cy."""
    place = Village()
    await place.settle("ada", "bo", "cy")
    await place.pay("ada", 5_000_000)
    await place.like("ada", "bo", "cy")
    await place.like("bo", "cy")
    return place
