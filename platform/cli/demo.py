"""`likewise demo` and `seed`: everything at once, with a living community in it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress

from rich.progress import TaskProgressColumn
from rich.table import Table

from likewise.cli.output import Flag, console, progress
from likewise.cli.server import with_free_port
from likewise.demo.cast import LOGINS, PASSWORD
from likewise.demo.embedded import Servers, start_servers
from likewise.demo.reset import reset as reset_demo
from likewise.demo.seed import seed_once
from likewise.models.database import connected, migrate
from likewise.settings import Settings, settings
from likewise.web.serve import serve

_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - told apart, not listened on
_OF_THIS_MACHINE = ("127.", "::1", "localhost")


def demo(*, reset: Flag = False, host: str | None = None, port: int | None = None) -> None:
    """Start everything with a living community in it: servers, tables, people, the API.

    The first time it seeds (some seconds); after that it goes on with the same data.

    Args:
        reset: Throw the demo's data away first. Never touches LIKEWISE_DATABASE_URL.
        host: The address to listen on; LIKEWISE_HOST, and 127.0.0.1, by default.
        port: The port; LIKEWISE_PORT, and 8000, by default. 0 takes any that is free.
    """
    wanted = with_free_port(settings().listening_on(host, port, workers=1))
    wanted = wanted.model_copy(update={"development": True})
    if reset:
        reset_demo(wanted)
    with start_servers(wanted) as servers:
        _prepare(servers)
        _welcome(wanted)
        with suppress(KeyboardInterrupt):
            serve(wanted, servers.database_url, servers.redis_url)
    console().print("Stopped. The next `make demo` goes on with the same data.")


def seed() -> None:
    """Fill an empty database with the demo's community. What is seeded already stays as it is.

    It refuses a database in which other people live.
    """
    with start_servers(settings()) as servers:
        is_new = _prepare(servers)
    console().print("The community is there." if is_new else "It was seeded before.")


def _prepare(servers: Servers) -> bool:
    """Bring the tables up to date and seed once; whether that was now."""
    asyncio.run(migrate(servers.database_url))
    with progress(TaskProgressColumn()) as bar:
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
    out = console()
    shown = _EVERYWHERE.get(wanted.host, wanted.host)
    address = f"http://{f'[{shown}]' if ':' in shown else shown}:{wanted.port}"
    logins = Table(box=None, show_header=False, padding=(0, 2))
    for email, who in LOGINS.items():
        logins.add_row(f"[bold]{email}", who)
    out.print(f"\n[bold]Likewise[/bold] is at {address}")
    out.print(f"GraphQL, and live wallets, at {address}/graphql\n")
    out.print(f"Sign in as one of these; the password is [bold]{PASSWORD}[/bold]")
    out.print(logins)
    out.print(f"\nAs Ada like something at {address}/@dee ; as Dee, in another browser")
    out.print(f"(a private window will do), watch {address}/wallet move.\n")
    if not wanted.host.startswith(_OF_THIS_MACHINE):
        out.print("[bold]Whoever can reach this address can sign in as the operator.")
    out.print("A walk of three minutes: docs/try-it.md. Ctrl-C stops everything.\n")
