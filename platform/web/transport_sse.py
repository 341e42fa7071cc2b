"""GraphQL over server-sent events, in distinct connections mode: one operation, one stream.

Source: https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md. Whatever is wrong with an
operation is told in a `next` event, and the stream is complete; only what comes before GraphQL,
such as a token that is nobody's, is an answer of HTTP.
"""

from __future__ import annotations

import asyncio
import json
from contextlib import aclosing, suppress
from typing import TYPE_CHECKING, Literal

from graphql import GraphQLError, OperationType, parse
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message
from strawberry.http import GraphQLRequestData, process_result
from strawberry.utils.operation import get_operation_type

from likewise.web.cookies import SessionCookies
from likewise.web.limits import MAX_TOKENS
from likewise.web.open_sockets import OpenSocket
from likewise.web.operation_results import results_of

if TYPE_CHECKING:
    from likewise.web.graphql_endpoint import GraphQLEndpoint

_EVENTS = "text/event-stream"
_HEADERS = {
    "Content-Type": f"{_EVENTS}; charset=utf-8",
    "Cache-Control": "no-cache, no-store, no-transform",
    "X-Accel-Buffering": "no",  # nginx would keep events to itself until it has many
}
_COMPLETE = "event: complete\ndata:\n\n"
_CODES = {4401: "NOT_SIGNED_IN", 4403: "FORBIDDEN"}


class EventStream(OpenSocket):
    """An open stream. Closing it tells why in a last event: HTTP has no close codes."""

    __slots__ = ()

    async def begin(self, cookies: Response) -> None:
        """Send the headers, with those of this response besides."""
        if self._link is not None:
            self._link.streaming = True
        raw = [(name.lower().encode(), value.encode()) for name, value in _HEADERS.items()]
        more = [each for each in cookies.raw_headers if each[0] == b"set-cookie"]
        start = {"type": "http.response.start", "status": 200, "headers": [*raw, *more]}
        await self._send(start)

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


def wants_events(accept: str) -> Literal["rather", "too"] | None:
    """Whether a client accepts a stream: rather than JSON, or too, or not at all.

    The first of the kinds that it names counts as the one that it likes best.
    """
    kinds = [each.partition(";")[0].strip().lower() for each in accept.split(",")]
    if _EVENTS not in kinds:
        return None
    first = next(each for each in kinds if each == _EVENTS or each.endswith(("/json", "+json")))
    return "rather" if first == _EVENTS else "too"


def is_subscription(asked: GraphQLRequestData) -> bool:
    """Whether the operation goes on by itself. One that can't be read does not."""
    try:
        document = parse(asked.query or "", max_tokens=MAX_TOKENS, no_location=True)
        kind = get_operation_type(document, asked.operation_name)
    except (GraphQLError, RuntimeError):
        return False
    return kind.value == OperationType.SUBSCRIPTION.value


async def run_stream(
    endpoint: GraphQLEndpoint,
    request: Request,
    stream: EventStream,
    asked: GraphQLRequestData,
    cookies: SessionCookies,
) -> None:
    """Run the operation until it is complete or the client has gone."""
    running = asyncio.create_task(_run(endpoint, stream, asked, cookies))
    running.add_done_callback(stream.check)
    try:
        # It says that the client is gone, and also that the answer is complete.
        while (await request._receive())["type"] != "http.disconnect":
            pass
    finally:
        stream.rest()
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


async def _run(
    endpoint: GraphQLEndpoint,
    stream: EventStream,
    asked: GraphQLRequestData,
    cookies: SessionCookies,
) -> None:
    head = Response()
    begun = is_subscription(asked)
    if begun:
        await stream.begin(head)
    what = asked.query, asked.variables, asked.operation_name
    async with aclosing(results_of(endpoint.schema, stream.context, *what)) as results:
        async for result in results:
            if not begun:
                # Only now is it known which cookie goes along: nobody signs in by a subscription.
                begun = True
                if stream.context.session_cookie is not None:
                    cookies.apply(stream.context.session_cookie, head)
                await stream.begin(head)
            await stream.send(endpoint.encode_json_string(process_result(result)))
    stream.complete()


def next_event(payload: str) -> str:
    """A `next` event of a payload that is JSON, on one line."""
    return f"event: next\ndata: {payload}\n\n"


def _body(text: str, *, more: bool) -> Message:
    return {"type": "http.response.body", "body": text.encode(), "more_body": more}
