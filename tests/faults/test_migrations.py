"""Migrating: as often as one likes, by several at once, and wholly or not at all."""

from __future__ import annotations

import asyncio
import importlib
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from urllib.parse import urlsplit

import asyncpg
import pytest
from tortoise import Tortoise, connections
from tortoise.migrations.executor import MigrationTarget

from likewise.errors import SchemaOutdated
from likewise.models import database as db
from likewise.models.database import MODEL_MODULES, connected, migrate, require_current_schema
from tests.support.keeper import Addresses

ALL = [
    "0001_clock",
    "0002_tables",
    "0003_guards",
    "0004_settlements_shown",
    "0005_months_of_millions",
    "0006_operators",
    "0007_shown_likes",
    "0008_inspections",
    "0009_reasons_and_queues",
    "0010_dry_runs_on_record",
    "0011_walls_in_order",
    "0012_operators_dismissed",
    "0013_dry_runs_name_nobody",
]
_MIGRATE = (
    "import asyncio, sys; from likewise.models.database import migrate;"
    " print(*asyncio.run(migrate(sys.argv[1])))"
)


@pytest.fixture
async def empty_url(server_addresses: Addresses, database_url: str) -> AsyncIterator[str]:
    """The address of a database without any table."""
    name = urlsplit(database_url).path.strip("/") + "_empty"
    link = await asyncpg.connect(server_addresses.admin_url)
    await link.execute(f"CREATE DATABASE {name}")
    yield urlsplit(server_addresses.admin_url)._replace(path=f"/{name}").geturl()
    await link.execute(f"DROP DATABASE {name} WITH (FORCE)")
    await link.close()


async def _tables(url: str) -> set[str]:
    link = await asyncpg.connect(url)
    try:
        rows = await link.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    finally:
        await link.close()
    return {row["tablename"] for row in rows}


async def test_migrating_again_does_nothing(empty_url: str) -> None:
    assert await migrate(empty_url) == ALL
    before = await _tables(empty_url)
    assert await migrate(empty_url) == []
    assert await _tables(empty_url) == before
    async with connected(empty_url):
        await require_current_schema()


async def test_two_processes_that_migrate_at_once_migrate_once(empty_url: str) -> None:
    processes = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-c", _MIGRATE, empty_url, stdout=asyncio.subprocess.PIPE
        )
        for _ in range(3)
    ]
    answers = [(await each.communicate())[0].decode().split() for each in processes]

    assert [each.returncode for each in processes] == [0, 0, 0]
    assert sorted(answers) == [[], [], ALL]


@pytest.mark.parametrize("applied", [0, 1, 2])
async def test_an_older_schema_is_refused(empty_url: str, applied: int) -> None:
    async with connected(empty_url, pool_size=2):
        if applied:
            executor = db._executor(connections.get("default"))
            await executor.migrate([MigrationTarget("likewise", ALL[applied - 1])])
        with pytest.raises(SchemaOutdated, match="likewise migrate"):
            await require_current_schema()

    assert await migrate(empty_url) == ALL[applied:]
    async with connected(empty_url):
        await require_current_schema()


async def test_a_crash_inside_leaves_nothing(empty_url: str) -> None:
    """Somebody holds the name of a table that is made late; there the migration is killed."""
    link = await asyncpg.connect(empty_url)
    holding = await asyncpg.connect(empty_url)
    await holding.execute("BEGIN; CREATE TABLE transfers (id int)")
    migrating = asyncio.create_task(migrate(empty_url))
    try:
        async with asyncio.timeout(20):
            while not await link.fetchval(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                " WHERE wait_event_type = 'Lock' AND datname = current_database()"
            ):
                await link.execute("SELECT pg_stat_clear_snapshot()")
        with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError, OSError)):
            await migrating
    finally:
        migrating.cancel()
        with suppress(BaseException):
            await migrating
        await holding.close()
        await link.close()

    assert await _tables(empty_url) == set()
    assert await migrate(empty_url) == ALL


async def test_the_database_has_every_constraint_and_index_of_the_models(database: str) -> None:
    """Tortoise 1.1.9 silently leaves out the constraints that stand in a CreateModel's options."""
    rows = await db.rows(
        "SELECT conrelid::regclass::text AS owner, conname AS name FROM pg_constraint"
        " UNION SELECT indrelid::regclass::text, relname FROM pg_index"
        " JOIN pg_class ON pg_class.oid = indexrelid"
    )
    there = {(row["owner"], row["name"]) for row in rows}
    declared = {
        (model.Meta.table, each.name)
        for module in MODEL_MODULES
        for model in vars(importlib.import_module(module)).values()
        if isinstance(model, type) and hasattr(model, "Meta") and hasattr(model.Meta, "table")
        for each in (*getattr(model.Meta, "constraints", ()), *getattr(model.Meta, "indexes", ()))
    }

    assert len(declared) > 20
    assert declared - there == set()


async def test_the_database_has_every_column_of_the_models(database: str) -> None:
    rows = await db.rows(
        "SELECT table_name, column_name, is_nullable FROM information_schema.columns"
        " WHERE table_schema = 'public' AND table_name <> 'tortoise_migrations'"
    )
    there = {(row["table_name"], row["column_name"], row["is_nullable"]) for row in rows}
    apps = Tortoise.apps
    assert apps is not None
    declared = {
        (model._meta.db_table, field.source_field or name, "YES" if field.null else "NO")
        for model in apps["likewise"].values()
        for name, field in model._meta.fields_map.items()
        if name in model._meta.db_fields
    }

    assert declared == there
