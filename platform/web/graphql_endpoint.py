"""/graphql: over HTTP, as a stream of events, and over WebSocket.

Sources: the GraphQL over HTTP draft; the protocols that transport_sse.py and transport_ws.py name.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from cross_web import AsyncHTTPRequestAdapter, HTTPException, StarletteRequestAdapter
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL
from strawberry.exceptions import MissingQueryError
from strawberry.http import GraphQLRequestData
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.subscriptions import GRAPHQL_TRANSPORT_WS_PROTOCOL
from strawberry.types import ExecutionResult, SubscriptionExecutionResult
from strawberry.types.graphql import OperationType

from likewise.resolvers.context import Context
from likewise.resolvers.prepared import Preparer
from likewise.resolvers.root import Schema
from likewise.subscriptions.broker import Broker
from likewise.web import coming_back
from likewise.web.bodies import BodyTooLarge, decode_json, limited
from likewise.web.connections import link_of
from likewise.web.cookies import SessionCookies, bearer_token, is_from_elsewhere
from likewise.web.limits import MAX_TOKENS, RULES
from likewise.web.open_sockets import OpenSocket
from likewise.web.sockets import TOO_MANY, Sockets, address_of
from likewise.web.transport_sse import EventStream, is_subscription, run_stream, wants_events
from likewise.web.transport_ws import StrictTransportHandler

_JSON = "application/json"
_SUBPROTOCOL_NOT_ACCEPTABLE = 4406


class _JsonRequest(StarletteRequestAdapter):
    """A request that is known to be JSON, however it writes that: Strawberry minds the case."""

    @property
    def content_type(self) -> str | None:
        return _JSON


class GraphQLEndpoint(GraphQL[Context, None]):
    """Strawberry's endpoint, made strict, with our sessions."""

    request_adapter_class = _JsonRequest

    def __init__(
        self, schema: Schema, *, broker: Broker, cookies: SessionCookies, sockets: Sockets
    ) -> None:
        super().__init__(
            schema,
            graphql_ide=None,
            allow_queries_via_get=False,
            subscription_protocols=[GRAPHQL_TRANSPORT_WS_PROTOCOL],
        )
        self.preparer = Preparer(schema, RULES, MAX_TOKENS)
        self._broker = broker
        self._cookies = cookies
        self._sockets = sockets

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or hold a socket until it ends."""
        if scope["type"] != "http":
            await self._hold(WebSocket(scope, receive, send))
            return
        request = Request(scope, limited(receive))
        found = await self._answer(request)
        if isinstance(found, GraphQLRequestData):
            await self._stream(request, found, send)
        else:
            await found(scope, receive, send)

    async def _hold(self, request: WebSocket) -> None:
        """Keep a socket open until it ends. Too many are refused before they are any."""
        address = address_of(request.scope)
        if not self._sockets.has_room_for(address):
            await request.send_denial_response(self._too_many())
            return
        if GRAPHQL_TRANSPORT_WS_PROTOCOL not in request.scope["subprotocols"]:
            await request.accept()
            await request.close(_SUBPROTOCOL_NOT_ACCEPTABLE, "Subprotocol not acceptable")
            return
        await request.accept(GRAPHQL_TRANSPORT_WS_PROTOCOL)
        link, context = link_of(request.scope), self._context_of(request)
        context.viewer_of = self._sockets.viewer_of
        socket = OpenSocket(self._sockets, request._send, link, address, context)
        socket.by_bearer = _has_bearer(request)
        with self._sockets.holding(socket):
            await StrictTransportHandler(self, socket, self._sockets).hold(request._receive)

    async def _answer(self, request: Request) -> Response | GraphQLRequestData:
        """The answer; or what is asked, where it is to be answered by a stream."""
        if request.method != "POST":
            return _refused(405, "Send GraphQL by POST.", {"Allow": "POST"})
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _JSON:
            return _refused(415, f"Send GraphQL as {_JSON}.")
        if self._by_cookie(request) and is_from_elsewhere(request):
            return _refused(403, "This session's cookie is for our own pages only.")
        try:
            return await self._asked_to_stream(request) or await self.run(request)
        except BodyTooLarge:
            return _refused(413, "The request is larger than 1 MiB.")
        except HTTPException as refusal:
            return _refused(refusal.status_code, refusal.reason)

    async def _asked_to_stream(self, request: Request) -> GraphQLRequestData | None:
        wanted = wants_events(request.headers.get("accept", ""))
        if wanted is None:
            return None
        try:
            asked = await self.parse_http_body(self.request_adapter_class(request))
        except json.JSONDecodeError:
            raise HTTPException(400, "Unable to parse request body as JSON") from None
        if isinstance(asked, list) or not isinstance(asked.operation_name, str | None):
            raise HTTPException(400, "One operation at a time, and its name is text.")
        if not asked.query:
            raise HTTPException(400, "No GraphQL query found in the request")
        # Many clients accept both for everything, and mean a stream for subscriptions alone.
        return asked if wanted == "rather" or is_subscription(asked) else None

    async def _stream(self, request: Request, asked: GraphQLRequestData, send: Send) -> None:
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
                await run_stream(self, request, stream, asked, self._cookies)

    async def get_context(
        self, request: Request | WebSocket, response: Response | WebSocket
    ) -> Context:
        """Whose session it is."""
        return self._context_of(request)

    def _context_of(self, request: HTTPConnection) -> Context:
        """A bearer token wins over a cookie, and a cookie counts on our own pages alone.

        Other people's pages may connect, too, with a token.
        """
        token = bearer_token(request.headers.get("authorization"))
        if token is None and not is_from_elsewhere(request):
            token = self._cookies.token_in(request)
        return Context(self._broker, token)

    async def execute_operation(
        self,
        request: Request,
        request_adapter: AsyncHTTPRequestAdapter,
        request_data: GraphQLRequestData | list[GraphQLRequestData],
        context: Context,
        root_value: None,
        sub_response: Response,
    ) -> ExecutionResult | list[ExecutionResult] | SubscriptionExecutionResult:
        """Run it, then send the cookie that it wished for."""
        result = await super().execute_operation(
            request, request_adapter, request_data, context, root_value, sub_response
        )
        if context.session_cookie is not None:
            self._cookies.apply(context.session_cookie, sub_response)
        return result

    async def execute_single(
        self,
        request: Request,
        request_adapter: AsyncHTTPRequestAdapter,
        sub_response: Response,
        context: Context,
        root_value: None,
        request_data: GraphQLRequestData,
    ) -> ExecutionResult:
        """A query or a mutation. Strawberry would run a subscription as if it were a query."""
        try:
            return await self.schema.execute(
                request_data.query,
                variable_values=request_data.variables,
                context_value=context,
                operation_name=request_data.operation_name,
                allowed_operation_types={OperationType.QUERY, OperationType.MUTATION},
                operation_extensions=request_data.extensions,
            )
        except InvalidOperationTypeError:
            raise HTTPException(
                400,
                "Subscriptions go over WebSocket, or with `Accept: text/event-stream`, at this"
                " address.",
            ) from None
        except CannotGetOperationTypeError as error:
            raise HTTPException(400, error.as_http_error_reason()) from error
        except MissingQueryError:
            raise HTTPException(400, "No GraphQL query found in the request") from None

    def decode_json(self, data: str | bytes) -> object:
        """What came in; raises json.JSONDecodeError."""
        found = decode_json(data)
        if not isinstance(found, dict | list):
            raise json.JSONDecodeError("neither object nor array", "", 0)
        return found

    def _too_many(self) -> Response:
        retry_after = coming_back.retry_after(len(self._sockets))
        return _refused(429, "Too many connections.", retry_after)

    def _by_cookie(self, request: HTTPConnection) -> bool:
        return (
            bearer_token(request.headers.get("authorization")) is None
            and self._cookies.token_in(request) is not None
        )


def _has_bearer(request: HTTPConnection) -> bool:
    return bearer_token(request.headers.get("authorization")) is not None


def _refused(status_code: int, message: str, headers: Mapping[str, str] | None = None) -> Response:
    return JSONResponse({"errors": [{"message": message}]}, status_code, headers)
