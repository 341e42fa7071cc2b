"""`likewise serve`, `migrate` and `doctor`: running an installation."""

from __future__ import annotations

import asyncio
import sys

import asyncpg
from rich.console import Console
from rich.table import Table
from tortoise.exceptions import DBConnectionError

from likewise.cli.output import AsJson
from likewise.demo.embedded import Servers, start_servers
from likewise.errors import Refusal, SchemaOutdated, ServerUnavailable
from likewise.models import database
from likewise.settings import Settings, settings
from likewise.subscriptions.links import is_reachable
from likewise.web.serve import serve as serve_app


def serve(*, host: str | None = None, port: int | None = None) -> None:
    """Serve the GraphQL API over HTTP and WebSocket, until it is told to stop.

    Refuses to start on tables that are older than the program.

    Args:
        host: The address to listen on; LIKEWISE_HOST, and 127.0.0.1, by default.
        port: The port; LIKEWISE_PORT, and 8000, by default.
    """
    chosen = {"host": host, "port": port}
    wanted = settings().model_copy(
        update={name: value for name, value in chosen.items() if value is not None}
    )
    with start_servers(wanted) as servers:
        serve_app(wanted, servers.database_url, servers.redis_url)


def migrate() -> None:
    """Bring the database's tables up to date. Doing it again changes nothing."""
    with start_servers(settings()) as servers:
        applied = asyncio.run(database.migrate(servers.database_url))
    for name in applied:
        Console().print(f"applied {name}")
    Console().print("The tables are up to date.")


def doctor(*, as_json: AsJson = False) -> None:
    """Look whether everything that Likewise needs is there, and show the settings.

    Args:
        as_json: Print it for a machine to read.
    """
    findings = _examine(settings())
    healthy = all(found == "ok" for found in findings.values())
    shown = settings().model_dump(mode="json")  # secrets come out as asterisks
    if as_json:
        Console().print_json(data={"healthy": healthy, "findings": findings, "settings": shown})
    else:
        table = Table(box=None, show_header=False)
        for name, found in findings.items():
            table.add_row("✓" if found == "ok" else "✗", name, found)
        for name, value in shown.items():
            table.add_row("", f"LIKEWISE_{name.upper()}", "" if value is None else str(value))
        Console().print(table)
    if not healthy:
        raise ServerUnavailable("Something is missing: see above.")


def _examine(wanted: Settings) -> dict[str, str]:
    findings = {"Python 3.11": "ok" if sys.version_info[:2] == (3, 11) else sys.version}
    try:
        with start_servers(wanted) as servers:
            findings.update(asyncio.run(_examine_servers(servers)))
    except Refusal as refusal:
        findings["servers"] = refusal.message
    return findings


async def _examine_servers(servers: Servers) -> dict[str, str]:
    findings = {}
    try:
        async with database.connected(servers.database_url, pool_size=2):
            await database.require_current_schema()
        findings["PostgreSQL and its tables"] = "ok"
    except SchemaOutdated as refusal:
        findings["PostgreSQL and its tables"] = refusal.message
    except (OSError, DBConnectionError, asyncpg.PostgresError) as error:
        findings["PostgreSQL and its tables"] = type(error).__name__
    reachable = await is_reachable(servers.redis_url)
    findings["Redis"] = "ok" if reachable else "cannot be reached: live wallets are slow without it"
    return findings
