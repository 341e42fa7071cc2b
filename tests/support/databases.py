"""A database of its own for every test: a copy of one that was migrated once."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import asyncpg

from tests.support.keeper import TEMPLATE_NAME


@asynccontextmanager
async def fresh_database(admin_url: str) -> AsyncIterator[str]:
    """The address of a new copy of the template, which is dropped afterwards, used or not."""
    name = f"test_{secrets.token_hex(8)}"
    # By files: through the log, as is the default, takes twice as long (25 against 14 ms).
    await _order(admin_url, f"CREATE DATABASE {name} TEMPLATE {TEMPLATE_NAME} STRATEGY FILE_COPY")
    try:
        yield urlsplit(admin_url)._replace(path=f"/{name}").geturl()
    finally:
        await _order(admin_url, f"DROP DATABASE {name} WITH (FORCE)")


async def _order(admin_url: str, statement: str) -> None:
    link = await asyncpg.connect(admin_url)
    try:
        await link.execute(statement)
    finally:
        await link.close()
