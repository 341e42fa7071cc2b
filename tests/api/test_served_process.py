"""A real process: uvicorn, HTTP, sockets, and a start that is refused."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress

import asyncpg
import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.typing import Subprotocol

from tests.support.served import served, started, to_serve

TRANSPORT = Subprotocol("graphql-transport-ws")
ADA = {
    "email": "ada@likewise.example",
    "password": "a rather long sentence",
    "handle": "ada",
    "displayName": "Ada",
}
UP = "mutation Up($input: SignUpInput!) { signUp(input: $input) { token } }"
INIT = {"type": "connection_init"}


async def sign_up(address: str) -> str:
    async with httpx.AsyncClient(base_url=address, timeout=60) as http:
        answer = await http.post("/graphql", json={"query": UP, "variables": {"input": ADA}})
        token: str = answer.json()["data"]["signUp"]["token"]
        return token


async def say(socket: ClientConnection, message: object) -> None:
    await socket.send(message if isinstance(message, str | bytes) else json.dumps(message))


async def hear(socket: ClientConnection) -> dict[str, object]:
    heard: dict[str, object] = json.loads(await socket.recv())
    return heard


async def closes_with(socket: ClientConnection) -> int:
    with suppress(ConnectionClosed):
        while True:
            await socket.recv()
    assert socket.close_code is not None
    return socket.close_code


async def test_a_served_process_answers_over_http_and_over_sockets(
    database_url: str, redis_url: str, channel_prefix: str
) -> None:
    words = to_serve(database_url, redis_url)
    with started(words, LIKEWISE_REDIS_PREFIX=channel_prefix) as server:
        address = server.address
        token = await sign_up(address)
        async with httpx.AsyncClient(base_url=address, timeout=60) as http:
            health = await http.get("/health")
            assert health.json() == {"status": "ok", "database": "ok", "broker": "ok"}
            assert "server" not in health.headers
        url = address.replace("http:", "ws:") + "/graphql"
        async with connect(url, subprotocols=[TRANSPORT]) as socket:
            await say(socket, {**INIT, "payload": {"authorization": f"Bearer {token}"}})
            assert (await hear(socket))["type"] == "connection_ack"
            query = {"query": "subscription { walletUpdated { version } }"}
            await say(socket, {"id": "1", "type": "subscribe", "payload": query})
            assert await hear(socket) == {
                "id": "1",
                "type": "next",
                "payload": {"data": {"walletUpdated": {"version": 0}}},
            }
        # The socket of somebody else's page is none; her own page's knows her by the cookie.
        cookie = {"Cookie": f"likewise_session={token}"}
        with pytest.raises(InvalidStatus, match="403"):
            await me_over(url, {**cookie, "Origin": "https://evil.example"})
        assert await me_over(url, {**cookie, "Origin": address}) == "ada"
        assert await me_over(url, cookie) == "ada"
        await bad_messages_close_the_socket(url)


async def me_over(url: str, headers: dict[str, str]) -> object:
    """My handle, or the code of the refusal."""
    async with connect(url, subprotocols=[TRANSPORT], additional_headers=headers) as socket:
        await say(socket, {**INIT, "payload": None})
        assert (await hear(socket))["type"] == "connection_ack"
        await say(
            socket, {"id": "1", "type": "subscribe", "payload": {"query": "{ me { handle } }"}}
        )
        payload = (await hear(socket))["payload"]
        assert isinstance(payload, dict)
        if payload["data"]["me"] is None:
            return payload["errors"][0]["extensions"]["code"]
        return payload["data"]["me"]["handle"]


async def bad_messages_close_the_socket(url: str) -> None:
    """Regressions: Strawberry 0.341 breaks on some of these with 1006, and accepts others."""
    query = {"query": "{ settlements { month } }"}
    for message, code in (
        ([], 4400),
        ("nonsense", 4400),
        ({"type": 7}, 4400),
        ({"type": "start"}, 4400),
        ({"type": "subscribe", "id": "1", "payload": None}, 4400),
        ({"type": "subscribe", "id": "1", "payload": []}, 4400),
        ({"type": "subscribe", "id": 1, "payload": query}, 4400),
        ({"type": "subscribe", "id": "1", "payload": {**query, "variables": []}}, 4400),
        ({"type": "complete"}, 4400),
        (b"bytes", 4400),
        (INIT, 4429),
        ("x" * 70_000, 1009),
    ):
        async with connect(url, subprotocols=[TRANSPORT]) as socket:
            await say(socket, INIT)
            await hear(socket)
            await say(socket, message)
            assert await closes_with(socket) == code, message
    async with connect(url, subprotocols=[TRANSPORT]) as socket:
        await say(socket, {"id": "1", "type": "subscribe", "payload": query})
        assert await closes_with(socket) == 4401
    async with connect(url, subprotocols=[Subprotocol("graphql-ws")]) as socket:
        assert await closes_with(socket) == 4406


async def test_a_server_stops_in_time_with_a_wallet_open(database_url: str, redis_url: str) -> None:
    with served(database_url, redis_url) as address:
        token = await sign_up(address)
        url = address.replace("http:", "ws:") + "/graphql"
        socket = await connect(url, subprotocols=[TRANSPORT])
        await say(socket, {**INIT, "payload": {"authorization": f"Bearer {token}"}})
        await hear(socket)
        query = {"query": "subscription { walletUpdated { version } }"}
        await say(socket, {"id": "1", "type": "subscribe", "payload": query})
        await hear(socket)
    assert await closes_with(socket) in {1001, 1012}


async def test_an_older_schema_stops_the_start_with_one_clear_line(
    database_url: str, redis_url: str
) -> None:
    link = await asyncpg.connect(database_url)
    await link.execute(
        "DELETE FROM tortoise_migrations WHERE name = (SELECT max(name) FROM tortoise_migrations)"
    )
    await link.close()
    starting = await asyncio.create_subprocess_exec(
        *to_serve(database_url, redis_url), stderr=asyncio.subprocess.PIPE
    )
    _, said = await starting.communicate()
    assert starting.returncode == 1
    assert b"likewise migrate" in said.splitlines()[-1]
