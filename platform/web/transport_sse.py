"""GraphQL over server-sent events, in distinct connections mode: one operation, one stream.

Source: https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md. Whatever is wrong with an
operation is told in a `next` event, and the stream is complete; only what comes before GraphQL,
such as a token that is nobody's, is an answer of HTTP.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Collection
from contextlib import aclosing, suppress

from graphql import OperationType
from starlette.requests import Request
from starlette.types import Message

from likewise.operations.admission import Asked, NotAdmitted
from likewise.operations.running import Operations
from likewise.web.cookies import SessionCookies
from likewise.web.negotiation import EVENT_STREAM
from likewise.web.open_sockets import OpenSocket

_HEADERS = [
    (b"content-type", f"{EVENT_STREAM}; charset=utf-8".encode()),
    (b"cache-control", b"no-cache, no-store, no-transform"),
    (b"x-accel-buffering", b"no"),  # nginx would keep events to itself until it has many
]
_LINE_BREAKS = {code: f"\\u{code:04x}" for code in (0x85, 0x2028, 0x2029)}
"""Some readers of lines take these for ends of lines; in JSON they stand in strings alone."""

_COMPLETE = "event: complete\ndata:\n\n"
_CODES = {4401: "NOT_SIGNED_IN", 4403: "FORBIDDEN"}


class EventStream(OpenSocket):
    """An open stream. Closing it tells why in a last event: HTTP has no close codes."""

    __slots__ = ()

    async def begin(self, cookies: SessionCookies) -> None:
        """Send the headers, with the cookie that was wished for."""
        if self._link is not None:
            self._link.streaming = True
        wish = self.context.session_cookie
        headers = _HEADERS if wish is None else [*_HEADERS, *cookies.headers(wish)]
        await self._send({"type": "http.response.start", "status": 200, "headers": headers})

    def rest(self) -> None:
        """The connection is free for the next request."""
        if self._link is not None:
            self._link.streaming = False

    def check(self, running: asyncio.Task[None]) -> None:
        """The operation has ended. If it broke, so does the stream: whoever waits is told."""
        if not running.cancelled() and running.exception() is not None:
            self.abort()

    def complete(self) -> None:
        """End the stream, once what was said before is on its way."""
        self._end(_body(_COMPLETE, more=False))

    def ping(self) -> None:
        """A comment, which clients skip: it shows whether the connection is still there."""
        self.rounds_silent = 0
        self.offer("", ":\n\n")

    def _framed(self, text: str) -> Message:
        return _body(text if text[0] == ":" else next_event(text), more=True)

    def _last_words(self, code: int, reason: str) -> Message:
        told = {"message": f"{reason}.", "extensions": {"code": _CODES.get(code, "CLOSED")}}
        return _body(next_event(json.dumps({"errors": [told]})) + _COMPLETE, more=False)


async def run_stream(
    operations: Operations,
    request: Request,
    stream: EventStream,
    asked: Asked,
    cookies: SessionCookies,
    kinds: Collection[OperationType],
) -> None:
    """Run the operation until it is complete or the client has gone."""
    running = asyncio.create_task(_run(operations, stream, asked, cookies, kinds))
    running.add_done_callback(stream.check)
    try:
        # It says that the client is gone, and also that the answer is complete.
        while (await request.receive())["type"] != "http.disconnect":
            pass
    finally:
        stream.rest()
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


async def _run(
    operations: Operations,
    stream: EventStream,
    asked: Asked,
    cookies: SessionCookies,
    kinds: Collection[OperationType],
) -> None:
    try:
        admitted = await operations.admit(asked, stream.context, kinds)
    except NotAdmitted as refusal:
        await stream.begin(cookies)
        await stream.send(refusal.answer.text)
        stream.complete()
        return
    # A feed begins at once. Of all else it is known only at its end which cookie goes along.
    begun = admitted.operation.kind is OperationType.SUBSCRIPTION
    if begun:
        await stream.begin(cookies)
    async with aclosing(operations.stream(admitted, stream.context)) as answers:
        async for each in answers:
            if not begun:
                begun = True
                await stream.begin(cookies)
            await stream.send(each.text)
    stream.complete()


def next_event(payload: str) -> str:
    """A `next` event of a payload that is JSON, on one line for whoever reads lines."""
    return f"event: next\ndata: {payload.translate(_LINE_BREAKS)}\n\n"


def _body(text: str, *, more: bool) -> Message:
    return {"type": "http.response.body", "body": text.encode(), "more_body": more}
