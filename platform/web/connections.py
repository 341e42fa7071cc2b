"""uvicorn's connections, with a handle on them for whoever keeps one open for long.

ASGI can neither cut a connection whose client has stopped reading, nor tell a stream that the
server stops. Both are reached here through `scope["extensions"]`.
"""

from __future__ import annotations

import asyncio
from typing import Any, Protocol, cast

from starlette.types import Scope
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

_LINK = "likewise.link"
HEADERS_SECONDS = 15.0
"""How long a request's headers may take to come, and a new client's first ones."""

_CLOSING_SECONDS = 5.0
"""How long a client may take to read the last words and to say goodbye."""


class Link(Protocol):
    """The connection under a socket or a stream."""

    streaming: bool
    """Set by an event stream while it runs: a stopping server then ends it at once."""

    def abort(self) -> None:
        """Cut it now, whatever is still to be written."""

    def cut_unless_read(self, seconds: float) -> None:
        """Cut it if its client reads nothing for so long, of what is still to be read."""


def link_of(scope: Scope) -> Link | None:
    """The connection of this request; None under a server that isn't ours."""
    return cast("Link | None", scope.get("extensions", {}).get(_LINK))


class SocketConnection(WebSocketsSansIOProtocol):
    """A WebSocket that can be cut, and that is cut if its client does not let it close."""

    streaming = False

    def abort(self) -> None:
        """Cut it now."""
        self.transport.abort()

    def cut_unless_read(self, seconds: float) -> None:
        """Not for sockets: OpenSocket has a deadline for each of its messages."""

    async def run_asgi(self) -> None:
        """Run the app; when it has ended, the connection ends too, in bounded time."""
        cast("dict[str, Any]", self.scope["extensions"])[_LINK] = self
        await super().run_asgi()
        if self.disconnected:
            return
        # Closing waits until everything is written: forever, where nobody reads.
        if self.close_timer is not None:
            self.close_timer.cancel()
        self.close_timer = self.loop.call_later(_CLOSING_SECONDS, self.transport.abort)


class HttpConnection(HttpToolsProtocol):
    """A connection of HTTP that can be cut, and whose stream ends when the server stops."""

    streaming = False
    _impatience: asyncio.TimerHandle | None = None
    _reading: asyncio.TimerHandle | None = None

    def abort(self) -> None:
        """Cut it now."""
        self.transport.abort()

    def cut_unless_read(self, seconds: float) -> None:
        """Cut it if its client reads nothing for so long, of what is still to be read."""
        unread = self.transport.get_write_buffer_size()
        if unread:
            self._stop_waiting()
            self._reading = self.loop.call_later(seconds, self._cut_or_wait, unread, seconds)

    def _cut_or_wait(self, unread_before: int, seconds: float) -> None:
        self._reading = None
        if self.transport.get_write_buffer_size() >= unread_before:
            self.transport.abort()
        else:
            self.cut_unless_read(seconds)

    def _stop_waiting(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A client is there, and should say what it wants."""
        super().connection_made(transport)
        self._expect_headers()

    def on_message_begin(self) -> None:
        """A request begins."""
        super().on_message_begin()
        cast("dict[str, Any]", self.scope)["extensions"] = {_LINK: self}
        self._stop_waiting()  # who asks for more has read what was before
        self._expect_headers()

    def on_headers_complete(self) -> None:
        """It is known what is wanted."""
        self._stop_expecting()
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """It is over."""
        self._stop_expecting()
        self._stop_waiting()
        super().connection_lost(exc)

    def _expect_headers(self) -> None:
        self._stop_expecting()
        self._impatience = self.loop.call_later(HEADERS_SECONDS, self.abort)

    def _stop_expecting(self) -> None:
        if self._impatience is not None:
            self._impatience.cancel()
            self._impatience = None

    def shutdown(self) -> None:
        """The server stops. uvicorn would wait for the end of the answer, and a stream has none."""
        super().shutdown()
        if self.streaming:
            self.transport.close()
