"""Serving the app with uvicorn."""

from __future__ import annotations

import asyncio

import uvicorn
from starlette.applications import Starlette

from likewise.log import configure_logging
from likewise.models.database import connected, require_current_schema
from likewise.settings import Settings
from likewise.signing import require_secret
from likewise.web.app import create_app
from likewise.web.connections import HttpConnection, SocketConnection
from likewise.web.workers import (
    APP_OF_WORKER,
    serve_by_workers,
    spare_the_collector,
)

_GRACE_SECONDS = 5


def serve(settings: Settings, database_url: str, redis_url: str) -> None:
    """Serve until told to stop, by one process or by several.

    Raises SchemaOutdated and StorageFailed before anything listens, and ServerUnavailable.
    """
    asyncio.run(_require_current_schema(database_url))
    require_secret()
    configure_logging()
    if settings.workers > 1:
        serve_by_workers(_config(APP_OF_WORKER, settings), database_url, redis_url)
        return
    app = create_app(settings, database_url=database_url, redis_url=redis_url)
    spare_the_collector()
    uvicorn.Server(_config(app, settings)).run()


def _config(app: Starlette | str, settings: Settings) -> uvicorn.Config:
    """How to serve an app, or what makes one in each process, by name."""
    return uvicorn.Config(
        app,
        factory=isinstance(app, str),
        workers=settings.workers,
        host=settings.host,
        port=settings.port,
        loop="uvloop",
        http=HttpConnection,
        ws=SocketConnection,
        # Deflate doubles the memory of a socket and halves what can be sent.
        ws_per_message_deflate=False,
        ws_max_size=settings.socket_message_bytes,
        # The protocol has pings of its own, from one loop for all sockets.
        ws_ping_interval=None,
        lifespan="on",
        # Without it a stop waits for every open socket.
        timeout_graceful_shutdown=_GRACE_SECONDS,
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=settings.trusted_proxies,
        access_log=False,
        log_config=None,
    )


async def _require_current_schema(database_url: str) -> None:
    """Looked at before the start, so that the reason is one line and no traceback."""
    async with connected(database_url, pool_size=1):
        await require_current_schema()
