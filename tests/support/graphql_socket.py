"""A small client of graphql-transport-ws, over a real socket."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

Json = dict[str, Any]
DEADLINE_SECONDS = 15.0
"""Whatever is waited for comes long before, also from a machine that is slow."""
TRANSPORT = "graphql-transport-ws"


class GraphqlSocket:
    """A connection."""

    def __init__(self, link: ClientConnection) -> None:
        self.link = link

    async def say(self, kind: str, **more: object) -> None:
        """Send a message."""
        await self.link.send(json.dumps({"type": kind, **more}))

    async def say_raw(self, message: object) -> None:
        """Send a frame as it is, or anything else as JSON."""
        raw = message if isinstance(message, str | bytes) else json.dumps(message)
        await self.link.send(raw)

    async def hear(self, within_seconds: float = DEADLINE_SECONDS) -> Json:
        """The next message; the server's pings are answered, and are none."""
        async with asyncio.timeout(within_seconds):
            while (message := await self.hear_even_pings(within_seconds))["type"] == "ping":
                await self.say("pong")
        return message

    async def hear_even_pings(self, within_seconds: float = DEADLINE_SECONDS) -> Json:
        """The next message, whatever it is. ConnectionClosed if none can come."""
        async with asyncio.timeout(within_seconds):
            message: Json = json.loads(await self.link.recv())
        return message

    async def subscribe(
        self, document: str, name: str = "1", variables: Json | None = None
    ) -> None:
        """Begin an operation under a name of its own."""
        await self.say("subscribe", id=name, payload={"query": document, "variables": variables})

    async def next(self, name: str = "1", within_seconds: float = DEADLINE_SECONDS) -> Json:
        """The data of the next message, which must be one of this operation."""
        message = await self.hear(within_seconds)
        assert (message["type"], message["id"]) == ("next", name), message
        data: Json = message["payload"]["data"]
        return data

    async def greet(self, token: str | None = None, **more: object) -> None:
        """Say hello as the person of this token, or as nobody; it must be acknowledged."""
        bearer = {} if token is None else {"authorization": f"Bearer {token}"}
        await self.say("connection_init", payload={**bearer, **more})
        told = await self.hear()
        assert told["type"] == "connection_ack", told

    async def closing(self, within_seconds: float = DEADLINE_SECONDS) -> tuple[int, str]:
        """Code and reason of the server's close, whatever it says before."""
        async with asyncio.timeout(within_seconds):
            with suppress(ConnectionClosed):
                while True:
                    await self.link.recv()
        assert self.link.close_code is not None
        return self.link.close_code, self.link.close_reason or ""


@asynccontextmanager
async def bare_socket(
    address: str, subprotocol: str = TRANSPORT, **headers: str
) -> AsyncIterator[GraphqlSocket]:
    """A socket to the server at this http address, on which nothing has been said yet."""
    url = address.replace("http:", "ws:") + "/graphql"
    kinds = [Subprotocol(subprotocol)]
    async with connect(url, subprotocols=kinds, additional_headers=headers) as link:
        yield GraphqlSocket(link)


@asynccontextmanager
async def graphql_socket(address: str, token: str | None = None) -> AsyncIterator[GraphqlSocket]:
    """An acknowledged socket, as the person of this token or as nobody."""
    async with bare_socket(address) as socket:
        await socket.greet(token)
        yield socket
