"""Serving the app with uvicorn."""

from __future__ import annotations

import asyncio
import gc

import uvicorn

from likewise.log import configure_logging
from likewise.models.database import connected, require_current_schema
from likewise.settings import Settings
from likewise.web.app import create_app

MAX_SOCKET_MESSAGE_BYTES = 64 * 1024
_GRACE_SECONDS = 5
_COLLECT_AFTER = 20_000


def serve(settings: Settings, database_url: str, redis_url: str) -> None:
    """Serve until told to stop. Raises SchemaOutdated before anything listens."""
    asyncio.run(_require_current_schema(database_url))
    configure_logging()
    app = create_app(settings, database_url=database_url, redis_url=redis_url)
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        loop="uvloop",
        http="httptools",
        ws="websockets-sansio",
        # Deflate doubles the memory of a socket and halves what can be sent.
        ws_per_message_deflate=False,
        ws_max_size=MAX_SOCKET_MESSAGE_BYTES,
        lifespan="on",
        # Without it a stop waits for every open socket.
        timeout_graceful_shutdown=_GRACE_SECONDS,
        server_header=False,
        proxy_headers=False,
        access_log=False,
        log_config=None,
    )
    _spare_the_collector()
    uvicorn.Server(config).run()


def _spare_the_collector() -> None:
    """What is here now stays until the end: don't look through it again and again.

    An eighth of a like's time went into that; what comes later is collected as ever.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_COLLECT_AFTER)


async def _require_current_schema(database_url: str) -> None:
    """Looked at before the start, so that the reason is one line and no traceback."""
    async with connected(database_url, pool_size=1):
        await require_current_schema()
