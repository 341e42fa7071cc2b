"""/health: whether this process can do its work."""

from __future__ import annotations

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from likewise.models import database
from likewise.subscriptions.broker import Broker

_log = structlog.get_logger()


async def health(request: Request) -> Response:
    """200 while the database answers, else 503. Without the broker live wallets are only slower."""
    broker: Broker = request.app.state.broker
    database_ok = await _database_answers()
    found = {
        "status": "ok" if database_ok else "unavailable",
        "database": "ok" if database_ok else "unavailable",
        "broker": "ok" if broker.connected else "unavailable",
    }
    return JSONResponse(found, 200 if database_ok else 503)


async def _database_answers() -> bool:
    try:
        await database.row("SELECT 1 AS one")
    except Exception as error:
        _log.warning("database_unavailable", reason=type(error).__name__)
        return False
    return True
