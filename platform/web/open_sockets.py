"""One open socket, or event stream: its one way out, and what is known about who listens.

A slow reader costs one message in flight and one for each of its operations, and is cut after a
deadline. A socket that waits has no task of its own besides the one that receives.
"""

from __future__ import annotations

import asyncio
import types
from collections.abc import Coroutine, Generator
from time import monotonic
from typing import TYPE_CHECKING, Any, cast

from starlette.types import Message, Send

from likewise.resolvers.context import Context
from likewise.web.connections import Link

if TYPE_CHECKING:
    from likewise.web.sockets import Sockets

_MAX_REASON_BYTES = 123  # RFC 6455, 5.5: a control frame holds 125, two of them are the code
_LAST_WORDS = object()
_LOST = (OSError, RuntimeError)
"""How servers tell a sender that the client is gone: uvicorn raises OSError, and RuntimeError once
it has sent a close by itself."""


class OpenSocket:
    """A WebSocket that speaks graphql-transport-ws. EventStream is the same over HTTP."""

    __slots__ = (
        "__weakref__",
        "_link",
        "_pending",
        "_send",
        "_sockets",
        "_writer",
        "address",
        "admitted",
        "blocked_since",
        "by_bearer",
        "closed",
        "context",
        "person_id",
        "rounds_silent",
        "seen_at",
        "token",
    )

    def __init__(
        self, sockets: Sockets, send: Send, link: Link | None, address: str, context: Context
    ) -> None:
        self._sockets = sockets
        self._send = send
        self._link = link
        self._pending: dict[object, Message] = {}
        self._writer: asyncio.Task[None] | None = None
        self.address = address
        self.context = context
        self.person_id: int | None = None
        self.closed = False
        self.by_bearer = False
        """Whether the token was sent on purpose, and not by a browser with its cookies."""
        self.token: str | None = None
        """Of the session that it was admitted with."""
        self.admitted = False
        """Whether it is known whose session it is, or that it is nobody's."""
        self.blocked_since = 0.0
        """Since when the message in flight waits for the client to read."""
        self.seen_at = monotonic()
        """When it was opened, then when it was pinged last."""
        self.rounds_silent = 0

    def tokens(self) -> set[str]:
        """Of the sessions that must go on: its own, one begun on it later, those of its feeds."""
        found = {each for each in (self.token, self.context.token) if each is not None}
        return found | self.context.feed_tokens

    def offer(self, operation_id: str, text: str) -> None:
        """Send the latest state of an operation; never waits.

        While the client is slow to read, a newer text of the same operation takes the place of one
        that still waits. What is offered to a closed socket is dropped.
        """
        if self.closed:
            return
        if self._writer is None:
            self._begin(self._framed(text))
        else:
            self._pending[operation_id] = self._framed(text)

    def withdraw(self, operation_id: str) -> None:
        """Forget what still waits to be sent for an operation."""
        self._pending.pop(operation_id, None)

    async def send(self, text: str) -> None:
        """Send a reply, and return when it is on its way: whoever floods a slow reader waits.

        A closed socket takes it and drops it, since nobody is there any more.
        """
        if self.closed:
            return
        if self._writer is None:
            if self._begin(self._framed(text)):
                return
            message: Message = {}  # nothing more to send: a place in the line behind it
        else:
            message = self._framed(text)
        sent: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._pending[sent] = message
        try:
            await sent
        finally:
            self._pending.pop(sent, None)

    def end(self, code: int, reason: str) -> None:
        """Close with this code. Once: whoever comes later changes nothing."""
        if self.closed:
            return
        told = reason.encode()[:_MAX_REASON_BYTES].decode(errors="ignore")
        self._drop_pending()
        self._end(self._last_words(code, told))

    def abort(self) -> None:
        """Cut the connection: the client does not read, so there is nothing to say."""
        self._lose()
        if self._link is not None:
            self._link.abort()
        elif self._writer is not None:
            self._writer.cancel()

    def ping(self) -> None:
        """Ask for a sign of life."""
        self.offer("", '{"type":"ping"}')

    def _end(self, last: Message) -> None:
        if self.closed:
            return
        self.closed = True
        if self._writer is None:
            self._begin(last)
        else:
            self._pending[_LAST_WORDS] = last

    def _framed(self, text: str) -> Message:
        return {"type": "websocket.send", "text": text}

    def _last_words(self, code: int, reason: str) -> Message:
        return {"type": "websocket.close", "code": code, "reason": reason}

    def _begin(self, message: Message) -> bool:
        """Send without a task, as long as the client reads: a send then ends at its first step.

        False: it did not, and a task goes on with it.
        """
        sending = cast("Coroutine[Any, Any, None]", self._send(message))
        try:
            stopped_at = sending.send(None)
        except StopIteration:
            return True
        except _LOST:
            self._lose()
            return True
        self.blocked_since = monotonic()
        self._writer = asyncio.create_task(self._go_on(sending, stopped_at))
        self._sockets.slow.add(self)
        return False

    async def _go_on(self, sending: Coroutine[Any, Any, None], stopped_at: object) -> None:
        """Finish the message in flight, then send what waits, oldest first."""
        try:
            await _resumed(sending, stopped_at)
            while self._pending:
                key = next(iter(self._pending))
                message = self._pending.pop(key)
                self.blocked_since = monotonic()
                try:
                    if message:
                        await self._send(message)
                finally:
                    _settle(key)
        except _LOST:
            self._lose()
        finally:
            self._writer = None
            self._sockets.slow.discard(self)

    def _lose(self) -> None:
        self.closed = True
        self._drop_pending()

    def _drop_pending(self) -> None:
        waiting = list(self._pending)
        self._pending.clear()
        for key in waiting:
            _settle(key)


def _settle(key: object) -> None:
    """Whoever waits behind this key may go on; an operation's id waits for nothing."""
    if isinstance(key, asyncio.Future) and not key.done():
        key.set_result(None)


@types.coroutine
def _resumed(sending: Coroutine[Any, Any, None], stopped_at: object) -> Generator[Any, Any, None]:
    """Goes on, in a task, with a coroutine that was begun by hand and has stopped there."""
    try:
        yield stopped_at
    except BaseException:
        sending.close()
        raise
    yield from cast("Generator[Any, Any, None]", sending)
