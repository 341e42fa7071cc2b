"""How a process reaches PostgreSQL: connecting, plain reads, migrating.

Rooms read with `rows` and `row`, each a statement of its own; whatever writes goes through
`unit_of_work`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import SplitResult, urlsplit

import asyncpg
from tortoise import connections
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.context import TortoiseContext
from tortoise.exceptions import DBConnectionError
from tortoise.migrations.executor import MigrationExecutor
from tortoise.migrations.graph import MigrationKey
from tortoise.migrations.recorder import MigrationRecorder
from tortoise.transactions import in_transaction

from likewise.errors import SchemaOutdated, ServerUnavailable
from likewise.models.unit_of_work import Row, drain

_MODELS = "likewise.models"
_APP = "likewise"
MODEL_MODULES = [
    f"{_MODELS}.{name}"
    for name in (
        "people",
        "community",
        "money",
        "settlements",
        "memberships",
        "payouts",
        "operators",
        "inspections",
    )
]
_APP_CONFIG = {
    "models": MODEL_MODULES,
    "migrations": f"{_MODELS}.migrations",
    "default_connection": "default",
}
_POSTGRES_PORT = 5432
LOST = (
    ConnectionError,
    DBConnectionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # its farewell was read, the end of the connection not yet
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
)
"""What is raised when PostgreSQL goes away, or a connection to it: nobody knows what was done."""


def is_loss(error: BaseException) -> bool:
    """Whether PostgreSQL went away; not where it only stopped a statement that took too long."""
    return isinstance(error, (*LOST, OSError)) and not isinstance(error, asyncpg.QueryCanceledError)


_MIGRATING = 7_105_733
"""The advisory lock that lets one process at a time migrate."""


async def _keep_as_it_is(_: object) -> None:
    """Instead of asyncpg's reset of a connection that comes back: a fifth of a like's time.

    Nothing here changes a session: settings and locks are the transaction's, and end with it.
    """


def _parts_of(database_url: str) -> SplitResult:
    parts = urlsplit(database_url)
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.lstrip("/"):
        raise ServerUnavailable(
            "LIKEWISE_DATABASE_URL is postgres://person:password@host:port/name"
        )
    return parts


def tortoise_config(
    database_url: str, *, pool_size: int = 10, statement_timeout_seconds: int = 0
) -> dict[str, Any]:
    """What Tortoise needs to know. A timeout of 0 means none."""
    parts = _parts_of(database_url)
    credentials = {
        "host": parts.hostname or "127.0.0.1",
        "port": parts.port or _POSTGRES_PORT,
        "user": parts.username,
        "password": parts.password,
        "database": parts.path.lstrip("/"),
        "minsize": 1,
        "maxsize": pool_size,
        "reset": _keep_as_it_is,
        "server_settings": {
            "application_name": "likewise",
            "timezone": "UTC",
            "statement_timeout": str(statement_timeout_seconds * 1000),
            "idle_in_transaction_session_timeout": "60000",
        },
    }
    return {
        "connections": {
            "default": {"engine": "tortoise.backends.asyncpg", "credentials": credentials}
        },
        "apps": {_APP: _APP_CONFIG},
        "use_tz": True,
        "timezone": "UTC",
    }


TORTOISE_ORM = tortoise_config("postgres://nobody@127.0.0.1/nothing")
"""For `tortoise makemigrations` alone, which needs the models and no database."""


@asynccontextmanager
async def connected(
    database_url: str, *, pool_size: int = 10, statement_timeout_seconds: int = 0
) -> AsyncIterator[None]:
    """A pool of connections for this process, which reaches every task of it, until the block ends.

    One at a time: inside another one it raises Tortoise's ConfigurationError, and that one stands.
    Units of work that cancelled callers left behind are waited for before the pool closes.
    Raises ServerUnavailable, in one line without the password.
    """
    config = tortoise_config(
        database_url, pool_size=pool_size, statement_timeout_seconds=statement_timeout_seconds
    )
    with TortoiseContext() as context:
        await context.init(config=config, _enable_global_fallback=True)
    try:
        await _require_answer(database_url)
        yield
    finally:
        await drain()
        await context.close_connections()


async def _require_answer(database_url: str) -> None:
    try:
        await rows("SELECT 1")
    except (OSError, DBConnectionError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        parts = urlsplit(database_url)
        reason = str(error).partition("\n")[0] or type(error).__name__
        raise ServerUnavailable(
            f"PostgreSQL at {parts.hostname}:{parts.port or _POSTGRES_PORT} can't be used: {reason}"
        ) from None


async def rows(sql: str, *values: object) -> list[Row]:
    """All rows of one reading statement, on a connection of its own."""
    found: list[Row] = await connections.get("default").execute_query_dict(sql, list(values))
    return found


async def tuples(sql: str, *values: object) -> Sequence[Sequence[Any]]:
    """The same rows without names, and without a dict for each: for what is read all the time."""
    found: Sequence[Sequence[Any]]
    _, found = await connections.get("default").execute_query(sql, list(values))
    return found


async def row(sql: str, *values: object) -> Row | None:
    """The first row of one reading statement, or None."""
    found = await rows(sql, *values)
    return found[0] if found else None


async def migrate(database_url: str) -> list[str]:
    """Bring the tables up to date; returns the names of the migrations that were applied.

    All in one transaction under one lock, their record included: Tortoise alone would record a
    migration after its commit, and a crash between the two could not be repeated.
    """
    async with connected(database_url, pool_size=2), in_transaction() as client:
        await client.execute_query_dict("SELECT pg_advisory_xact_lock($1)", [_MIGRATING])
        executor = _executor(client)
        plan = await executor.plan()
        await executor.migrate(direction="forward")
    return [step.migration.name for step in plan]


async def require_current_schema() -> None:
    """Raise SchemaOutdated if a migration has not been applied to the connected database."""
    executor = _executor(connections.get("default"))
    if not await executor.recorder.applied_migrations():
        raise SchemaOutdated(
            "There are no tables here yet: run `likewise migrate`, or begin with `likewise demo`."
        )
    if await executor.plan():
        raise SchemaOutdated


class _Recorder(MigrationRecorder):
    """Looks before it reads: Tortoise's own swallows the error, and the transaction is lost."""

    async def applied_migrations(self) -> list[MigrationKey]:
        found = await self.connection.execute_query_dict(
            "SELECT to_regclass($1) IS NOT NULL AS there", [self.table_name]
        )
        return await super().applied_migrations() if found[0]["there"] else []


def _executor(client: BaseDBAsyncClient) -> MigrationExecutor:
    executor = MigrationExecutor(client, {_APP: _APP_CONFIG})
    executor.recorder = executor.loader.recorder = _Recorder(client)
    return executor
