"""What most commands need around them: servers, current tables, a connection, a bell."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from likewise.demo.embedded import Servers, start_servers
from likewise.errors import ServerUnavailable
from likewise.models.database import LOST, connected, require_current_schema
from likewise.settings import settings
from likewise.subscriptions.ringing import ringing

Result = TypeVar("Result")


def run(body: Callable[[], Awaitable[Result]]) -> Result:
    """Run a command's body on this installation.

    Embedded servers that nobody else uses are stopped again afterwards. Raises ServerUnavailable,
    also if PostgreSQL goes away meanwhile, SchemaOutdated, and what the body raises.
    """
    with start_servers(settings()) as servers:
        try:
            return asyncio.run(_run(servers, body))
        except LOST as error:
            reason = str(error).partition("\n")[0] or type(error).__name__
            raise ServerUnavailable(f"PostgreSQL was lost on the way: {reason}") from error


async def _run(servers: Servers, body: Callable[[], Awaitable[Result]]) -> Result:
    async with (
        connected(servers.database_url, pool_size=settings().database_pool_size),
        ringing(servers.redis_url),
    ):
        await require_current_schema()
        return await body()
