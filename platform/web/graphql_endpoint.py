"""/graphql, over HTTP and over WebSocket.

Sources: the GraphQL over HTTP draft; graphql-transport-ws
(https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta

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
from strawberry.types.unset import UNSET, UnsetType

from likewise.resolvers.context import Context
from likewise.resolvers.root import Schema
from likewise.subscriptions.broker import Broker
from likewise.web.bodies import BodyTooLarge, decode_json, limited
from likewise.web.cookies import SessionCookies, bearer_token, is_from_elsewhere
from likewise.web.transport_ws import StrictTransportHandler

_INIT_WAIT = timedelta(seconds=3)
_MAX_OPERATIONS_PER_SOCKET = 20
_JSON = "application/json"
_NO_PAYLOAD: UnsetType = UNSET


class _JsonRequest(StarletteRequestAdapter):
    """A request that is known to be JSON, however it writes that: Strawberry minds the case."""

    @property
    def content_type(self) -> str | None:
        return _JSON


class GraphQLEndpoint(GraphQL[Context, None]):
    """Strawberry's endpoint, made strict, with our sessions."""

    request_adapter_class = _JsonRequest
    graphql_transport_ws_handler_class = StrictTransportHandler

    def __init__(self, schema: Schema, *, broker: Broker, cookies: SessionCookies) -> None:
        super().__init__(
            schema,
            graphql_ide=None,
            allow_queries_via_get=False,
            subscription_protocols=[GRAPHQL_TRANSPORT_WS_PROTOCOL],
            connection_init_wait_timeout=_INIT_WAIT,
            max_subscriptions_per_connection=_MAX_OPERATIONS_PER_SOCKET,
        )
        self._broker = broker
        self._cookies = cookies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or hold a socket until it ends."""
        if scope["type"] != "http":
            await super().__call__(scope, receive, send)
            return
        request = Request(scope, limited(receive))
        response = await self._answer(request)
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        if request.method != "POST":
            return _refused(405, "Send GraphQL by POST.", {"Allow": "POST"})
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _JSON:
            return _refused(415, f"Send GraphQL as {_JSON}.")
        if self._by_cookie(request) and is_from_elsewhere(request):
            return _refused(403, "This session's cookie is for our own pages only.")
        try:
            return await self.run(request)
        except BodyTooLarge:
            return _refused(413, "The request is larger than 1 MiB.")
        except HTTPException as refusal:
            return _refused(refusal.status_code, refusal.reason)

    async def get_context(
        self, request: Request | WebSocket, response: Response | WebSocket
    ) -> Context:
        """Whose session it is: a bearer token wins over a cookie."""
        token = bearer_token(request.headers.get("authorization"))
        if token is None and not is_from_elsewhere(request):
            token = self._cookies.token_in(request)
        return Context(self._broker, token)

    async def on_ws_connect(self, context: Context) -> UnsetType:
        """What `connection_init` brings wins over a cookie, too."""
        token = bearer_token(context.connection_params.get("authorization"))
        if token is not None:
            context.token = token
        return _NO_PAYLOAD

    def is_websocket_origin_allowed(self, request: WebSocket, origin: str) -> bool:
        """Other people's pages may connect, with a bearer token: the cookie is not looked at."""
        return True

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
            raise HTTPException(400, "Subscriptions go over WebSocket, at this address.") from None
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

    def _by_cookie(self, request: HTTPConnection) -> bool:
        return (
            bearer_token(request.headers.get("authorization")) is None
            and self._cookies.token_in(request) is not None
        )


def _refused(status_code: int, message: str, headers: Mapping[str, str] | None = None) -> Response:
    return JSONResponse({"errors": [{"message": message}]}, status_code, headers)
