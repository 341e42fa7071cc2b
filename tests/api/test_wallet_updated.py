"""The live wallet over real sockets, from real server processes, through a real Valkey."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager

import pytest
from httpx import AsyncClient
from starlette.applications import Starlette

from likewise.demo.embedded import EmbeddedValkey
from tests.support.api_client import ApiClient
from tests.support.graphql_socket import DEADLINE_SECONDS, GraphqlSocket, Json, graphql_socket
from tests.support.screen import until
from tests.support.served import served, served_here
from tests.support.village import Village

FEED = "subscription { walletUpdated { budget { micros } projection { micros } version } }"
BUDGET = "{ me { wallet { budget { micros } } } }"


@pytest.fixture
def serving(database: str, valkey: EmbeddedValkey) -> Iterator[str]:
    """A server process on a Valkey of its own. Its feeds never read again without a bell."""
    with served(database, valkey.url, LIKEWISE_FEED_REREAD_SECONDS="600") as address:
        yield address


@pytest.fixture
def serving_too(database: str, valkey: EmbeddedValkey) -> Iterator[str]:
    """Another process on the same servers."""
    with served(database, valkey.url) as address:
        yield address


@asynccontextmanager
async def asking(address: str, village: Village) -> AsyncIterator[ApiClient]:
    async with AsyncClient(base_url=address, timeout=60) as http:
        yield ApiClient(http, village)


async def pay(api: ApiClient, token: str) -> str:
    """Start a membership, or pay more into it; the budget after that, in micros."""
    key = secrets.token_hex(8)
    wish = {"paymentMethod": "sandbox-ok", "idempotencyKey": key}
    assert (await api.do("startMembership", wish, token=token))["errors"] == []
    micros: str = (await api.ask(BUDGET, token=token))["me"]["wallet"]["budget"]["micros"]
    return micros


async def shown(socket: GraphqlSocket, name: str = "1") -> tuple[str, str]:
    """Budget and projection of the next state, in micros."""
    wallet = (await socket.next(name))["walletUpdated"]
    return wallet["budget"]["micros"], wallet["projection"]["micros"]


async def test_what_one_server_changes_shows_on_a_socket_of_another(
    serving: str, serving_too: str
) -> None:
    village = Village()
    async with asking(serving_too, village) as api:
        ada, bo = await api.token_of("ada"), await api.token_of("bo")
        async with graphql_socket(serving, ada) as adas, graphql_socket(serving, bo) as bos:
            await adas.subscribe(FEED)
            await bos.subscribe(FEED)
            assert await shown(adas) == ("0", "0")
            assert await shown(bos) == ("0", "0")
            budget = await pay(api, ada)
            assert await shown(adas) == (budget, "0")
            liked = await api.do("like", {"targetId": api.id_of("bo")}, token=ada)
            assert liked["errors"] == []
            assert await shown(bos) == ("0", budget)


async def test_an_open_wallet_is_right_again_after_valkey_was_killed_and_came_back(
    serving: str, serving_too: str, valkey: EmbeddedValkey
) -> None:
    async with asking(serving_too, Village()) as api:
        ada = await api.token_of("ada")
        async with graphql_socket(serving, ada) as socket:
            await socket.subscribe(FEED)
            assert await shown(socket) == ("0", "0")
            await asyncio.to_thread(valkey.kill)
            budget = await pay(api, ada)
            await asyncio.to_thread(valkey.start)
            assert await shown(socket) == (budget, "0")


async def test_nothing_stays_of_a_feed_that_is_completed_or_whose_socket_is_gone(
    app: Starlette, api: ApiClient
) -> None:
    ada = await api.token_of("ada")
    wallets = app.state.broker.wallets
    async with served_here(app) as address, graphql_socket(address, ada) as socket:
        await socket.subscribe(FEED, "first")
        await socket.next("first")
        await socket.subscribe(FEED, "second")
        await socket.next("second")
        assert wallets.follower_count == 2
        await socket.say("complete", id="first")
        await socket.say("complete", id="second")
        await until(lambda: wallets.follower_count == 0)
        await socket.subscribe(FEED, "third")
        await socket.next("third")
        assert wallets.follower_count == 1
        socket.link.transport.abort()
        await until(lambda: wallets.follower_count == 0)
    assert not wallets.numbers


async def test_a_client_that_comes_back_with_its_cursor_is_told_what_it_missed_once(
    serving: str, serving_too: str
) -> None:
    """Also by another process than the one that gave the cursor."""
    village = Village()
    document = "subscription($after: Cursor) { walletUpdated(after: $after) { version cursor } }"
    async with asking(serving_too, village) as api:
        ada, bo = await api.token_of("ada"), await api.token_of("bo")
        async with graphql_socket(serving, ada) as socket:
            await socket.subscribe(document)
            seen = (await socket.next())["walletUpdated"]
        await pay(api, ada)
        async with graphql_socket(serving_too, ada) as socket:
            await socket.subscribe(document, variables={"after": seen["cursor"]})
            missed = (await socket.next())["walletUpdated"]
            assert missed["version"] == 1
        async with graphql_socket(serving, ada) as socket:
            await socket.subscribe(document, "old", variables={"after": missed["cursor"]})
            await socket.subscribe(document, "new")
            # The one that has seen everything is told nothing, though it asked first.
            assert (await socket.next("new"))["walletUpdated"] == missed
        for wrong in ("", "x" * 70, "Zm9v", missed["cursor"][:-2] + "é"):
            assert await refused(serving, ada, document, {"after": wrong}) == "INVALID_INPUT"
        assert await refused(serving, bo, document, {"after": missed["cursor"]}) == "INVALID_INPUT"


async def refused(address: str, token: str, document: str, variables: Json) -> str:
    """The code of the error that a subscription ends with before it shows anything."""
    async with graphql_socket(address, token) as socket:
        await socket.subscribe(document, variables=variables)
        message = await socket.hear()
        errors = message["payload"] if message["type"] == "error" else message["payload"]["errors"]
        code: str = errors[0]["extensions"]["code"]
        return code


async def test_sockets_end_when_their_server_stops(database: str, redis_url: str) -> None:
    village, stack = Village(), AsyncExitStack()
    with served(database, redis_url, LIKEWISE_REDIS_PREFIX=secrets.token_hex(8)) as address:
        async with asking(address, village) as api:
            ada = await api.token_of("ada")
        opened = await stack.enter_async_context(graphql_socket(address, ada))
        await opened.subscribe(FEED)
        await opened.next()
        # Leaving the block stops the server, and checks that it ended cleanly.
    async with asyncio.timeout(DEADLINE_SECONDS):
        await opened.link.wait_closed()
    await stack.aclose()
