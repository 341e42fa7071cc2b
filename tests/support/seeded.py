"""The demo's community, and a server in front of it."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from likewise.demo.seed import seed_once
from likewise.models.database import connected
from tests.support.databases import fresh_database
from tests.support.keeper import Addresses
from tests.support.served import served


@asynccontextmanager
async def seeded_database(admin_url: str, books_dir: Path) -> AsyncIterator[str]:
    """The address of a database seeded as of now, which is dropped afterwards. It takes seconds."""
    async with fresh_database(admin_url) as url:
        async with connected(url):
            assert await seed_once(books_dir=books_dir)
        yield url


@contextmanager
def seeded_server(servers: Addresses, books_dir: Path) -> Iterator[str]:
    """The address of a server with that community, for who looks at more than people do."""
    environment = {
        "LIKEWISE_REDIS_PREFIX": f"test-{secrets.token_hex(8)}:",
        "LIKEWISE_BOOKS_URL": books_dir.as_uri(),
        "LIKEWISE_COST_BUCKET_SIZE": "0",
        "LIKEWISE_ADDRESS_COST_BUCKET_SIZE": "0",
    }
    place = seeded_database(servers.admin_url, books_dir)
    # A loop of its own: the loop of a test ends with the test.
    with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
        url = runner.run(place.__aenter__())
        try:
            with served(url, servers.redis_url, **environment) as address:
                yield address
        finally:
            runner.run(place.__aexit__(None, None, None))
