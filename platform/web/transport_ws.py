"""graphql-transport-ws, where Strawberry 0.341 is laxer than the protocol, or breaks."""

from __future__ import annotations

from typing import Any, cast

from strawberry.subscriptions.protocols.graphql_transport_ws.handlers import (
    BaseGraphQLTransportWSHandler,
)
from strawberry.subscriptions.protocols.graphql_transport_ws.types import Message

from likewise.resolvers.context import Context


class StrictTransportHandler(BaseGraphQLTransportWSHandler[Context, None]):
    """Closes with 4400 on what is no message, and takes a payload of null for none."""

    async def handle_message(self, message: Message) -> None:
        """Handle one message, once it is known to be one."""
        found = cast("object", message)
        if not isinstance(found, dict) or not _is_message(found):
            await self.handle_invalid_message("Not a message of graphql-transport-ws")
            return
        if found["type"] == "connection_init" and found.get("payload") is None:
            found = {"type": "connection_init"}
        await super().handle_message(cast("Message", found))


def _is_message(found: dict[str, Any]) -> bool:
    match found:
        case {"type": "subscribe", "id": str(number), "payload": {"query": str()} as payload}:
            variables, name = payload.get("variables"), payload.get("operationName")
            return (
                number != "" and isinstance(variables, dict | None) and isinstance(name, str | None)
            )
        case {"type": "complete", "id": str()}:
            return True
        case {"type": "subscribe" | "complete"}:
            return False
        case {"type": str()}:
            return True
    return False
