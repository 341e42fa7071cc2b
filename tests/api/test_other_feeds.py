"""Three feeds over real sockets, moved by another server process: likes, standing, posts."""

from __future__ import annotations

import asyncio
import json
import secrets
import time
from collections.abc import AsyncIterator, Iterator

import pytest
from httpx import AsyncClient

from likewise.models.database import connected
from likewise.payouts.providers.sandbox import PAID_IBAN
from tests.support.api_client import ApiClient, global_id
from tests.support.creators import receive
from tests.support.graphql_socket import GraphqlSocket, Json, graphql_socket
from tests.support.keeper import Addresses
from tests.support.served import served
from tests.support.shared_server import SharedServer, shared_server

RECEIVED = """subscription { likeReceived {
    month total latest { likeCount likedAt target { __typename id } }
} }"""
POST = "subscription($id: ID!) { postUpdated(id: $id) { id likeCount } }"
STANDING = """subscription { standingUpdated {
    frozen { reason } registration { state reason } membership { state } payoutSteps
} }"""
NOTHING = {"frozen": None, "registration": None, "membership": None, "payoutSteps": 0}
PAPERS = {"legalName": "Ada", "country": "DE", "taxNumber": "12/345/67890", "iban": PAID_IBAN}
LIKERS = 30
STATES_A_SECOND = 4


@pytest.fixture(scope="module")
def both(server_addresses: Addresses) -> Iterator[tuple[SharedServer, str]]:
    """A server process whose feeds are followed, and the address of another one.

    Neither reads again without a bell, so what is shown the bells have brought.
    """
    variables = {
        "LIKEWISE_REDIS_PREFIX": f"test-{secrets.token_hex(8)}:",
        "LIKEWISE_FEED_REREAD_SECONDS": "600",
    }
    with (
        shared_server(server_addresses, **variables) as followed,
        served(followed.database_url, server_addresses.redis_url, **variables) as other,
    ):
        yield followed, other


@pytest.fixture
async def elsewhere(both: tuple[SharedServer, str]) -> AsyncIterator[ApiClient]:
    """Asks the other process, about a village of this test's own."""
    followed, other = both
    async with connected(followed.database_url), AsyncClient(base_url=other, timeout=60) as http:
        yield ApiClient(http)


@pytest.fixture
def address(both: tuple[SharedServer, str]) -> str:
    """Where feeds are followed."""
    return both[0].address


def named(name: str) -> str:
    """A handle that no other test has: they share a database."""
    return f"{name}_{secrets.token_hex(4)}"


async def received(socket: GraphqlSocket) -> tuple[int, list[tuple[str, int]]]:
    """The total of the next state, and its latest things with their counts."""
    state = (await socket.next())["likeReceived"]
    return state["total"], [(each["target"]["id"], each["likeCount"]) for each in state["latest"]]


async def stands(socket: GraphqlSocket, **told: object) -> Json:
    """The first state from now on that has all of this in it: the latest wins, and may be late."""
    while True:
        state: Json = (await socket.next())["standingUpdated"]
        if told.items() <= state.items():
            return state


async def refusal(socket: GraphqlSocket, document: str, variables: Json | None = None) -> str:
    """The code of the error that a subscription ends with before it shows anything."""
    await socket.subscribe(document, secrets.token_hex(4), variables)
    message = await socket.hear()
    while message["type"] == "complete":  # of the one before
        message = await socket.hear()
    errors = message["payload"] if message["type"] == "error" else message["payload"]["errors"]
    code: str = errors[0]["extensions"]["code"]
    return code


async def test_likes_given_through_another_server_show_as_a_total_and_the_latest_things(
    address: str, elsewhere: ApiClient
) -> None:
    ada, song = named("ada"), named("song")
    token = await elsewhere.token_of(ada)
    await elsewhere.village.write(ada, song)
    bo, cy = await elsewhere.token_of(named("bo")), await elsewhere.token_of(named("cy"))
    profile, post = {"targetId": elsewhere.id_of(ada)}, {"targetId": elsewhere.id_of(song)}
    async with graphql_socket(address, token) as socket:
        await socket.subscribe(RECEIVED)
        assert await received(socket) == (0, [])
        await elsewhere.do("like", post, token=bo)
        assert await received(socket) == (1, [(post["targetId"], 1)])
        await elsewhere.do("like", profile, token=cy)
        assert await received(socket) == (2, [(profile["targetId"], 1), (post["targetId"], 1)])
        await elsewhere.do("like", post, token=cy)
        assert await received(socket) == (3, [(post["targetId"], 2), (profile["targetId"], 1)])
        await elsewhere.do("unlike", post, token=bo)
        assert await received(socket) == (2, [(post["targetId"], 1), (profile["targetId"], 1)])


async def test_likes_that_come_at_once_are_told_together_and_not_whose_they_are(
    address: str, elsewhere: ApiClient
) -> None:
    ada = named("ada")
    token = await elsewhere.token_of(ada)
    likers = [named("fan") for _ in range(LIKERS)]
    tokens = [await elsewhere.token_of(each) for each in likers]
    wish = {"targetId": elsewhere.id_of(ada)}
    told: list[Json] = []
    async with graphql_socket(address, token) as socket:
        await socket.subscribe(RECEIVED)
        began_at = time.monotonic()
        liking = asyncio.gather(*(elsewhere.do("like", wish, token=each) for each in tokens))
        while not told or told[-1]["likeReceived"]["total"] < LIKERS:
            told.append(await socket.next())
        lasted_seconds = time.monotonic() - began_at
        await liking
    totals = [each["likeReceived"]["total"] for each in told]
    assert totals == sorted(set(totals))
    assert len(told) <= 2 + STATES_A_SECOND * lasted_seconds
    text = json.dumps(told)
    for each in likers:
        assert each not in text
        assert elsewhere.id_of(each) not in text


async def test_a_post_shows_its_likes_to_everybody_as_they_come_through_another_server(
    address: str, elsewhere: ApiClient
) -> None:
    ada, song = named("ada"), named("song")
    await elsewhere.village.settle(ada)
    await elsewhere.village.write(ada, song)
    await elsewhere.village.write(ada, other := named("other"))
    bo = await elsewhere.token_of(named("bo"))
    post = elsewhere.id_of(song)
    async with graphql_socket(address, bo) as hers, graphql_socket(address) as nobodys:
        for socket in (hers, nobodys):
            await socket.subscribe(POST, variables={"id": post})
            assert (await socket.next())["postUpdated"] == {"id": post, "likeCount": 0}
        await elsewhere.do("like", {"targetId": elsewhere.id_of(other)}, token=bo)
        await elsewhere.do("like", {"targetId": post}, token=bo)
        for socket in (hers, nobodys):
            assert (await socket.next())["postUpdated"] == {"id": post, "likeCount": 1}
        await elsewhere.do("unlike", {"targetId": post}, token=bo)
        for socket in (hers, nobodys):
            assert (await socket.next())["postUpdated"] == {"id": post, "likeCount": 0}


async def test_a_feed_of_a_post_that_is_none_is_refused(address: str, elsewhere: ApiClient) -> None:
    await elsewhere.village.settle(ada := named("ada"))
    async with graphql_socket(address) as socket:
        for wrong, code in (
            (global_id("Post", 2**40), "NOT_FOUND"),
            (global_id("Post", elsewhere.village.people[ada]), "NOT_FOUND"),
            (elsewhere.id_of(ada), "INVALID_INPUT"),
            ("nonsense", "INVALID_INPUT"),
        ):
            assert await refusal(socket, POST, {"id": wrong}) == code


async def test_likes_received_are_for_who_is_signed_in_and_of_her_own_things_alone(
    address: str, elsewhere: ApiClient
) -> None:
    ada, bo = named("ada"), named("bo")
    hers, his = await elsewhere.token_of(ada), await elsewhere.token_of(bo)
    cy = await elsewhere.token_of(named("cy"))
    async with graphql_socket(address) as socket:
        assert await refusal(socket, RECEIVED) == "NOT_SIGNED_IN"
    async with graphql_socket(address, hers) as adas, graphql_socket(address, his) as bos:
        for socket in (adas, bos):
            await socket.subscribe(RECEIVED)
            assert await received(socket) == (0, [])
        await elsewhere.do("like", {"targetId": elsewhere.id_of(bo)}, token=cy)
        assert await received(bos) == (1, [(elsewhere.id_of(bo), 1)])
        await elsewhere.do("like", {"targetId": elsewhere.id_of(ada)}, token=cy)
        assert await received(adas) == (1, [(elsewhere.id_of(ada), 1)])


async def test_what_is_decided_elsewhere_is_told_to_whom_it_is_about_and_to_nobody_else(
    address: str, elsewhere: ApiClient
) -> None:
    ada, bo = named("ada"), named("bo")
    hers, his = await elsewhere.token_of(ada), await elsewhere.token_of(bo)
    mod = await elsewhere.token_of(named("mod"), operator=True)
    person = {"personId": elsewhere.id_of(ada)}
    async with graphql_socket(address) as socket:
        assert await refusal(socket, STANDING) == "NOT_SIGNED_IN"
    async with graphql_socket(address, hers) as adas, graphql_socket(address, his) as bos:
        for socket in (adas, bos):
            await socket.subscribe(STANDING)
            assert (await socket.next())["standingUpdated"] == NOTHING

        await elsewhere.do("registerForPayouts", PAPERS, token=hers)
        await stands(adas, registration={"state": "SUBMITTED", "reason": None})
        await elsewhere.do("rejectRegistration", {**person, "reason": "A letter."}, token=mod)
        await stands(adas, registration={"state": "REJECTED", "reason": "A letter."})
        await elsewhere.do("registerForPayouts", PAPERS, token=hers)
        await elsewhere.do("approveRegistration", person, token=mod)
        await stands(adas, registration={"state": "APPROVED", "reason": None}, payoutSteps=0)

        await receive(elsewhere.village.people[ada], 20_000_000)
        asked = {"amountMicros": "20000000", "idempotencyKey": "ask"}
        payout = await elsewhere.do("requestPayout", asked, fields="payout { id }", token=hers)
        await stands(adas, payoutSteps=1)
        approved = {"payoutId": payout["payout"]["id"], "idempotencyKey": "yes"}
        await elsewhere.do("approvePayout", approved, token=mod)
        await stands(adas, payoutSteps=4)  # approved, sent, paid

        start = {"paymentMethod": "sandbox-ok", "idempotencyKey": "start"}
        await elsewhere.do("startMembership", start, token=hers)
        await stands(adas, membership={"state": "ACTIVE"})
        await elsewhere.do("cancelMembership", {}, token=hers)
        await stands(adas, membership={"state": "CANCELLED"})

        frozen = {**person, "reason": "So.", "idempotencyKey": "cold"}
        await elsewhere.do("freezePerson", frozen, token=mod)
        await stands(adas, frozen={"reason": "So."})
        await elsewhere.do("unfreezePerson", {**person, "idempotencyKey": "free"}, token=mod)
        await stands(adas, frozen=None)

        await elsewhere.do("registerForPayouts", PAPERS, token=his)
        told = (await bos.next())["standingUpdated"]  # the first that he hears of
        assert told == {**NOTHING, "registration": {"state": "SUBMITTED", "reason": None}}
