"""The app in this process, on a database of its own, asked through ASGI."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from httpx import ASGITransport, AsyncClient
from starlette.applications import Starlette

from likewise.settings import Settings
from likewise.web.app import create_app
from tests.support.api_client import ApiClient

ADDRESS = "http://likewise.example"


@pytest.fixture
async def app(database_url: str, redis_url: str, channel_prefix: str) -> AsyncIterator[Starlette]:
    settings = Settings(redis_prefix=channel_prefix)
    app = create_app(settings, database_url=database_url, redis_url=redis_url)
    async with app.router.lifespan_context(app):
        yield app


@pytest.fixture
async def api(app: Starlette) -> AsyncIterator[ApiClient]:
    # An exception that gets out of the app is an answer of 500, as it would be over a wire.
    transport = ASGITransport(app, raise_app_exceptions=False)
    async with AsyncClient(transport=transport, base_url=ADDRESS) as http:
        yield ApiClient(http)
