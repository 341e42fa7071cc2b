"""What clients are told about coming back: a spread that grows with those who would come too."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AsyncExitStack

import pytest
from httpx import AsyncClient
from websockets.exceptions import InvalidStatus

from likewise.web.coming_back import retry_after, spread_milliseconds
from tests.support.graphql_socket import bare_socket, graphql_socket
from tests.support.keeper import Addresses
from tests.support.shared_server import SharedServer, shared_server

PER_ADDRESS = 3


@pytest.fixture(scope="module")
def server(server_addresses: Addresses) -> Iterator[SharedServer]:
    variables = {"LIKEWISE_SOCKETS_PER_ADDRESS": str(PER_ADDRESS)}
    with shared_server(server_addresses, **variables) as server:
        yield server


def test_the_spread_grows_by_a_millisecond_a_socket_within_bounds() -> None:
    spreads = [spread_milliseconds(count) for count in (0, 1, 1000, 5000, 1_000_000)]
    assert spreads == [500, 500, 1000, 5000, 30_000]


def test_whoever_is_refused_is_told_different_moments() -> None:
    told = {int(retry_after(1000)["Retry-After"]) for _ in range(200)}
    assert len(told) > 1
    assert min(told) >= 1
    assert max(told) <= 10


async def test_a_connection_is_acknowledged_with_how_to_come_back(server: SharedServer) -> None:
    async with bare_socket(server.address) as socket:
        await socket.say("connection_init")
        assert await socket.hear() == {
            "type": "connection_ack",
            "payload": {"retry": {"minimumMilliseconds": 100, "spreadMilliseconds": 500}},
        }


async def test_sockets_and_streams_that_are_refused_are_told_when_to_come_again(
    server: SharedServer,
) -> None:
    events = {"Accept": "text/event-stream"}
    async with AsyncExitStack() as stack, AsyncClient(base_url=server.address, timeout=60) as http:
        for _ in range(PER_ADDRESS):
            await stack.enter_async_context(graphql_socket(server.address))
        with pytest.raises(InvalidStatus) as refusal:
            await stack.enter_async_context(graphql_socket(server.address))
        response = await http.post("/graphql", json={"query": "{ __typename }"}, headers=events)
    assert refusal.value.response.status_code == response.status_code == 429
    for headers in (refusal.value.response.headers, response.headers):
        assert 1 <= int(headers["retry-after"]) <= 10
