"""`likewise serve`, `migrate` and `doctor`: running an installation."""

from __future__ import annotations

import asyncio
import socket
import sys
from typing import Annotated

from cyclopts import Parameter, validators
from rich.table import Table

from likewise.cli.output import AsJson, console, print_json
from likewise.demo.embedded import Servers, start_servers
from likewise.errors import Refusal, ServerUnavailable
from likewise.models import database
from likewise.settings import Settings, settings
from likewise.subscriptions.homes import is_reachable
from likewise.web.serve import serve as serve_app

Port = Annotated[int, Parameter(validator=validators.Number(gte=0, lte=65_535))]

Workers = Annotated[int, Parameter(validator=validators.Number(gte=1, lte=64))]


def serve(
    *, host: str | None = None, port: Port | None = None, workers: Workers | None = None
) -> None:
    """Serve the GraphQL API over HTTP and WebSocket, until it is told to stop.

    Refuses to start on tables that are older than the program. With several processes, one that
    dies is replaced; each has LIKEWISE_DATABASE_POOL_SIZE connections of its own.

    Args:
        host: The address to listen on; LIKEWISE_HOST, and 127.0.0.1, by default.
        port: The port; LIKEWISE_PORT, and 8000, by default. 0 takes any that is free.
        workers: How many processes share the port; LIKEWISE_WORKERS, and 1, by default.
    """
    wanted = with_free_port(settings().listening_on(host, port, workers))
    with start_servers(wanted) as servers:
        serve_app(wanted, servers.database_url, servers.redis_url)


def with_free_port(wanted: Settings) -> Settings:
    """The settings with a port that can be listened on. Raises ServerUnavailable.

    Looked at before everything else, so that nobody waits for a start to hear it.
    """
    family = socket.AF_INET6 if ":" in wanted.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((wanted.host, wanted.port))
        except OSError as error:
            raise ServerUnavailable(
                f"Can't listen on port {wanted.port} of {wanted.host}: {error.strerror}. "
                "LIKEWISE_PORT and LIKEWISE_HOST choose another; so do --port, and PORT of make."
            ) from None
        return wanted.model_copy(update={"port": probe.getsockname()[1]})


def migrate() -> None:
    """Bring the database's tables up to date. Doing it again changes nothing."""
    with start_servers(settings()) as servers:
        applied = asyncio.run(database.migrate(servers.database_url))
    for name in applied:
        console().print(f"applied {name}")
    console().print("The tables are up to date.")


def doctor(*, as_json: AsJson = False) -> None:
    """Look whether everything that Likewise needs is there, and show the settings.

    Args:
        as_json: Print it for a machine to read.
    """
    findings = _examine(settings())
    healthy = all(found == "ok" for found in findings.values())
    shown = settings().model_dump(mode="json")  # secrets come out as asterisks
    shown["data_dir"] = str(settings().data_dir.resolve())
    if as_json:
        print_json({"healthy": healthy, "findings": findings, "settings": shown})
    else:
        table = Table(box=None, show_header=False)
        for name, found in findings.items():
            table.add_row("✓" if found == "ok" else "✗", name, found)
        for name, value in shown.items():
            table.add_row("", f"LIKEWISE_{name.upper()}", "" if value is None else str(value))
        console().print(table)
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
    except Refusal as refusal:
        findings["PostgreSQL and its tables"] = refusal.message
    reachable = await is_reachable(servers.redis_url)
    findings["Redis"] = "ok" if reachable else "cannot be reached: live wallets are slow without it"
    return findings
