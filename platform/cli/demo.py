"""`likewise demo` and `seed`: everything at once, with a living community in it."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import Annotated

from cyclopts import Parameter
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from likewise.demo.cast import LOGINS, PASSWORD
from likewise.demo.embedded import Servers, start_servers
from likewise.demo.reset import reset as reset_demo
from likewise.demo.seed import seed_once
from likewise.errors import ServerUnavailable
from likewise.models.database import connected, migrate
from likewise.settings import Settings, settings
from likewise.web.serve import serve

_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - told apart, not listened on
_OF_THIS_MACHINE = ("127.", "::1", "localhost")


def demo(
    *,
    reset: Annotated[bool, Parameter(negative="")] = False,
    host: str | None = None,
    port: int | None = None,
) -> None:
    """Start everything with a living community in it: servers, tables, people, the API.

    The first time it seeds (some seconds); after that it goes on with the same data.

    Args:
        reset: Throw the demo's data away first. Never touches LIKEWISE_DATABASE_URL.
        host: The address to listen on; LIKEWISE_HOST, and 127.0.0.1, by default.
        port: The port; LIKEWISE_PORT, and 8000, by default. 0 takes any that is free.
    """
    wanted = _with_free_port(_chosen(host, port))
    if reset:
        reset_demo(wanted)
    with start_servers(wanted) as servers:
        _prepare(servers)
        _welcome(wanted)
        with suppress(KeyboardInterrupt):
            serve(wanted, servers.database_url, servers.redis_url)
    Console().print("Stopped. The next `make demo` goes on with the same data.")


def seed() -> None:
    """Fill an empty database with the demo's community. What is seeded already stays as it is.

    It refuses a database in which other people live.
    """
    with start_servers(settings()) as servers:
        is_new = _prepare(servers)
    Console().print("The community is there." if is_new else "It was seeded before.")


def _chosen(host: str | None, port: int | None) -> Settings:
    chosen = {"host": host, "port": port}
    return settings().model_copy(
        update={name: value for name, value in chosen.items() if value is not None}
    )


def _with_free_port(wanted: Settings) -> Settings:
    """The settings with a port that can be listened on. Raises ServerUnavailable.

    Looked at before everything else, so that nobody waits for a seed to hear it.
    """
    family = socket.AF_INET6 if ":" in wanted.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((wanted.host, wanted.port))
        except OSError as error:
            raise ServerUnavailable(
                f"Port {wanted.port} of {wanted.host} is not free ({error.strerror}). "
                f"Another: PORT={wanted.port + 1} make demo"
            ) from None
        return wanted.model_copy(update={"port": probe.getsockname()[1]})


def _prepare(servers: Servers) -> bool:
    """Bring the tables up to date and seed once; whether that was now."""
    asyncio.run(migrate(servers.database_url))
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    with Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True)) as bar:
        task = bar.add_task("Three months of a community", visible=False)

        def on_progress(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, visible=True)

        logging.disable(logging.INFO)  # three closed months are no news, and would tear the bar
        try:
            return asyncio.run(_seed(servers, on_progress))
        finally:
            logging.disable(logging.NOTSET)


async def _seed(servers: Servers, on_progress: Callable[[int, int], None]) -> bool:
    async with connected(servers.database_url, pool_size=settings().database_pool_size):
        return await seed_once(on_progress=on_progress)


def _welcome(wanted: Settings) -> None:
    console = Console(soft_wrap=True)
    shown = _EVERYWHERE.get(wanted.host, wanted.host)
    address = f"http://{f'[{shown}]' if ':' in shown else shown}:{wanted.port}"
    logins = Table(box=None, show_header=False, padding=(0, 2))
    for email, who in LOGINS.items():
        logins.add_row(f"[bold]{email}", who)
    console.print(f"\n[bold]Likewise[/bold] is at {address}")
    console.print(f"GraphQL, and live wallets, at {address}/graphql\n")
    console.print(f"Sign in as one of these; the password is [bold]{PASSWORD}[/bold]")
    console.print(logins)
    console.print("\nAda likes an essay, from another terminal:")
    console.print(
        _EXAMPLE.format(address=address, password=PASSWORD), markup=False, highlight=False
    )
    if not wanted.host.startswith(_OF_THIS_MACHINE):
        console.print("[bold]Whoever can reach this address can sign in as the operator.")
    console.print("A walk of three minutes: docs/try-it.md. Ctrl-C stops everything.\n")


_EXAMPLE = """\
  curl -sc /tmp/ada -H 'Content-Type: application/json' {address}/graphql -d '{{"query":\
 "mutation {{ signIn(input: {{email: \\"ada@likewise.example\\", password: \\"{password}\\"}})\
 {{ person {{ handle }} }} }}"}}'
  curl -sb /tmp/ada -H 'Content-Type: application/json' {address}/graphql -d '{{"query":\
 "mutation {{ like(input: {{url: \\"https://example.org/essay\\"}}) {{ numberOfLikes }} }}"}}'
"""
