"""Clients that do a server harm, each for ever: they flood, never read, or drop their connection.

Below the level of a library, since what they do no library would.
"""

from __future__ import annotations

import asyncio
import base64
import json
import os
import socket
from collections import Counter
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager

from bench.live_servers import PATH
from bench.live_sockets import WALLET

_TINY_BUFFER_BYTES = 4096
_LARGE_PING_CHARACTERS = 60_000
_FEEDS = 50
_PINGS_A_FLOOD = 10_000
_GIVES_UP_SECONDS = 30.0
_PAUSE_SECONDS = 0.2
"""Between two of one client: what is shown is what they leave behind, not how fast Python is."""


async def floods(port: int, token: str) -> str:
    """Ping as fast as possible until the server closes."""
    async with _connected(port, token) as link:
        piece = b"".join(_masked({"type": "ping"}) for _ in range(100))
        for _ in range(_PINGS_A_FLOOD // 100):
            if not await _say(link, piece):
                break
        await _until_cut(link)
    return "floods"


async def never_reads(port: int, token: str) -> str:
    """Open feeds, ask for large answers, and read none, until the server cuts."""
    async with _connected(port, token, receives_bytes=_TINY_BUFFER_BYTES) as link:
        for number in range(_FEEDS):
            await _say(link, _subscribe(number))
        await _ask_until_cut(link)
    return "never reading"


async def drops(port: int, token: str) -> str:
    """Open feeds, read a first piece, and be gone without a word."""
    async with _connected(port, token) as link:
        for number in range(_FEEDS):
            await _say(link, _subscribe(number))
        await asyncio.get_running_loop().sock_recv(link, _TINY_BUFFER_BYTES)
    return "dropped"


Abuse = Callable[[int, str], Coroutine[None, None, str]]
ABUSES: tuple[Abuse, ...] = (floods, never_reads, drops)


async def go_on(abuse: Abuse, port: int, token: str, counted: Counter[str]) -> None:
    """Do it again and again, until cancelled; counts how often."""
    while True:
        counted[await abuse(port, token)] += 1
        await asyncio.sleep(_PAUSE_SECONDS)


@asynccontextmanager
async def _connected(
    port: int, token: str, receives_bytes: int | None = None
) -> AsyncIterator[socket.socket]:
    """A socket that is acknowledged."""
    with socket.socket() as link:
        if receives_bytes is not None:
            link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receives_bytes)
        link.setblocking(False)
        await asyncio.get_running_loop().sock_connect(link, ("127.0.0.1", port))
        lines = (
            f"GET {PATH} HTTP/1.1",
            f"Host: 127.0.0.1:{port}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Protocol: graphql-transport-ws",
        )
        await _say(link, "\r\n".join((*lines, "", "")).encode())
        await _hear(link, b"101 Switching Protocols")
        bearer = {"authorization": f"Bearer {token}"}
        await _say(link, _masked({"type": "connection_init", "payload": bearer}))
        await _hear(link, b"connection_ack")
        yield link


async def _say(link: socket.socket, data: bytes) -> bool:
    """Send it; False: the connection is gone, or the server takes no more."""
    try:
        async with asyncio.timeout(_GIVES_UP_SECONDS):
            await asyncio.get_running_loop().sock_sendall(link, data)
    except (TimeoutError, ConnectionError):
        return False
    return True


async def _hear(link: socket.socket, expected: bytes) -> None:
    """Read what comes; it must be this. Raises ConnectionError."""
    heard = await asyncio.get_running_loop().sock_recv(link, _TINY_BUFFER_BYTES)
    if expected not in heard:
        raise ConnectionError(f"not expected: {heard!r}")


async def _ask_until_cut(link: socket.socket) -> None:
    """Ask for large answers, as far as somebody takes the questions, until nobody can."""
    frame = _masked({"type": "ping", "payload": {"of": "x" * _LARGE_PING_CHARACTERS}})
    rest = frame
    while True:
        try:
            rest = rest[link.send(rest) :] or frame
            await asyncio.sleep(0)
        except BlockingIOError:
            await asyncio.sleep(_PAUSE_SECONDS)
        except ConnectionError:
            return


async def _until_cut(link: socket.socket) -> None:
    try:
        async with asyncio.timeout(_GIVES_UP_SECONDS):
            while await asyncio.get_running_loop().sock_recv(link, 65_536):
                pass
    except ConnectionError:
        pass


def _subscribe(number: int) -> bytes:
    return _masked({"type": "subscribe", "id": str(number), "payload": {"query": WALLET}})


def _masked(message: object) -> bytes:
    """A frame of RFC 6455 with a mask of zeros, which changes nothing."""
    data = json.dumps(message).encode()
    size = len(data)
    head = bytes([0x81, 0x80 | size]) if size < 126 else b"\x81\xfe" + size.to_bytes(2, "big")
    return head + bytes(4) + data
