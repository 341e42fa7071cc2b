"""graphql-transport-ws by the letter of its protocol, and within limits.

Source: https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md
"""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from time import monotonic
from typing import Any

from starlette.types import Receive

from likewise.operations.answers import as_json
from likewise.operations.running import Operations
from likewise.web import coming_back
from likewise.web.bodies import decode_json
from likewise.web.cookies import bearer_token
from likewise.web.open_sockets import OpenSocket
from likewise.web.requests import NotAsked, asked_for
from likewise.web.socket_operation import SocketOperation
from likewise.web.sockets import Sockets

SUBPROTOCOL = "graphql-transport-ws"
_BAD_REQUEST = 4400
_MAX_ID_CHARACTERS = 256

Message = dict[str, Any]


class SocketConversation:
    """One socket's side of the conversation."""

    def __init__(self, operations: Operations, socket: OpenSocket, sockets: Sockets) -> None:
        self.socket = socket
        self._operations = operations
        self._sockets = sockets
        self._running: dict[str, SocketOperation] = {}
        self._greeted = False
        self._acknowledged = False
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
            await self._end_all()

    async def _handle_frame(self, text: str | None) -> None:
        self.socket.rounds_silent = 0
        if not self._may_speak():
            self.socket.end(4429, "Too many messages")
            return
        if text is None:
            self.socket.end(_BAD_REQUEST, "Messages are text")
            return
        try:
            found = decode_json(text)
        except json.JSONDecodeError:
            self.socket.end(_BAD_REQUEST, "Messages are JSON")
            return
        if not isinstance(found, dict) or (fault := _fault_of(found)):
            self.socket.end(_BAD_REQUEST, fault if isinstance(found, dict) else "No message")
            return
        await self._handle(found)

    def _may_speak(self) -> bool:
        """Take one from a bucket that fills with `socket_messages_per_second`."""
        limits, now = self._sockets.settings, monotonic()
        gained = (now - self._counted_at) * limits.socket_messages_per_second
        self._counted_at = now
        self._allowance = min(limits.socket_messages_burst, self._allowance + gained) - 1
        return self._allowance >= 0

    async def _handle(self, message: Message) -> None:
        match message["type"]:
            case "connection_init":
                await self._greet(message)
            case "ping":
                payload = message.get("payload")
                pong = {"type": "pong"} if payload is None else {"type": "pong", "payload": payload}
                await self.socket.send(as_json(pong))
            case "subscribe":
                await self._subscribe(message)
            case "complete":
                # One that is unknown has ended already.
                self.socket.withdraw(message["id"])
                if running := self._running.pop(message["id"], None):
                    running.stop()

    async def _greet(self, message: Message) -> None:
        """Take a payload of null for none; find out whose session this is, and acknowledge."""
        if self._greeted:
            self.socket.end(4429, "Too many initialisation requests")
            return
        self._greeted = True
        payload = message.get("payload") or {}
        context = self.socket.context
        authorization = payload.get("authorization") or payload.get("Authorization")
        if authorization:
            # What it brings wins over a cookie. Something that is no token at all is refused too.
            context.token = bearer_token(authorization) or ""
            self.socket.by_bearer = True
        if refusal := await self._sockets.admit(self.socket):
            self.socket.end(*refusal)
            return
        hint = coming_back.hint(len(self._sockets))
        await self.socket.send(as_json({"type": "connection_ack", "payload": hint}))
        self._acknowledged = True

    async def _subscribe(self, message: Message) -> None:
        """Begin an operation, if it may begin."""
        operation_id, payload = message["id"], message["payload"]
        if not self._acknowledged:
            self.socket.end(4401, "Unauthorized")
            return
        if operation_id in self._running:
            self.socket.end(4409, f"Subscriber for {operation_id} already exists")
            return
        if len(self._running) >= self._sockets.settings.subscriptions_per_socket:
            await self._refuse(operation_id, "Too many operations on this socket: complete one.")
            return
        try:
            asked = asked_for(
                payload.get("query"),
                payload.get("documentId"),
                payload.get("variables"),
                payload.get("operationName"),
            )
        except NotAsked as refusal:
            await self._refuse(operation_id, refusal.message)
            return
        self._running[operation_id] = SocketOperation(
            self._operations, self.socket, operation_id, asked, self._forget
        )

    async def _refuse(self, operation_id: str, message: str) -> None:
        errors = [{"message": message}]
        await self.socket.send(as_json({"id": operation_id, "type": "error", "payload": errors}))

    def _forget(self, operation: SocketOperation) -> None:
        if self._running.get(operation.id) is operation:
            del self._running[operation.id]

    async def _end_all(self) -> None:
        """End everything, and wait until it has ended."""
        running = list(self._running.values())
        self._running.clear()
        tasks = [each.task for each in running if each.task is not None]
        for each in running:
            each.stop()
        for task in tasks:
            with suppress(Exception, asyncio.CancelledError):
                await task


def _fault_of(found: Message) -> str:
    """What is wrong with a message of a client; empty: nothing."""
    match found:
        case {"type": "connection_init" | "ping" | "pong" as kind, **rest}:
            fine = isinstance(rest.get("payload"), dict | None)
        case {"type": "subscribe" as kind, "id": str(name), "payload": dict(payload)}:
            texts = [payload.get(key) for key in ("query", "documentId", "operationName")]
            fine = (
                0 < len(name) <= _MAX_ID_CHARACTERS
                and all(isinstance(each, str | None) for each in texts)
                and (isinstance(texts[0], str) or isinstance(texts[1], str))
                and isinstance(payload.get("variables"), dict | None)
                and isinstance(payload.get("extensions"), dict | None)
            )
        case {"type": "complete" as kind, "id": str(name)}:
            fine = name != ""
        case {"type": "subscribe" | "complete" as kind}:
            fine = False
        case _:
            return f"Unknown message type: {found.get('type')}"
    return "" if fine else f"Invalid message of type {kind}"
