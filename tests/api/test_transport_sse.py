"""GraphQL over server-sent events, distinct connections mode, by its protocol's text.

https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md
"""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import httpx
import pytest

from tests.support.api_client import ApiClient, Json
from tests.support.graphql_socket import DEADLINE_SECONDS, graphql_socket
from tests.support.keeper import Addresses
from tests.support.served import served
from tests.support.shared_server import SharedServer, served_api, shared_server

api = served_api

EVENTS = "text/event-stream"
ROOT = "{ __typename }"
WALLET = "subscription { walletUpdated { budget { micros } } }"
PAY = """mutation { startMembership(input: {paymentMethod: "sandbox-ok", idempotencyKey: "1"})
    { errors { code } } }"""
SIGN_UP = "mutation Up($input: SignUpInput!) { signUp(input: $input) { token errors { code } } }"


@pytest.fixture(scope="module")
def server(server_addresses: Addresses) -> Iterator[SharedServer]:
    variables = {
        "LIKEWISE_SOCKET_PING_SECONDS": "1",
        "LIKEWISE_SOCKETS_PER_PERSON": "3",
        "LIKEWISE_SOCKETS_PER_ADDRESS": "8",
    }
    with shared_server(server_addresses, **variables) as server:
        yield server


@asynccontextmanager
async def stream(
    api: ApiClient, query: str, token: str | None = None, **more: object
) -> AsyncIterator[AsyncIterator[tuple[str, Json | None]]]:
    """The events of an operation, with their data; a comment has the name of nothing."""
    headers = {"Accept": EVENTS} | ({"Authorization": f"Bearer {token}"} if token else {})
    body = {"query": query, **more}
    async with api.http.stream("POST", "/graphql", json=body, headers=headers) as answer:
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith(EVENTS)
        yield events_in(answer)


async def events_in(answer: httpx.Response) -> AsyncIterator[tuple[str, Json | None]]:
    name = ""
    async for line in answer.aiter_lines():
        kind, _, value = line.partition(":")
        if line == ":":
            yield "", None
        elif kind == "event":
            name = value.strip()
        elif kind == "data":
            yield name, json.loads(value) if value.strip() else None
        else:
            assert line == "", line


async def said(api: ApiClient, query: str, token: str | None = None, **more: object) -> list[Json]:
    """The payloads of an operation that ends by itself."""
    async with stream(api, query, token, **more) as events, asyncio.timeout(DEADLINE_SECONDS):
        found = [each async for each in events if each[0]]  # a sign of life says nothing
    assert [name for name, _ in found] == ["next"] * (len(found) - 1) + ["complete"], found
    return [data for _, data in found if data is not None]


async def test_a_query_and_a_mutation_are_one_next_and_complete(api: ApiClient) -> None:
    (found,) = await said(api, ROOT)
    assert found["data"] == {"__typename": "Query"}
    found = await said(api, "mutation { __typename }")
    assert [each["data"] for each in found] == [{"__typename": "Mutation"}]
    variables = {"id": "x"}
    document = "query Q($id: ID!) { post(id: $id) { id } }"
    (told,) = await said(api, document, variables=variables, operationName="Q")
    assert told["errors"][0]["path"] == ["post"]


async def test_what_is_wrong_with_an_operation_is_told_by_an_event(api: ApiClient) -> None:
    for document, word in (
        ("{ nothing }", "Cannot query field"),
        ("{ economy {", "Syntax Error"),
        ("query A { __typename } query B { __typename }", "Several operations"),
        ("subscription { walletOf { version } }", "Cannot query field"),
        (WALLET, "Sign in"),
    ):
        (told,) = await said(api, document)
        assert word in told["errors"][0]["message"], told


async def test_a_feed_goes_on_and_shows_signs_of_life_between_its_states(api: ApiClient) -> None:
    ada = await api.token_of("ada")
    async with stream(api, WALLET, ada) as events, asyncio.timeout(2 * DEADLINE_SECONDS):
        wallet = {"data": {"walletUpdated": {"budget": {"micros": "0"}}}}
        while (told := await anext(events)) == ("", None):
            pass  # the first state takes its time
        assert told == ("next", wallet)
        assert await anext(events) == ("", None)
        assert (await api.ask(PAY, token=ada))["startMembership"]["errors"] == []
        async for name, data in events:
            if name == "next":
                assert data is not None
                assert data["data"]["walletUpdated"]["budget"]["micros"] != "0"
                break


async def test_a_stream_counts_as_a_socket_of_its_person_and_is_given_back_when_left(
    api: ApiClient, server: SharedServer
) -> None:
    bo = await api.token_of("bo")
    headers = {"Accept": EVENTS, "Authorization": f"Bearer {bo}"}
    async with graphql_socket(server.address, bo), stream(api, WALLET, bo) as first:
        await anext(first)
        async with stream(api, WALLET, bo) as second:
            await anext(second)
            answer = await api.http.post("/graphql", json={"query": ROOT}, headers=headers)
            assert answer.status_code == 429
    async with asyncio.timeout(DEADLINE_SECONDS):
        for _ in range(3):
            while True:
                answer = await api.http.post("/graphql", json={"query": ROOT}, headers=headers)
                if answer.status_code == 200:
                    break


async def test_a_stream_is_asked_for_by_post_with_json_and_is_preferred_by_who_names_it_first(
    api: ApiClient,
) -> None:
    async def kind(accept: str, query: str = ROOT) -> str:
        headers = {"Accept": accept}
        answer = await api.http.post("/graphql", json={"query": query}, headers=headers)
        assert answer.status_code == 200
        return answer.headers["content-type"].partition(";")[0]

    both = f"application/graphql-response+json, application/json, {EVENTS}, multipart/mixed"
    assert await kind(EVENTS) == EVENTS
    assert await kind(f"Text/Event-Stream, {both}") == EVENTS
    assert await kind(f"{both};q=0.9, {EVENTS};q=0.8") == "application/graphql-response+json"
    assert await kind(both) == "application/graphql-response+json"
    assert await kind(both, WALLET) == EVENTS
    assert await kind("*/*") == "application/json"
    refused = await api.http.get("/graphql", params={"query": ROOT}, headers={"Accept": EVENTS})
    assert refused.status_code == 400
    as_form = await api.http.post("/graphql", data={"query": ROOT}, headers={"Accept": EVENTS})
    assert as_form.status_code == 415
    for body in (b"[]", b'"x"', b"{", b"{}", b'{"query": 7}', b'{"query":"{a}","operationName":7}'):
        headers = {"Accept": EVENTS, "Content-Type": "application/json"}
        broken = await api.http.post("/graphql", content=body, headers=headers)
        assert broken.status_code == 400, body
    large = await api.http.post("/graphql", json={"query": "#" * 2**20}, headers={"Accept": EVENTS})
    assert large.status_code == 413


async def test_a_token_that_is_nobodys_and_a_cookie_from_elsewhere_begin_no_stream(
    api: ApiClient,
) -> None:
    cookie = f"likewise_session={await api.token_of('cy')}"
    me = "{ me { handle } }"
    for headers, status in (
        ({"Authorization": "Bearer nobody"}, 401),
        ({"Cookie": cookie, "Origin": "https://evil.example"}, 403),
        ({"Cookie": cookie}, 200),
        ({"Cookie": f"{cookie}x"}, 200),
    ):
        answer = await api.http.post(
            "/graphql", json={"query": me}, headers={"Accept": EVENTS, **headers}
        )
        assert answer.status_code == status, headers
        if status == 200:
            signed_in = headers["Cookie"] == cookie
            assert ('"handle":"cy"' in answer.text) is signed_in


async def test_signing_up_over_a_stream_brings_the_cookie_too(api: ApiClient) -> None:
    handle = f"p{secrets.token_hex(4)}"
    wish = {
        "email": f"{handle}@likewise.example",
        "password": "a rather long sentence",
        "handle": handle,
        "displayName": handle,
    }
    body = {"query": SIGN_UP, "variables": {"input": wish}}
    answer = await api.http.post("/graphql", json=body, headers={"Accept": EVENTS})
    token = json.loads(answer.text.partition("data: ")[2].splitlines()[0])["data"]["signUp"]
    assert answer.cookies["likewise_session"] == token["token"]


async def test_streams_end_when_their_server_stops(database: str, redis_url: str) -> None:
    async with httpx.AsyncClient(timeout=60) as http:
        with served(database, redis_url) as address:
            api = ApiClient(httpx.AsyncClient(base_url=address, timeout=60))
            ada = await api.token_of("ada")
            request = http.build_request(
                "POST",
                f"{address}/graphql",
                json={"query": WALLET},
                headers={"Accept": EVENTS, "Authorization": f"Bearer {ada}"},
            )
            answer = await http.send(request, stream=True)
            events = events_in(answer)
            assert (await anext(events))[0] == "next"
            await api.http.aclose()
        with pytest.raises((httpx.RemoteProtocolError, StopAsyncIteration)):
            await anext(events)
        await answer.aclose()
