"""The app in this process, on a database of its own, asked through ASGI."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from httpx import ASGITransport, AsyncClient
from starlette.applications import Starlette

from likewise.settings import Settings
from likewise.web.app import create_app
from tests.support.api_client import ApiClient

NO_BUCKETS = {"cost_bucket_size": 0, "address_cost_bucket_size": 0}
"""Tests ask for more in a moment than people do."""

ADDRESS = "http://likewise.example"


@pytest.fixture
def changes() -> dict[str, Any]:
    """Settings that differ from the defaults: a test names its own by parametrize."""
    return {}


@pytest.fixture
async def app(
    database_url: str, redis_url: str, channel_prefix: str, changes: dict[str, Any]
) -> AsyncIterator[Starlette]:
    settings = Settings(redis_prefix=channel_prefix, **{**NO_BUCKETS, **changes})
    app = create_app(settings, database_url=database_url, redis_url=redis_url)
    async with app.router.lifespan_context(app):
        yield app


@pytest.fixture
async def api(app: Starlette) -> AsyncIterator[ApiClient]:
    # An exception that gets out of the app is an answer of 500, as it would be over a wire.
    transport = ASGITransport(app, raise_app_exceptions=False)
    async with AsyncClient(transport=transport, base_url=ADDRESS) as http:
        yield ApiClient(http)
