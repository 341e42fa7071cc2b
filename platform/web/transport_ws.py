"""graphql-transport-ws by the letter of its protocol, and within limits.

Source: https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md. Strawberry's handler is
laxer in places, breaks in others, and keeps a task and a timer for each socket; what runs an
operation is still its own.
"""

from __future__ import annotations

import asyncio
import json
from contextlib import aclosing, suppress
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Any, cast

from graphql import GraphQLError
from starlette.types import Receive
from strawberry.http.async_base_view import AsyncWebSocketAdapter
from strawberry.subscriptions.protocols.graphql_transport_ws.handlers import (
    BaseGraphQLTransportWSHandler,
    Operation,
)
from strawberry.subscriptions.protocols.graphql_transport_ws.types import (
    CompleteMessage,
    ConnectionInitMessage,
    Message,
    PingMessage,
    SubscribeMessage,
)
from strawberry.types.execution import PreExecutionError

from likewise.resolvers.context import Context
from likewise.web import coming_back
from likewise.web.cookies import bearer_token
from likewise.web.open_sockets import OpenSocket
from likewise.web.operation_results import results_of
from likewise.web.shown_operation import ShownOperation
from likewise.web.sockets import INIT_WAIT, Sockets

if TYPE_CHECKING:
    from likewise.web.graphql_endpoint import GraphQLEndpoint

_MAX_ID_CHARACTERS = 256


class StrictTransportHandler(BaseGraphQLTransportWSHandler[Context, None]):
    """One socket's side of the conversation."""

    def __init__(self, view: GraphQLEndpoint, socket: OpenSocket, sockets: Sockets) -> None:
        super().__init__(
            view=view,
            websocket=cast("AsyncWebSocketAdapter", socket),
            context=socket.context,
            root_value=None,
            schema=view.schema,
            connection_init_wait_timeout=INIT_WAIT,
            max_subscriptions_per_connection=sockets.settings.subscriptions_per_socket,
        )
        self.socket = socket
        self._preparer = view.preparer
        self._sockets = sockets
        self._allowance = float(sockets.settings.socket_messages_burst)
        self._counted_at = monotonic()

    async def hold(self, receive: Receive) -> None:
        """Answer what comes in until the socket ends, then end what it has begun."""
        try:
            while (event := await receive())["type"] != "websocket.disconnect":
                # Between our close and the client's there may still come something.
                if not self.socket.closed:
                    await self._handle_frame(event.get("text"))
        finally:
            await self.shutdown()

    async def _handle_frame(self, text: str | None) -> None:
        self.socket.rounds_silent = 0
        if not self._may_speak():
            self.socket.end(4429, "Too many messages")
            return
        if text is None:
            await self.handle_invalid_message("Messages are text")
            return
        try:
            found = self.view.decode_json(text)
        except json.JSONDecodeError:
            await self.handle_invalid_message("Messages are JSON")
            return
        if not isinstance(found, dict) or (fault := _fault_of(found)):
            await self.handle_invalid_message(fault if isinstance(found, dict) else "No message")
            return
        await self.handle_message(cast("Message", found))

    def _may_speak(self) -> bool:
        """Take one from a bucket that fills with `socket_messages_per_second`."""
        limits, now = self._sockets.settings, monotonic()
        gained = (now - self._counted_at) * limits.socket_messages_per_second
        self._counted_at = now
        self._allowance = min(limits.socket_messages_burst, self._allowance + gained) - 1
        return self._allowance >= 0

    async def handle_connection_init(self, message: ConnectionInitMessage) -> None:
        """Take a payload of null for none; find out whose session this is, and acknowledge."""
        if self.connection_init_received:
            self.socket.end(4429, "Too many initialisation requests")
            return
        self.connection_init_received = True
        payload = message.get("payload") or {}
        self.context.connection_params = payload
        authorization = payload.get("authorization") or payload.get("Authorization")
        if authorization:
            # What it brings wins over a cookie. Something that is no token at all is refused too.
            self.context.token = bearer_token(authorization) or ""
            self.socket.by_bearer = True
        if refusal := await self._sockets.admit(self.socket):
            self.socket.end(*refusal)
            return
        hint = coming_back.hint(len(self._sockets))
        await self.send_message({"type": "connection_ack", "payload": hint})
        self.connection_acknowledged = True

    async def handle_ping(self, message: PingMessage) -> None:
        """Answer with what came along."""
        payload = message.get("payload")
        if payload is None:
            await self.send_message({"type": "pong"})
        else:
            await self.send_message({"type": "pong", "payload": payload})

    async def handle_subscribe(self, message: SubscribeMessage) -> None:
        """Begin an operation, if it may begin."""
        operation_id = message["id"]
        if not self.connection_acknowledged:
            self.socket.end(4401, "Unauthorized")
        elif operation_id in self.operations:
            self.socket.end(4409, f"Subscriber for {operation_id} already exists")
        elif len(self.operations) >= self._sockets.settings.subscriptions_per_socket:
            refusal = GraphQLError("Too many operations on this socket: complete one first.")
            await self.send_message(
                {"id": operation_id, "type": "error", "payload": [refusal.formatted]}
            )
        else:
            await self.start_operation(message)

    async def start_operation(self, message: SubscribeMessage) -> None:
        """Show a feed that can be prepared; run everything else in a task of its own."""
        payload, operation_id = message["payload"], message["id"]
        prepared = self._preparer.prepare(
            payload["query"], payload.get("variables"), payload.get("operationName")
        )
        if prepared is None:
            self._execute(message)
            return
        shown = ShownOperation(
            self.socket,
            operation_id,
            prepared,
            complete=partial(self._complete, operation_id),
            execute=partial(self._execute, message),
        )
        self.operations[operation_id] = cast("Operation[Context, None]", shown)

    def _execute(self, message: SubscribeMessage) -> None:
        """Run it by Strawberry."""
        payload = message["payload"]
        operation = Operation(
            self,
            message["id"],
            payload["query"],
            payload.get("variables"),
            payload.get("operationName"),
        )
        self.operations[message["id"]] = operation
        operation.task = asyncio.create_task(self.run_operation(operation))
        operation.task.add_done_callback(self._task_done)

    async def run_operation(self, operation: Operation[Context, None]) -> None:
        """Send its results as they come, then that it is complete."""
        asked = operation.query, operation.variables, operation.operation_name
        async with aclosing(results_of(self.schema, self.context, *asked)) as results:
            await self._send_result_stream(operation, results)
        await operation.send_operation_message({"id": operation.id, "type": "complete"})

    async def handle_complete(self, message: CompleteMessage) -> None:
        """End an operation. One that is unknown has ended already."""
        self.socket.withdraw(message["id"])
        await self.cleanup_operation(message["id"])

    async def cleanup_operation(self, operation_id: str) -> None:
        """Stop an operation, if it is there. Does not wait for its end."""
        operation: object = self.operations.pop(operation_id, None)
        if isinstance(operation, ShownOperation):
            operation.stop()
        elif isinstance(operation, Operation) and operation.task is not None:
            operation.task.cancel()

    def _complete(self, operation_id: str) -> None:
        self.operations.pop(operation_id, None)
        # Under a name of its own, or it would take the place of the last state.
        text = self.view.encode_json_string({"id": operation_id, "type": "complete"})
        self.socket.offer(f"complete:{operation_id}", text)

    async def send_message(self, message: Message) -> None:
        """Send a message, once what was said before is on its way."""
        await self.socket.send(self.view.encode_json_string(message))

    async def shutdown(self) -> None:
        """End everything, and wait until it has ended."""
        tasks = [each.task for each in self.operations.values() if each.task]
        for operation_id in list(self.operations):
            await self.cleanup_operation(operation_id)
        for task in tasks:
            with suppress(Exception, asyncio.CancelledError):
                await task

    async def _handle_pre_execution_error(
        self, operation: Operation[Context, None], result: PreExecutionError
    ) -> None:
        # Strawberry closes the socket over some of these: one mistaken operation is no reason.
        await operation.send_initial_errors(result.errors or [])


def _fault_of(found: dict[str, Any]) -> str:
    """What is wrong with a message of a client; empty: nothing."""
    match found:
        case {"type": "connection_init" | "ping" | "pong" as kind, **rest}:
            fine = isinstance(rest.get("payload"), dict | None)
        case {"type": "subscribe" as kind, "id": str(name), "payload": {"query": str(), **rest}}:
            fine = (
                0 < len(name) <= _MAX_ID_CHARACTERS
                and isinstance(rest.get("variables"), dict | None)
                and isinstance(rest.get("extensions"), dict | None)
                and isinstance(rest.get("operationName"), str | None)
            )
        case {"type": "complete" as kind, "id": str(name)}:
            fine = name != ""
        case {"type": "subscribe" | "complete" as kind}:
            fine = False
        case _:
            return f"Unknown message type: {found.get('type')}"
    return "" if fine else f"Invalid message of type {kind}"
