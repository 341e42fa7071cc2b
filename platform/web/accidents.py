"""What nobody expected, beneath everything else: an id for the client, and the rest for the log."""

from __future__ import annotations

import secrets

import structlog
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_log = structlog.get_logger()


class Accidents:
    """Answers by 500 where an answer had not begun yet; one that had is cut off by the server."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = False

        async def send_and_note(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, send_and_note)
        except Exception as error:
            if begun:
                raise
            incident = secrets.token_hex(6)
            _log.error("unexpected_error", incident=incident, path=scope["path"], exc_info=error)
            told = {
                "message": f"Something went wrong (id {incident}).",
                "extensions": {"id": incident},
            }
            await JSONResponse({"errors": [told]}, 500)(scope, receive, send)
