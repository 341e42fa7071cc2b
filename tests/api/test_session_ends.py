"""A session that ends, ends what is open under it, within five seconds; and nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import asyncpg
import pytest

from likewise.identity.roles import dismiss_operator
from likewise.models.gate import running_month
from tests.support.api_client import ApiClient
from tests.support.graphql_socket import GraphqlSocket, graphql_socket
from tests.support.keeper import Addresses
from tests.support.shared_server import SharedServer, served_api, shared_server

api = served_api

ENDS_WITHIN_SECONDS = 5.0
WALLET = "subscription { walletUpdated { version } }"
SIGN_UP = """mutation { signUp(input: { email: "gil@likewise.example", handle: "gil",
  password: "a long password", displayName: "Gil" }) { errors { code } } }"""
LOG = "{ auditLog(first: 1) { edges { cursor } } }"
SIGN_OUT = "mutation { signOut(input: {}) { errors { code } } }"


@pytest.fixture(scope="module")
def server(server_addresses: Addresses) -> Iterator[SharedServer]:
    with shared_server(server_addresses, LIKEWISE_SOCKET_PING_SECONDS="1.5") as server:
        yield server


async def order(server: SharedServer, statement: str, *values: object) -> None:
    link = await asyncpg.connect(server.database_url)
    try:
        await link.execute(statement, *values)
    finally:
        await link.close()


async def stays(socket: GraphqlSocket) -> None:
    """It is still open: it was looked at in the same round as what has been closed."""
    await socket.say("ping")
    while (await socket.hear())["type"] != "pong":
        pass


async def outlives_a_few_rounds(socket: GraphqlSocket) -> None:
    """It is still open after so many pings that sessions were looked at meanwhile."""
    for _ in range(3):
        assert await socket.hear_even_pings() == {"type": "ping"}
        await socket.say("pong")


async def test_who_signs_out_loses_the_sockets_of_that_session_alone(
    server: SharedServer, api: ApiClient
) -> None:
    here, elsewhere = await api.token_of("ada"), await api.token_of("ada")
    async with (
        graphql_socket(server.address, here) as ended,
        graphql_socket(server.address, elsewhere) as other,
        graphql_socket(server.address) as nobody,
    ):
        for each in (ended, other):
            await each.subscribe(WALLET)
            await each.next()
        await api.ask(SIGN_OUT, token=here)
        assert await ended.closing(ENDS_WITHIN_SECONDS) == (4401, "Your session has ended")
        await stays(other)
        await stays(nobody)


async def test_who_signs_out_on_a_socket_loses_its_feeds(
    server: SharedServer, api: ApiClient
) -> None:
    async with graphql_socket(server.address, await api.token_of("fay")) as socket:
        await socket.subscribe(WALLET)
        await socket.next()
        await socket.subscribe(SIGN_OUT, "out")
        await socket.next("out")
        assert (await socket.closing(ENDS_WITHIN_SECONDS))[0] == 4401


async def test_a_feed_does_not_outlive_a_session_that_began_on_its_socket(
    server: SharedServer,
) -> None:
    """It was nobody's socket when it was let in, and is nobody's again."""
    async with graphql_socket(server.address) as socket:
        await socket.subscribe(SIGN_UP, "up")
        assert (await socket.next("up"))["signUp"]["errors"] == []
        assert (await socket.hear())["type"] == "complete"
        await socket.subscribe(WALLET)
        await socket.next()
        await socket.subscribe(SIGN_OUT, "out")
        await socket.next("out")
        assert (await socket.closing(ENDS_WITHIN_SECONDS))[0] == 4401


async def test_a_session_that_expires_ends_its_sockets(
    server: SharedServer, api: ApiClient
) -> None:
    async with graphql_socket(server.address, await api.token_of("bo")) as socket:
        await order(
            server,
            "UPDATE sessions SET expires_at = likewise_now() WHERE person_id = $1",
            api.village.people["bo"],
        )
        assert (await socket.closing(ENDS_WITHIN_SECONDS))[0] == 4401


async def test_who_is_no_operator_any_more_loses_the_sockets_with_a_feed_for_operators(
    server: SharedServer, api: ApiClient
) -> None:
    token = await api.token_of("cy", operator=True)
    month = (await running_month()).month
    feed = f'subscription {{ settlementProgress(month: "{month}") {{ state }} }}'
    async with (
        graphql_socket(server.address, token) as closing,
        graphql_socket(server.address, token) as her_wallet,
        graphql_socket(server.address, token) as over,
    ):
        for socket in (closing, over):
            await socket.subscribe(feed)
            assert await socket.next() == {"settlementProgress": None}
        await over.say("complete", id="1")
        await her_wallet.subscribe(WALLET)
        await her_wallet.next()
        await dismiss_operator(api.village.people["cy"])
        refused = await api.error(LOG, token=token)
        assert refused["extensions"]["code"] == "FORBIDDEN", "her next request already"
        assert await closing.closing(ENDS_WITHIN_SECONDS) == (4403, "Forbidden")
        await stays(her_wallet)
        await stays(over)
        for socket in (her_wallet, over):
            await socket.subscribe(LOG, "log")
            assert await socket.next("log") == {"auditLog": None}


async def test_a_stream_of_events_tells_that_the_session_has_ended_and_is_complete(
    server: SharedServer, api: ApiClient
) -> None:
    token = await api.token_of("dee")
    headers = {"Accept": "text/event-stream", "Authorization": f"Bearer {token}"}
    async with (
        asyncio.timeout(2 * ENDS_WITHIN_SECONDS),
        api.http.stream("POST", "/graphql", json={"query": WALLET}, headers=headers) as answer,
    ):
        lines = answer.aiter_lines()
        while (line := await anext(lines)) != "event: next":
            assert line in (":", "")  # a sign of life
        await api.ask(SIGN_OUT, token=token)
        told = [line async for line in lines if line.startswith(("event", "data"))]
    assert '"code": "NOT_SIGNED_IN"' in told[-3]
    assert told[-2:] == ["event: complete", "data:"]


async def test_a_database_that_cannot_be_asked_ends_no_session(
    server: SharedServer, api: ApiClient
) -> None:
    token = await api.token_of("eve")
    async with graphql_socket(server.address, token) as socket:
        await order(server, "ALTER TABLE sessions RENAME TO sessions_are_gone")
        await outlives_a_few_rounds(socket)
        async with graphql_socket(server.address, token) as late:
            await order(server, "ALTER TABLE sessions_are_gone RENAME TO sessions")
            await stays(late)
            await api.ask(SIGN_OUT, token=token)
            ends = await asyncio.gather(
                *(each.closing(ENDS_WITHIN_SECONDS) for each in (socket, late))
            )
            assert [code for code, _ in ends] == [4401, 4401]
