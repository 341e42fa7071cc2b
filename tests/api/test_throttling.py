"""Who asks for too much in too short a time is told to wait, however she asks."""

from __future__ import annotations

import json

import pytest
from starlette.applications import Starlette

from tests.support.api_client import ApiClient, Json
from tests.support.graphql_socket import graphql_socket
from tests.support.served import served_here

pytestmark = pytest.mark.usefixtures("patient")

# So little is restored that no machine is slow enough for it to matter.
SMALL = pytest.mark.parametrize(
    "changes",
    [
        {
            "max_operation_cost": 100,
            "cost_bucket_size": 125,
            "cost_restored_per_second": 1,
            "address_cost_bucket_size": 125,
            "address_cost_restored_per_second": 1,
        }
    ],
)
SLOW = pytest.mark.parametrize(
    "changes", [{"address_cost_bucket_size": 1000, "address_cost_restored_per_second": 1}]
)
MOST = "{ posts(first: 45) { edges { node { id } } } }"  # 91, and 10 for a document that is new


def throttled(errors: list[Json]) -> float:
    (error,) = errors
    assert error["extensions"]["code"] == "THROTTLED"
    seconds: float = error["extensions"]["retryAfterSeconds"]
    return seconds


@SMALL
async def test_who_has_spent_all_is_told_when_to_come_again(api: ApiClient) -> None:
    first = (await api.post(MOST)).json()
    assert first["extensions"]["cost"]["requested"] == 91
    refused = await api.post(MOST)
    assert refused.status_code == 429
    assert "data" not in refused.json()
    seconds = throttled(refused.json()["errors"])
    assert 60 < seconds <= 91
    assert seconds <= int(refused.headers["retry-after"]) <= seconds + 1
    cost = refused.json()["extensions"]["cost"]
    assert (cost["requested"], cost["actual"], cost["restoreRate"]) == (91, 0, 1)


@SMALL
async def test_everybody_who_is_signed_in_has_a_bucket_of_her_own(api: ApiClient) -> None:
    ada, bo = await api.token_of("ada"), await api.token_of("bo")
    for token in (None, ada, bo):
        assert (await api.post(MOST, token=token)).status_code == 200
    again = await api.token_of("ada")
    for token in (None, ada, bo, again):
        assert (await api.post(MOST, token=token)).status_code == 429


@SMALL
async def test_sockets_and_streams_spend_from_the_same_bucket(
    api: ApiClient, app: Starlette
) -> None:
    assert (await api.post(MOST)).status_code == 200
    headers = {"Accept": "text/event-stream"}
    stream = await api.http.post("/graphql", json={"query": MOST}, headers=headers)
    event = json.loads(stream.text.partition("data: ")[2].splitlines()[0])
    throttled(event["errors"])
    async with served_here(app) as address, graphql_socket(address) as socket:
        await socket.say("subscribe", id="1", payload={"query": MOST})
        heard = await socket.hear()
        assert (heard["type"], heard["id"]) == ("error", "1")
        throttled(heard["payload"])
        await socket.say("ping")
        assert (await socket.hear())["type"] == "pong"


@SMALL
async def test_what_could_bring_too_much_is_refused_and_costs_nothing(api: ApiClient) -> None:
    dear = (await api.post(MOST.replace("45", "50"))).json()
    (error,) = dear["errors"]
    assert error["extensions"] == {"code": "COST_TOO_HIGH", "cost": 101}
    assert (await api.post(MOST)).status_code == 200
    document = "query Q($first: Int!) { posts(first: $first) { edges { node { id } } } }"
    for first in (50, 2**31 - 1):
        error = await api.error(document, {"first": first})
        assert error["extensions"]["code"] == "COST_TOO_HIGH"


async def test_at_most_four_mutations_go_together(api: ApiClient) -> None:
    token = await api.token_of("ada")
    post = 'publishPost(input: {body: "x"}) { post { id } }'
    five = " ".join(f"m{number}: {post}" for number in range(5))
    error = await api.error(f"mutation {{ {five} }}", token=token)
    assert error["extensions"]["code"] == "DOCUMENT_TOO_LARGE"
    hidden = "mutation { ...A ...B } " + "".join(
        f"fragment {name} on Mutation {{ {name}1: {post} {name}2: {post} {name}3: {post} }} "
        for name in "AB"
    )
    error = await api.error(hidden, token=token)
    assert error["extensions"]["code"] == "DOCUMENT_TOO_LARGE"
    assert (await api.ask("{ posts(first: 1) { edges { cursor } } }"))["posts"]["edges"] == []


@pytest.mark.parametrize("changes", [{"max_answer_characters": 10_000}])
async def test_an_answer_that_is_too_long_is_not_written(api: ApiClient) -> None:
    """Regression: aliases of a long text brought 180 MB for a cost of 200."""
    token = await api.token_of("ada")
    await api.do("publishPost", {"body": "😀" * 2000}, token=token)
    long = " ".join(f"b{number}: body" for number in range(10))
    for inner in (long, f"{long} viewerHasLiked"):  # by its plan, and by the executor
        answer = await api.post(f"{{ posts(first: 1) {{ edges {{ node {{ {inner} }} }} }} }}")
        (error,) = answer.json()["errors"]
        assert error["extensions"]["code"] == "COST_TOO_HIGH"
        assert len(answer.content) < 1000


async def test_long_texts_cost_each_time_they_are_asked_for(api: ApiClient) -> None:
    bodies = " ".join(f"b{number}: body" for number in range(10))
    asked = await api.post(f"{{ posts(first: 50) {{ edges {{ node {{ {bodies} }} }} }} }}")
    assert asked.json()["extensions"]["cost"]["requested"] == 1 + 50 * (1 + 1 + 10)


@SLOW
async def test_mistakes_cost_something_too(api: ApiClient) -> None:
    """Regression: documents that are wrong could be sent without end, each a new one."""
    statuses = set()
    for number in range(150):
        wrong = f"{{ wrong{number} }}"
        statuses.add((await api.post(wrong)).status_code)
    assert statuses == {200, 429}
    assert (await api.post(wrong)).status_code in (200, 429)


async def test_a_feed_selects_no_more_than_one_thing_and_what_is_near_it(app: Starlette) -> None:
    async with served_here(app) as address, graphql_socket(address) as socket:
        author = "author { posts(first: 95) { edges { node { id } } } }"
        feed = f'subscription {{ postUpdated(id: "UG9zdDox") {{ id {author} }} }}'
        await socket.say("subscribe", id="1", payload={"query": feed})
        heard = await socket.hear()
        assert heard["payload"][0]["extensions"]["code"] == "COST_TOO_HIGH"


@SLOW
async def test_a_large_body_costs_by_its_size(api: ApiClient) -> None:
    statuses = [
        (await api.post("{ __typename }", {"padding": "x" * 900_000})).status_code for _ in range(8)
    ]
    assert (statuses[0], statuses[-1]) == (200, 429)
