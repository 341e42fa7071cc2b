"""A small client of graphql-transport-ws, over a real socket."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

Json = dict[str, Any]
DEADLINE_SECONDS = 5.0


class GraphqlSocket:
    """An acknowledged connection."""

    def __init__(self, link: ClientConnection) -> None:
        self.link = link

    async def say(self, kind: str, **more: object) -> None:
        """Send a message."""
        await self.link.send(json.dumps({"type": kind, **more}))

    async def hear(self, within_seconds: float = DEADLINE_SECONDS) -> Json:
        """The next message, whatever it is. ConnectionClosed if none can come."""
        async with asyncio.timeout(within_seconds):
            message: Json = json.loads(await self.link.recv())
        return message

    async def subscribe(self, document: str, name: str = "1") -> None:
        """Begin an operation under a name of its own."""
        await self.say("subscribe", id=name, payload={"query": document})

    async def next(self, name: str = "1", within_seconds: float = DEADLINE_SECONDS) -> Json:
        """The data of the next message, which must be one of this operation."""
        message = await self.hear(within_seconds)
        assert (message["type"], message["id"]) == ("next", name), message
        data: Json = message["payload"]["data"]
        return data


@asynccontextmanager
async def graphql_socket(address: str, token: str | None = None) -> AsyncIterator[GraphqlSocket]:
    """A socket to the server at this http address, as the person of this token or as nobody."""
    url = address.replace("http:", "ws:") + "/graphql"
    async with connect(url, subprotocols=[Subprotocol("graphql-transport-ws")]) as link:
        socket = GraphqlSocket(link)
        payload = {} if token is None else {"authorization": f"Bearer {token}"}
        await socket.say("connection_init", payload=payload)
        assert (await socket.hear())["type"] == "connection_ack"
        yield socket
