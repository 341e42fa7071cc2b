"""Having something inspected through the API, and waiting for what comes of it."""

from __future__ import annotations

import asyncio

from tests.support.api_client import ApiClient, Json

STATE = "inspection { kind state month askedAt }"
_WAITS_SECONDS = 60


async def inspected(api: ApiClient, mutation: str, wish: Json, token: str, found: str = "") -> Json:
    """Have it begun, and ask until it has ended: what it came to then."""
    payload = await api.do(mutation, wish, STATE, token)
    assert payload["errors"] == []
    kind = payload["inspection"]["kind"]
    document = f"{{ inspection(kind: {kind}) {{ state refusal {{ code message }} {found} }} }}"
    async with asyncio.timeout(_WAITS_SECONDS):
        while (inspection := (await api.ask(document, token=token))["inspection"])["state"] == (
            "RUNNING"
        ):
            pass
    ended: Json = inspection
    return ended
