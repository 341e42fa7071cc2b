"""What pages from elsewhere can make a browser send changes nothing, and is told nothing."""

from __future__ import annotations

import pytest
from httpx import AsyncClient
from starlette.applications import Starlette

from tests.support.api_client import ApiClient
from tests.support.served import served_here

OURS, THEIRS, FRIENDS = "http://likewise.example", "https://evil.example", "https://app.example"
QUERY = {"query": "{ economy { people } }"}
GUARD = {"GraphQL-Require-Preflight": "1"}
HANDSHAKE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Protocol": "graphql-transport-ws",
}

WITH_FRIENDS = pytest.mark.parametrize("changes", [{"allowed_origins": (FRIENDS,)}])


async def test_a_get_that_a_page_could_have_sent_is_refused(api: ApiClient) -> None:
    assert (await api.http.get("/graphql", params=QUERY)).status_code == 400
    answer = await api.http.get("/graphql", params=QUERY, headers=GUARD)
    assert answer.status_code == 200
    assert answer.json()["data"] == {"economy": {"people": 0}}


async def test_a_get_only_reads(api: ApiClient) -> None:
    token = await api.token_of("ada")
    headers = {**GUARD, "Authorization": f"Bearer {token}"}
    document = 'mutation { publishPost(input: {body: "by GET"}) { post { id } } }'
    answer = await api.http.get("/graphql", params={"query": document}, headers=headers)
    assert answer.status_code == 405
    assert answer.headers["allow"] == "POST"
    assert "data" not in answer.json()
    found = await api.ask("{ posts(first: 1) { edges { cursor } } }")
    assert found == {"posts": {"edges": []}}


async def test_a_get_has_variables_and_a_name_and_is_read_as_strictly_as_a_post(
    api: ApiClient,
) -> None:
    await api.village.settle("ada")
    document = "query A($h: String!) { person(handle: $h) { handle } } query B { __typename }"
    asked = {"query": document, "variables": '{"h": "ada"}', "operationName": "A"}
    answer = await api.http.get("/graphql", params=asked, headers=GUARD)
    assert answer.json()["data"] == {"person": {"handle": "ada"}}
    for change in ({"variables": "{"}, {"variables": "[]"}, {"extensions": "7"}, {"query": ""}):
        answer = await api.http.get("/graphql", params={**asked, **change}, headers=GUARD)
        assert answer.status_code == 400, change
    for raw in ("query=%00", "query=%ff", "query=%7b%20a%20%7d&" + "x=1&" * 50):
        assert (await api.http.get(f"/graphql?{raw}", headers=GUARD)).status_code == 400


async def test_a_cookie_counts_on_our_own_pages_alone(api: ApiClient) -> None:
    token = await api.token_of("ada")
    headers = {"Cookie": f"likewise_session={token}", "Content-Type": "application/json"}
    me = {"query": "{ me { handle } }"}
    ours = await api.http.post("/graphql", json=me, headers={**headers, "Origin": OURS})
    assert ours.json()["data"] == {"me": {"handle": "ada"}}
    theirs = await api.http.post("/graphql", json=me, headers={**headers, "Origin": THEIRS})
    assert theirs.status_code == 403
    assert "access-control-allow-origin" not in theirs.headers


async def allowed_origin(api: ApiClient, origin: str) -> str | None:
    """The origin that a browser is told may read the answers, by preflight and answer alike."""
    preflight = {
        "Origin": origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type,authorization",
    }
    asked = await api.http.options("/graphql", headers=preflight)
    answer = await api.http.post("/graphql", json=QUERY, headers={"Origin": origin})
    for each in (asked, answer):
        assert "access-control-allow-credentials" not in each.headers
        assert each.headers["x-content-type-options"] == "nosniff"
    allowed = answer.headers.get("access-control-allow-origin")
    assert asked.headers.get("access-control-allow-origin") == allowed
    return allowed


async def test_no_other_page_may_read_answers(api: ApiClient) -> None:
    assert await allowed_origin(api, FRIENDS) is None
    assert await allowed_origin(api, "null") is None


@WITH_FRIENDS
async def test_pages_that_a_setting_names_may_read_answers_and_no_others(api: ApiClient) -> None:
    assert await allowed_origin(api, FRIENDS) == FRIENDS
    assert await allowed_origin(api, THEIRS) is None
    assert await allowed_origin(api, f"{FRIENDS}.evil.example") is None


@WITH_FRIENDS
async def test_a_socket_of_another_page_is_not_opened(app: Starlette) -> None:
    async with served_here(app) as address, AsyncClient(base_url=address, timeout=60) as http:

        async def status_for(origin: str) -> int:
            headers = {**HANDSHAKE, "Origin": origin}
            async with http.stream("GET", "/graphql", headers=headers) as answer:
                if answer.status_code != 101:
                    assert answer.headers["x-content-type-options"] == "nosniff"
                return answer.status_code

        assert await status_for(THEIRS) == 403
        assert await status_for("null") == 403
        assert await status_for(FRIENDS) == 101
        assert await status_for(address) == 101
