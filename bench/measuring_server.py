"""A PostgreSQL and a Valkey of the bench's own, set up as for a large installation.

What differs from PostgreSQL's defaults is `_SETTINGS`, the same for the floor and for us.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg

from likewise.demo.embedded import Servers, start_servers
from likewise.settings import Settings

_SETTINGS = {
    "max_wal_size": "8GB",  # no checkpoint every few seconds of a mass load
    "checkpoint_timeout": "15min",
}
_NEEDS_RESTART = "SELECT current_setting('shared_buffers') <> $1"


@contextmanager
def measuring_server(data_dir: Path | None) -> Iterator[Servers]:
    """Both servers, until the block ends; their data stay only if there is a `data_dir`."""
    with tempfile.TemporaryDirectory(prefix="likewise-bench-") as folder:
        settings = Settings(data_dir=data_dir or Path(folder), database_url=None, redis_url=None)
        with start_servers(settings, database_name="bench") as servers:
            yield servers


async def tune(servers: Servers) -> None:
    """Bring the settings in; PostgreSQL is started anew if its memory was another."""
    wanted = f"{_memory_bytes() // 6 >> 20}MB"
    async with connection_to(servers.database_url) as connection:
        for name, value in {**_SETTINGS, "shared_buffers": wanted}.items():
            await connection.execute(f"ALTER SYSTEM SET {name} = '{value}'")
        await connection.execute("SELECT pg_reload_conf()")
        needs_restart = await connection.fetchval(_NEEDS_RESTART, wanted)
    if needs_restart and servers.postgres is not None:
        servers.postgres.stop()
        servers.postgres.start()


@asynccontextmanager
async def connection_to(database_url: str) -> AsyncIterator[asyncpg.Connection]:
    """A connection of its own, in UTC, without a limit of time."""
    connection = await asyncpg.connect(
        database_url, timeout=60, server_settings={"timezone": "UTC"}
    )
    try:
        yield connection
    finally:
        await connection.close()


@asynccontextmanager
async def hasty(connection: asyncpg.Connection) -> AsyncIterator[None]:
    """While data are loaded that can be loaded again: nothing waits for the disk."""
    await connection.execute("ALTER SYSTEM SET fsync = off")
    await connection.execute("SELECT pg_reload_conf()")
    try:
        yield
    finally:
        await connection.execute("ALTER SYSTEM RESET fsync")
        await connection.execute("SELECT pg_reload_conf()")


def url_of(servers: Servers, database_name: str) -> str:
    """The address of another database on the same server."""
    return urlsplit(servers.database_url)._replace(path=f"/{database_name}").geturl()


def _memory_bytes() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
