"""graphql-transport-ws by its protocol's text, case by case, on a real wire.

https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.api_client import ApiClient
from tests.support.graphql_socket import bare_socket, graphql_socket
from tests.support.keeper import Addresses
from tests.support.shared_server import SharedServer, served_api, shared_server

api = served_api

ROOT = "{ __typename }"
WALLET = "subscription { walletUpdated { version } }"
QUERY = {"query": ROOT}


@pytest.fixture(scope="module")
def server(server_addresses: Addresses) -> Iterator[SharedServer]:
    with shared_server(server_addresses, LIKEWISE_SOCKET_PING_SECONDS="1") as server:
        yield server


@pytest.fixture
def serving(server: SharedServer) -> str:
    return server.address


async def test_what_is_no_message_closes_with_4400_and_says_what_was_wrong(serving: str) -> None:
    subscribe = {"type": "subscribe", "id": "1", "payload": QUERY}
    for message in (
        "nonsense",
        "",
        "7",
        "[]",
        '{"type":"ping","payload":{"n":NaN}}',
        b"bytes",
        {},
        {"type": 7},
        {"type": None},
        {"type": "start"},
        {"type": "next", "id": "1", "payload": {}},
        {"type": "connection_ack"},
        {"type": "x" * 60_000},
        {"type": "ping", "payload": "text"},
        {"type": "pong", "payload": []},
        {"type": "connection_init", "payload": []},
        {"type": "connection_init", "payload": "token"},
        {"type": "subscribe"},
        {"type": "subscribe", "id": "1"},
        {**subscribe, "payload": None},
        {**subscribe, "payload": []},
        {**subscribe, "payload": {}},
        {**subscribe, "payload": {"query": None}},
        {**subscribe, "payload": {"query": 7}},
        {**subscribe, "payload": {**QUERY, "variables": []}},
        {**subscribe, "payload": {**QUERY, "operationName": 7}},
        {**subscribe, "payload": {**QUERY, "extensions": "x"}},
        {**subscribe, "id": 1},
        {**subscribe, "id": None},
        {**subscribe, "id": ""},
        {**subscribe, "id": "x" * 257},
        {"type": "complete"},
        {"type": "complete", "id": 7},
    ):
        async with bare_socket(serving) as socket:
            await socket.say_raw(message)
            code, reason = await socket.closing()
            assert (code, reason != "") == (4400, True), message


async def test_a_connection_is_acknowledged_once_and_before_any_operation(serving: str) -> None:
    for payload in ({}, {"payload": None}, {"payload": {}}, {"payload": {"authorization": None}}):
        async with bare_socket(serving) as socket:
            await socket.say("connection_init", **payload)
            assert (await socket.hear())["type"] == "connection_ack"
            await socket.say("connection_init")
            assert await socket.closing() == (4429, "Too many initialisation requests")
    async with bare_socket(serving) as socket:
        await socket.subscribe(ROOT)
        assert await socket.closing() == (4401, "Unauthorized")
    async with bare_socket(serving) as socket:
        assert await socket.closing() == (4408, "Connection initialisation timeout")
    async with bare_socket(serving, "graphql-ws") as socket:
        assert await socket.closing() == (4406, "Subprotocol not acceptable")


async def test_a_token_that_is_nobodys_is_forbidden_and_an_old_cookie_is_forgotten(
    serving: str, api: ApiClient
) -> None:
    for authorization in ("Bearer nobody", "Bearer ", "Basic YTpi", 7, {"token": "x"}):
        async with bare_socket(serving) as socket:
            await socket.say("connection_init", payload={"authorization": authorization})
            assert await socket.closing() == (4403, "Forbidden"), authorization
    async with bare_socket(serving, Authorization="Bearer nobody") as socket:
        await socket.say("connection_init")
        assert await socket.closing() == (4403, "Forbidden")
    cookie = f"likewise_session={await api.token_of('ada')}"
    for known, said in ((cookie, "ada"), (f"{cookie}x", None)):
        async with bare_socket(serving, Cookie=known) as socket:
            await socket.greet()
            await socket.subscribe("{ viewer: me { handle } }")
            payload = (await socket.hear())["payload"]["data"]
            assert (payload["viewer"] or {}).get("handle") == said


async def test_a_ping_is_answered_with_what_it_brought_at_any_time(serving: str) -> None:
    async with bare_socket(serving) as socket:
        for brought in ({}, {"payload": {}}, {"payload": {"n": [1, "é"]}}):
            await socket.say("ping", **brought)
            assert await socket.hear() == {"type": "pong", **brought}
        await socket.say("ping", payload=None)
        assert await socket.hear() == {"type": "pong"}
        await socket.say("pong", payload=None)
        await socket.say("pong", payload={"unasked": True})
        await socket.greet()


async def test_a_silent_client_is_pinged_twice_then_closed_and_an_answer_keeps_it(
    serving: str,
) -> None:
    async with graphql_socket(serving) as silent, graphql_socket(serving) as alive:
        for _ in range(4):
            assert await alive.hear_even_pings() == {"type": "ping"}
            await alive.say("pong")
        heard = [await silent.hear_even_pings() for _ in range(2)]
        assert heard == [{"type": "ping"}] * 2
        assert await silent.closing() == (4408, "No answer to pings")


async def test_one_result_comes_as_next_then_complete_and_its_id_is_free_again(
    serving: str,
) -> None:
    async with graphql_socket(serving) as socket:
        for _ in range(2):
            await socket.subscribe(ROOT, "é1")
            assert await socket.next("é1") == {"__typename": "Query"}
            assert await socket.hear() == {"type": "complete", "id": "é1"}
        await socket.say("complete", id="é1")
        await socket.say("complete", id="never heard of")
        await socket.say("ping")
        assert await socket.hear() == {"type": "pong"}


async def test_a_mistaken_operation_is_told_by_an_error_and_harms_no_other(serving: str) -> None:
    async with graphql_socket(serving) as socket:
        for document, said in (
            ("{ nothing }", "Cannot query field"),
            ("subscription { walletOf { version } }", "Cannot query field"),
            ("{ economy {", "Syntax Error"),
            ("", "There is no document"),
            ("query A { __typename } query B { __typename }", "Several operations"),
            ('subscription { walletUpdated(person: "x") { version } }', "Unknown argument"),
        ):
            await socket.subscribe(document)
            told = await socket.hear()
            assert (told["type"], told["id"]) == ("error", "1"), document
            assert said in told["payload"][0]["message"]
        unknown = {"query": "query A { __typename }", "operationName": "B"}
        await socket.say("subscribe", id="1", payload=unknown)
        assert (await socket.hear())["type"] == "error"
        await socket.subscribe(ROOT)
        assert await socket.next() == {"__typename": "Query"}


async def test_an_id_that_is_in_use_closes_with_4409(serving: str, api: ApiClient) -> None:
    async with graphql_socket(serving, await api.token_of("ada")) as socket:
        name = "n" * 200  # longer than a close frame can tell
        await socket.subscribe(WALLET, name)
        await socket.next(name)
        await socket.subscribe(WALLET, name)
        code, reason = await socket.closing()
        assert (code, reason[:20]) == (4409, f"Subscriber for {'n' * 5}")


async def test_a_completed_feed_is_silent_and_its_id_begins_anew(
    serving: str, api: ApiClient
) -> None:
    async with graphql_socket(serving, await api.token_of("ada")) as socket:
        for _ in range(3):
            await socket.subscribe(WALLET)
            assert await socket.next() == {"walletUpdated": {"version": 0}}
            await socket.say("complete", id="1")
        await socket.say("ping")
        assert await socket.hear() == {"type": "pong"}


async def test_a_feed_of_nobody_is_refused_as_not_signed_in(serving: str) -> None:
    async with graphql_socket(serving) as socket:
        await socket.subscribe(WALLET)
        told = await socket.hear()
        assert "NOT_SIGNED_IN" in str(told)
