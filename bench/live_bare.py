"""The floor: a bare Starlette WebSocketRoute, and one text, serialised once, sent to all.

A process of its own, `python -m bench.live_bare TEXT`. It looks at nothing that clients say; it
answers what a client of graphql-transport-ws waits for, so that one client does for all servers.
"""

from __future__ import annotations

import asyncio
import gc
import socket
import sys

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from bench.live_servers import PATH, PUSH_PATH, TICK_SECONDS

_ACKNOWLEDGED = '{"type":"connection_ack"}'
_links: list[WebSocket] = []


async def _wait(link: WebSocket) -> None:
    await link.accept("graphql-transport-ws")
    _links.append(link)
    try:
        for answer in (_ACKNOWLEDGED, sys.argv[1]):
            await link.receive_text()
            await link.send_text(answer)
        while True:
            await link.receive_text()
    except WebSocketDisconnect:
        _links.remove(link)


async def _push(request: Request) -> JSONResponse:
    """Send so many messages to the sockets in turn: so many a second, or (0) without a pause."""
    messages = int(request.query_params["messages"])
    per_second = int(request.query_params["per_second"])
    text = sys.argv[1]
    at_once = round(per_second * TICK_SECONDS) or len(_links)
    loop = asyncio.get_running_loop()
    next_at = loop.time()
    for first in range(0, messages, at_once):
        for number in range(first, min(first + at_once, messages)):
            await _links[number % len(_links)].send_text(text)
        next_at += TICK_SECONDS if per_second else 0.0
        await asyncio.sleep(max(0.0, next_at - loop.time()))
    return JSONResponse({"sent": messages})


async def serve(app: Starlette) -> None:
    """Serve it with the options of likewise/web/serve.py; its port is the first line."""
    config = uvicorn.Config(
        app,
        host="127.0.0.1",
        port=0,
        http="httptools",
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        timeout_graceful_shutdown=1,
        access_log=False,
        log_config=None,
    )
    await _Server(config).serve()


class _Server(uvicorn.Server):
    """Says its port as soon as it listens."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        gc.collect()
        gc.freeze()
        gc.set_threshold(20_000)
        print(self.servers[0].sockets[0].getsockname()[1], flush=True)


if __name__ == "__main__":
    import uvloop

    routes = [WebSocketRoute(PATH, _wait), Route(PUSH_PATH, _push, methods=["POST"])]
    uvloop.run(serve(Starlette(routes=routes)))
