"""What a socket may cost: how many, how much, how fast, and for how long nobody reads."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import socket
from collections.abc import Iterator
from contextlib import AsyncExitStack

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.typing import Subprotocol

from tests.support.api_client import ApiClient
from tests.support.graphql_socket import DEADLINE_SECONDS, TRANSPORT, GraphqlSocket, graphql_socket
from tests.support.keeper import Addresses
from tests.support.shared_server import SharedServer, served_api, shared_server

api = served_api

WALLET = "subscription { walletUpdated { version } }"
PER_ADDRESS = 30
PER_PERSON = 5
MESSAGE_BYTES = 64 * 1024


@pytest.fixture(scope="module")
def server(server_addresses: Addresses) -> Iterator[SharedServer]:
    variables = {
        "LIKEWISE_SOCKETS_PER_ADDRESS": str(PER_ADDRESS),
        "LIKEWISE_SOCKETS_PER_PERSON": str(PER_PERSON),
        "LIKEWISE_SLOW_READER_SECONDS": "1",
    }
    with shared_server(server_addresses, **variables) as server:
        yield server


async def test_sockets_beyond_those_of_an_address_are_refused_until_one_has_left(
    server: SharedServer,
) -> None:
    async with AsyncExitStack() as stack:
        opened = [
            await stack.enter_async_context(graphql_socket(server.address))
            for _ in range(PER_ADDRESS)
        ]
        with pytest.raises(InvalidStatus) as refusal:
            async with graphql_socket(server.address):
                pass
        assert refusal.value.response.status_code == 429
        assert refusal.value.response.headers["retry-after"]
        await opened[0].link.close()
        await room_again(server.address)


async def room_again(address: str) -> None:
    """One more socket can be opened, in a moment: its count ends a little after the socket does."""
    async with asyncio.timeout(DEADLINE_SECONDS):
        while True:
            try:
                async with graphql_socket(address):
                    return
            except InvalidStatus:
                continue


async def test_sockets_beyond_those_of_a_person_are_closed_and_harm_nobody_else(
    server: SharedServer, api: ApiClient
) -> None:
    ada, bo = await api.token_of("ada"), await api.token_of("bo")
    async with AsyncExitStack() as stack:
        for _ in range(PER_PERSON):
            await stack.enter_async_context(graphql_socket(server.address, ada))
        url = server.address.replace("http:", "ws:") + "/graphql"
        async with connect(url, subprotocols=[Subprotocol(TRANSPORT)]) as link:
            one_more = GraphqlSocket(link)
            await one_more.say("connection_init", payload={"authorization": f"Bearer {ada}"})
            assert await one_more.closing() == (4429, "Too many connections")
        async with graphql_socket(server.address, bo):
            pass


async def test_the_101st_subscription_is_refused_by_an_error_and_one_less_makes_room(
    server: SharedServer, api: ApiClient
) -> None:
    async with graphql_socket(server.address, await api.token_of("cy")) as opened:
        for number in range(100):
            await opened.subscribe(WALLET, str(number))
            await opened.next(str(number))
        await opened.subscribe(WALLET, "one more")
        told = await opened.hear()
        assert (told["type"], told["id"]) == ("error", "one more")
        await opened.say("complete", id="7")
        await opened.subscribe(WALLET, "one more")
        await opened.next("one more")


async def test_a_message_of_64_kib_is_read_and_a_larger_one_closes_with_1009(
    server: SharedServer,
) -> None:
    frame = json.dumps({"type": "ping", "payload": {"of": ""}})
    for size, closes in (
        (MESSAGE_BYTES, False),
        (MESSAGE_BYTES + 1, True),
        (1024 * 1024, True),
    ):
        async with graphql_socket(server.address) as opened:
            filled = frame.replace('""', f'"{"x" * (size - len(frame))}"')
            assert len(filled) == size
            await opened.say_raw(filled)
            if closes:
                assert (await opened.closing())[0] == 1009
            else:
                assert (await opened.hear())["type"] == "pong"


async def test_ten_thousand_pings_at_once_close_with_4429(server: SharedServer) -> None:
    async with graphql_socket(server.address) as opened:
        closing = asyncio.create_task(opened.closing())
        await flood(opened, 10_000)
        assert await closing == (4429, "Too many messages")


async def flood(opened: GraphqlSocket, count: int) -> None:
    """Ping without waiting, until the socket is closed."""
    try:
        for _ in range(count):
            await opened.say("ping")
    except ConnectionClosed:
        pass


async def test_a_client_that_never_reads_is_cut_and_others_are_answered_meanwhile(
    server: SharedServer,
) -> None:
    stuck = await never_reading(server.address)
    async with graphql_socket(server.address) as other, asyncio.timeout(4 * DEADLINE_SECONDS):
        # Cut: at some time there is nobody any more to take what the client says.
        while await says_large_pings(stuck, 8):
            await other.say("ping")
            assert (await other.hear())["type"] == "pong"
    stuck.close()


async def test_memory_does_not_grow_over_floods_and_clients_that_never_read(
    server: SharedServer, api: ApiClient
) -> None:
    token = await api.token_of("dee")
    await a_round_of_abuse(server.address, token)
    await a_round_of_abuse(server.address, token)
    before_kib = server.memory_kib()
    for _ in range(4):
        await a_round_of_abuse(server.address, token)
    assert server.memory_kib() - before_kib < 6 * 1024


async def a_round_of_abuse(address: str, token: str) -> None:
    """Floods, mistakes, feeds that nobody reads, and connections that are dropped."""
    stuck = [await never_reading(address) for _ in range(3)]
    for each in stuck:
        await says_large_pings(each, 240)
    for _ in range(20):
        async with graphql_socket(address, token) as opened:
            for number in range(50):
                await opened.subscribe(WALLET, str(number))
            closing = asyncio.create_task(opened.closing())
            await flood(opened, 400)
            assert (await closing)[0] == 4429
    for each in stuck:
        await until_cut(each)
        each.close()


async def never_reading(address: str) -> socket.socket:
    """A socket that has said hello, and reads nothing: its buffer for that is tiny."""
    host, _, port = address.removeprefix("http://").partition(":")
    link = socket.socket()
    link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    link.setblocking(False)
    loop = asyncio.get_running_loop()
    await loop.sock_connect(link, (host, int(port)))
    lines = (
        "GET /graphql HTTP/1.1",
        f"Host: {host}:{port}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}",
        "Sec-WebSocket-Version: 13",
        f"Sec-WebSocket-Protocol: {TRANSPORT}",
    )
    await loop.sock_sendall(link, "\r\n".join((*lines, "", "")).encode())
    await loop.sock_sendall(link, masked({"type": "connection_init"}))
    return link


async def says_large_pings(link: socket.socket, count: int) -> bool:
    """Ask for large answers, as far as somebody takes the questions; False: it has been cut."""
    frame = masked({"type": "ping", "payload": {"of": "x" * 60_000}})
    for _ in range(count):
        try:
            async with asyncio.timeout(0.2):
                await asyncio.get_running_loop().sock_sendall(link, frame)
        except TimeoutError:
            return True
        except ConnectionError:
            return False
    return True


async def until_cut(link: socket.socket) -> None:
    """Wait until the server has cut it. Nothing is read meanwhile: who reads is not cut."""
    async with asyncio.timeout(4 * DEADLINE_SECONDS):
        while await says_large_pings(link, 8):
            pass


def masked(message: object) -> bytes:
    """A frame of RFC 6455 with a mask of zeros, which changes nothing."""
    data = json.dumps(message).encode()
    size = len(data)
    head = bytes([0x81, 0x80 | size]) if size < 126 else b"\x81\xfe" + size.to_bytes(2, "big")
    return head + bytes(4) + data
