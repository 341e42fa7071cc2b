"""Thousands of sockets in one process, as thin as can be: the client must not be what is measured.

Each speaks graphql-transport-ws and watches one wallet, or a post. Of what arrives only the version
is looked at, and the moment. A server's frames are unmasked and, from all servers here, in one
piece; ours are masked, as RFC 6455, 5.3 asks.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import time
from collections.abc import Iterator, Sequence
from typing import cast

from bench.live_servers import PATH

WALLET = (
    "subscription { walletUpdated { version budget { micros } projection { micros }"
    " received { available { micros } held { micros } inFlight { micros } } } }"
)
_OPENING_AT_ONCE = 50
_OPENS_WITHIN_SECONDS = 60.0
_POLL_SECONDS = 0.01
_TEXT, _CLOSE, _PING, _PONG = 1, 8, 9, 10
_ONE_PIECE = _MASKED = 0x80
_VERSION = re.compile(rb'"version": ?([0-9]+)')


class Crowd:
    """Sockets to one server, in the order of their people."""

    def __init__(self, port: int, document: str = WALLET) -> None:
        self._port = port
        self.subscribe = _SUBSCRIBE % json.dumps(document).encode()
        self._sockets: list[_Socket] = []
        self.arrivals: list[tuple[int, int, int]] = []
        """Of each state: whose it was (by place), its version, and when it came (monotonic ns).

        Whoever measures empties it before.
        """
        self.losses: list[str] = []
        """Why sockets were lost that had been open."""
        self.sample = b""
        """A state as it came, the last one."""

    @property
    def versions(self) -> list[int]:
        """What each is shown now."""
        return [each.version for each in self._sockets]

    async def open(self, tokens: Sequence[str]) -> None:
        """Open a socket more for each token, and wait until each is shown its first state."""
        for first in range(0, len(tokens), _OPENING_AT_ONCE):
            some = tokens[first : first + _OPENING_AT_ONCE]
            async with asyncio.timeout(_OPENS_WITHIN_SECONDS):
                await asyncio.gather(*map(self._open, some))

    async def until_shown(self, versions: Sequence[int], within_seconds: float) -> int:
        """Wait until each is shown its version or a later one; returns how many never were."""
        together = list(zip(self._sockets, versions, strict=True))
        until = time.monotonic() + within_seconds
        while behind := [each for each in together if each[0].version < each[1]]:
            if time.monotonic() > until:
                break
            together = behind
            await asyncio.sleep(_POLL_SECONDS)
        return len(behind)

    async def until_arrived(self, number: int, within_seconds: float) -> None:
        """Wait until so many states have arrived. Raises TimeoutError."""
        until = time.monotonic() + within_seconds
        while len(self.arrivals) < number:
            if time.monotonic() > until:
                raise TimeoutError(f"{len(self.arrivals):,} of {number:,} states have arrived")
            await asyncio.sleep(_POLL_SECONDS)

    def close(self) -> None:
        """Hang up, all of them."""
        for each in self._sockets:
            each.hang_up()

    async def _open(self, token: str) -> None:
        loop = asyncio.get_running_loop()
        socket = _Socket(self, len(self._sockets), token, loop.create_future())
        self._sockets.append(socket)
        await loop.create_connection(lambda: socket, "127.0.0.1", self._port)
        await socket.shown


class _Socket(asyncio.Protocol):
    """One connection, from the upgrade on."""

    def __init__(self, crowd: Crowd, place: int, token: str, shown: asyncio.Future[None]) -> None:
        self._crowd, self._place, self._token = crowd, place, token
        self._buffer = bytearray()
        self._upgraded = False
        self._hung_up = False
        self.version = -1
        self.shown = shown

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._transport.write(_UPGRADE)

    def data_received(self, data: bytes) -> None:
        now_ns = time.monotonic_ns()
        self._buffer += data
        if not self._upgraded and not self._upgrade():
            return
        for kind, payload in _frames_in(self._buffer):
            if kind == _TEXT:
                self._hear(payload, now_ns)
            elif kind == _PING:
                self._transport.write(_frame(_PONG, payload))
            elif kind == _CLOSE:
                self._fail(f"closed by the server: {payload!r}")

    def connection_lost(self, reason: Exception | None) -> None:
        if not self._hung_up:
            self._fail(f"the connection was lost: {reason}")

    def hang_up(self) -> None:
        """Close the connection, without the protocol's farewell."""
        self._hung_up = True
        self._transport.abort()

    def _upgrade(self) -> bool:
        head, end, rest = bytes(self._buffer).partition(b"\r\n\r\n")
        if not end:
            return False
        if b" 101 " not in head.partition(b"\r\n")[0]:
            self._fail(f"no upgrade: {head!r}")
            return False
        self._buffer[:] = rest
        self._upgraded = True
        payload = b'{"authorization":"Bearer %b"}' % self._token.encode()
        self._say(b'{"type":"connection_init","payload":%b}' % payload)
        return True

    def _hear(self, message: bytes, now_ns: int) -> None:
        if found := _VERSION.search(message):
            self.version = int(found[1])
            crowd = self._crowd
            crowd.arrivals.append((self._place, self.version, now_ns))
            crowd.sample = message
            if not self.shown.done():
                self.shown.set_result(None)
        elif b'"connection_ack"' in message:
            self._say(self._crowd.subscribe)
        elif b'"ping"' in message:
            self._say(b'{"type":"pong"}')
        else:
            self._fail(f"not expected: {message!r}")

    def _say(self, message: bytes) -> None:
        self._transport.write(_frame(_TEXT, message))

    def _fail(self, reason: str) -> None:
        if self.shown.done():
            self._crowd.losses.append(reason)
        else:
            self.shown.set_exception(ConnectionError(reason))
        self.hang_up()


_UPGRADE = (
    f"GET {PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: bGlrZXdpc2UgaXMgYnVzeQ==\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n"
).encode()
_SUBSCRIBE = b'{"id":"1","type":"subscribe","payload":{"query":%b}}'


def _frames_in(buffer: bytearray) -> Iterator[tuple[int, bytes]]:
    """Take whole frames off the front of the buffer: of each its kind, and its payload."""
    start = 0
    while len(buffer) - start >= 2:
        head_bytes, length = 2, buffer[start + 1]
        if length >= 126:
            head_bytes = 4 if length == 126 else 10
            length = int.from_bytes(buffer[start + 2 : start + head_bytes], "big")
        begins, ends = start + head_bytes, start + head_bytes + length
        if len(buffer) < ends:
            break
        assert buffer[start] & _ONE_PIECE, "a message in pieces"
        yield buffer[start] & 0xF, bytes(buffer[begins:ends])
        start = ends
    del buffer[:start]


def _frame(kind: int, payload: bytes) -> bytes:
    mask, length = os.urandom(4), len(payload)
    size = bytes([_MASKED | min(length, 126)])
    if length >= 126:
        size += length.to_bytes(2, "big")
    key = int.from_bytes((mask * (length // 4 + 1))[:length], "big")
    masked = (int.from_bytes(payload, "big") ^ key).to_bytes(length, "big")
    return bytes([_ONE_PIECE | kind]) + size + mask + masked
