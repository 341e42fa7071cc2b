"""One served process for all tests of a file, on a database of its own."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from httpx import AsyncClient

from likewise.models.database import connected
from tests.support.api_client import ApiClient
from tests.support.databases import fresh_database
from tests.support.keeper import Addresses
from tests.support.served import Started, serving
from tests.support.village import Village


@dataclass(frozen=True)
class SharedServer:
    """Where it is, its database, and who lives there. Tests share them all."""

    process: Started
    database_url: str
    village: Village = field(default_factory=Village)

    @property
    def address(self) -> str:
        """Where it listens."""
        return self.process.address

    @asynccontextmanager
    async def api(self) -> AsyncIterator[ApiClient]:
        """Asks it, and looks into its database besides."""
        async with (
            connected(self.database_url),
            AsyncClient(base_url=self.address, timeout=60) as http,
        ):
            yield ApiClient(http, self.village)

    def memory_kib(self) -> int:
        """The memory of its process that is in use (RSS)."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.partition("VmRSS:")[2].split()[0])


@contextmanager
def shared_server(addresses: Addresses, **environment: str) -> Iterator[SharedServer]:
    """A server with these variables, until the block ends."""
    environment = {
        "LIKEWISE_REDIS_PREFIX": f"test-{secrets.token_hex(8)}:",
        # Tests ask for more in a moment than people do.
        "LIKEWISE_COST_BUCKET_SIZE": "0",
        "LIKEWISE_ADDRESS_COST_BUCKET_SIZE": "0",
        **environment,
    }
    # A loop of its own, of which the tests' loops know nothing.
    with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
        database = fresh_database(addresses.admin_url)
        url = runner.run(database.__aenter__())
        try:
            with serving(url, addresses.redis_url, **environment) as process:
                yield SharedServer(process, url)
        finally:
            runner.run(database.__aexit__(None, None, None))


@pytest.fixture
async def served_api(server: SharedServer) -> AsyncIterator[ApiClient]:
    """Asks the server that a test file shares: its own fixture `server`. Named `api` there."""
    async with server.api() as api:
        yield api
