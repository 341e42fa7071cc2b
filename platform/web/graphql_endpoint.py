"""/graphql: over HTTP, as a stream of events, and over WebSocket.

Sources: the GraphQL over HTTP draft; the protocols that transport_sse.py and transport_ws.py name.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import partial

from graphql import OperationType
from starlette.requests import ClientDisconnect, HTTPConnection, Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket

from likewise.operations.admission import Asked, NotAdmitted
from likewise.operations.answers import Answer, Outcome
from likewise.operations.running import ALL_KINDS, WITH_AN_END, Operations
from likewise.resolvers.context import Context
from likewise.settings import Settings
from likewise.subscriptions.broker import Broker
from likewise.web import coming_back
from likewise.web.connections import Link, link_of
from likewise.web.cookies import SessionCookies, bearer_token
from likewise.web.cross_site import PREFLIGHT_HEADER, Origins, is_from_elsewhere, is_guarded
from likewise.web.negotiation import Events, MediaType, status_of, wanted
from likewise.web.open_sockets import OpenSocket
from likewise.web.proxies import UnnamedProxies
from likewise.web.requests import NotAsked, asked_by, asked_in_address, drain
from likewise.web.sockets import TOO_MANY, Sockets, address_of
from likewise.web.transport_sse import EventStream, run_stream
from likewise.web.transport_ws import SUBPROTOCOL, SocketConversation

_SUBPROTOCOL_NOT_ACCEPTABLE = 4406
_LONG_BYTES = 64 * 1024
"""What an operating system takes off our hands, more or less; the rest waits for the client."""

_FOR_READING = frozenset({OperationType.QUERY})


class GraphQLEndpoint:
    """The one address of the API."""

    def __init__(
        self, operations: Operations, settings: Settings, broker: Broker, sockets: Sockets
    ) -> None:
        self._operations = operations
        self._settings = settings
        self._broker = broker
        self._sockets = sockets
        self._cookies = SessionCookies(settings.secure_cookies)
        self._origins = Origins(settings.allowed_origins)
        self._unnamed_proxies = UnnamedProxies()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or hold a socket until it ends."""
        if scope["type"] != "http":
            await self._hold(WebSocket(scope, receive, send))
            return
        request = Request(scope, receive)
        media_type, events = wanted(", ".join(request.headers.getlist("accept")))
        context = self._context_of(request, remembers=True)
        try:
            asked = await self._asked(request, context)
        except NotAdmitted as refusal:
            await self._say(refusal.answer, context, media_type, send)
            return
        except NotAsked as refusal:
            if refusal.status_code in (413, 415):
                await drain(request, self._settings.max_body_bytes)
            allow = {"Allow": "GET, POST"} if refusal.status_code == 405 else None
            told = _refused(refusal.status_code, refusal.message, allow)
            await told(scope, receive, send)
            return
        except ClientDisconnect:
            return
        if events is Events.TOO:
            is_feed = await self._operations.is_feed(asked, context)
            events = Events.RATHER if is_feed else Events.NO
        if events is Events.RATHER:
            await self._stream(request, asked, send)
        else:
            kinds = WITH_AN_END if request.method == "POST" else _FOR_READING
            answer = await self._operations.answer(asked, context, kinds)
            await self._say(answer, context, media_type, send, link_of(scope))

    async def _asked(self, request: Request, context: Context) -> Asked:
        """What is asked, by whom it may be. Raises NotAsked, NotAdmitted, ClientDisconnect."""
        if self._by_cookie(request) and is_from_elsewhere(request):
            raise NotAsked(403, "This session's cookie is for our own pages only.")
        if request.method == "POST":
            limits = self._settings
            return await asked_by(
                request,
                max_body_bytes=limits.max_body_bytes,
                seconds=limits.operation_seconds,
                pay_for_size=partial(self._operations.pay_for_size, context=context),
            )
        if request.method != "GET":
            raise NotAsked(405, "Send GraphQL by POST, or queries by GET.")
        if not is_guarded(request):
            raise NotAsked(400, f"A GET needs the header {PREFLIGHT_HEADER}: a page can't send it.")
        return asked_in_address(request)

    async def _say(
        self,
        answer: Answer,
        context: Context,
        media_type: MediaType,
        send: Send,
        link: Link | None = None,
    ) -> None:
        """Send an answer, with the cookie that was wished for."""
        body = answer.text.encode(errors="replace")
        headers = [
            (b"content-type", media_type.content_type),
            (b"content-length", b"%d" % len(body)),
            *_headers_of(answer),
        ]
        if context.session_cookie is not None:
            headers += self._cookies.headers(context.session_cookie)
        status = status_of(answer.outcome, media_type)
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})
        if len(body) >= _LONG_BYTES and link is not None:
            link.cut_unless_read(self._settings.slow_reader_seconds)

    async def _hold(self, request: WebSocket) -> None:
        """Keep a socket open until it ends. Too many are refused before they are any."""
        address = address_of(request.scope)
        if not self._origins.admits(request):
            await request.send_denial_response(_refused(403, "This page may not come here."))
            return
        if not self._sockets.has_room_for(address):
            await request.send_denial_response(self._too_many())
            return
        if SUBPROTOCOL not in request.scope["subprotocols"]:
            await request.accept()
            await request.close(_SUBPROTOCOL_NOT_ACCEPTABLE, "Subprotocol not acceptable")
            return
        await request.accept(SUBPROTOCOL)
        link, context = link_of(request.scope), self._context_of(request)
        socket = OpenSocket(self._sockets, request._send, link, address, context)
        socket.by_bearer = _has_bearer(request)
        with self._sockets.holding(socket):
            handler = SocketConversation(self._operations, socket, self._sockets)
            await handler.hold(request._receive)

    async def _stream(self, request: Request, asked: Asked, send: Send) -> None:
        """Answer by a stream of events, if there is room for one."""
        address, link = address_of(request.scope), link_of(request.scope)
        if not self._sockets.has_room_for(address):
            await self._too_many()(request.scope, request.receive, send)
            return
        stream = EventStream(self._sockets, send, link, address, self._context_of(request))
        stream.by_bearer = _has_bearer(request)
        with self._sockets.holding(stream):
            if refusal := await self._sockets.admit(stream):
                code, reason = refusal
                answer = self._too_many() if code == TOO_MANY else _refused(401, f"{reason}.")
                await answer(request.scope, request.receive, send)
            else:
                kinds = ALL_KINDS if request.method == "POST" else _FOR_READING
                await run_stream(self._operations, request, stream, asked, self._cookies, kinds)

    def _context_of(self, request: HTTPConnection, *, remembers: bool = False) -> Context:
        """A bearer token wins over a cookie, and a cookie counts on our own pages alone."""
        self._unnamed_proxies.look_at(request)
        token = bearer_token(request.headers.get("authorization"))
        if token is None and not is_from_elsewhere(request):
            token = self._cookies.token_in(request)
        return Context(
            self._broker,
            token,
            address=address_of(request.scope),
            remembers=remembers,
            viewer_of=self._sockets.viewer_of,
        )

    def _too_many(self) -> Response:
        retry_after = coming_back.retry_after(len(self._sockets))
        return _refused(429, "Too many connections.", retry_after)

    def _by_cookie(self, request: HTTPConnection) -> bool:
        return not _has_bearer(request) and self._cookies.token_in(request) is not None


def _headers_of(answer: Answer) -> list[tuple[bytes, bytes]]:
    if answer.outcome is Outcome.READING_ONLY:
        return [(b"allow", b"POST")]
    if answer.outcome is Outcome.THROTTLED:
        seconds = max(1, math.ceil(answer.retry_after_seconds))
        return [(b"retry-after", b"%d" % seconds)]
    return []


def _has_bearer(request: HTTPConnection) -> bool:
    return bearer_token(request.headers.get("authorization")) is not None


def _refused(status_code: int, message: str, headers: Mapping[str, str] | None = None) -> Response:
    return JSONResponse({"errors": [{"message": message}]}, status_code, headers)
