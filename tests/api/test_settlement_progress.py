"""How a closing goes on, over real sockets: operators see it to its end, whoever closes."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from httpx import AsyncClient

from likewise.demo.embedded import EmbeddedValkey
from likewise.models.gate import running_month
from likewise.months import Month
from likewise.settlement import posting
from likewise.settlement.close import close_month
from likewise.settlement.steps import Progress, Step
from likewise.subscriptions.ringing import ringing
from tests.support.api_client import ApiClient, Json
from tests.support.command_line import likewise
from tests.support.graphql_socket import GraphqlSocket, graphql_socket
from tests.support.served import served
from tests.support.village import Village

FIELDS = """month state progress { done total } bookDigest outcomeDigest merkleRoot engine
    accountCount movementCount byHop { hop shared { micros } } closedAt
    durations { book compute post verify tell total }"""
IN_ORDER = ["OPEN", "SEALED", "COMPUTED", "POSTED", "VERIFIED", "CLOSED"]


@pytest.fixture
def serving(database: str, valkey: EmbeddedValkey) -> Iterator[str]:
    """A server process. Its feeds never read again without a bell."""
    with served(database, valkey.url, LIKEWISE_FEED_REREAD_SECONDS="600") as address:
        yield address


@pytest.fixture
async def village(database: str) -> Village:
    place = Village()
    await place.settle("ada", "bo", "cy", "dee", "eve")
    await place.pay("ada", 5_000_000)
    await place.pay("eve", 2_000_000)
    await place.like("ada", "bo", "cy")
    await place.like("bo", "cy", "dee")
    await place.like("eve", "dee", "ada")
    return place


@pytest.fixture
async def month(village: Village) -> Month:
    return (await running_month()).month


@pytest.fixture
async def api(serving: str, village: Village) -> AsyncIterator[ApiClient]:
    async with AsyncClient(base_url=serving, timeout=60) as http:
        yield ApiClient(http, village)


@asynccontextmanager
async def watching(api: ApiClient, month: Month) -> AsyncIterator[GraphqlSocket]:
    """The feed of a month, open to an operator."""
    admin = await api.token_of("admin", operator=True)
    async with graphql_socket(str(api.http.base_url).rstrip("/"), admin) as socket:
        await socket.subscribe(feed_of(month))
        yield socket


def feed_of(month: Month | str) -> str:
    return f'subscription {{ settlementProgress(month: "{month}") {{ {FIELDS} }} }}'


async def shown(socket: GraphqlSocket) -> Json | None:
    """The next settlement on a socket; None: the month is open."""
    settlement: Json | None = (await socket.next())["settlementProgress"]
    return settlement


async def shown_in(socket: GraphqlSocket, state: str) -> Json:
    """The first settlement in a state. The ones before it may only be of the state before."""
    while True:
        settlement = await shown(socket)
        found = "OPEN" if settlement is None else settlement["state"]
        if settlement is not None and found == state:
            return settlement
        assert IN_ORDER.index(found) + 1 == IN_ORDER.index(state)


async def shown_to_the_end(socket: GraphqlSocket) -> list[Json]:
    """All that is still shown. The feed has to end by itself."""
    seen: list[Json] = []
    while (message := await socket.hear())["type"] == "next":
        seen.append(message["payload"]["data"]["settlementProgress"])
    assert message == {"type": "complete", "id": "1"}
    return seen


class _StoppedError(Exception):
    pass


async def close_until(month: Month, step: Step, books: Path) -> None:
    """Close a month as far as this step, and no further."""

    def on_progress(progress: Progress) -> None:
        if progress.step is step:
            raise _StoppedError

    with pytest.raises(_StoppedError):
        await close_month(month, early=True, on_progress=on_progress, books=books)


async def test_an_operator_sees_every_stage_of_a_closing_that_another_process_runs(
    api: ApiClient,
    month: Month,
    valkey: EmbeddedValkey,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(posting, "OWNERS_PER_BATCH", 2)
    async with ringing(valkey.url), watching(api, month) as socket:
        assert await shown(socket) is None
        await close_until(month, Step.SEALED, tmp_path)
        sealed = await shown_in(socket, "SEALED")
        assert (sealed["progress"], sealed["byHop"]) == (None, None)
        assert set(sealed["durations"].values()) == {None}
        await close_until(month, Step.COMPUTED, tmp_path)
        computed = await shown_in(socket, "COMPUTED")
        assert computed["progress"] == {"done": 0, "total": computed["movementCount"]}
        assert computed["movementCount"] > 2
        await close_until(month, Step.BATCH_POSTED, tmp_path)
        posting_now = await shown_in(socket, "COMPUTED")
        assert posting_now["progress"] == {"done": 2, "total": computed["movementCount"]}
        assert await told_everybody(api, month) == posting_now
        await close_until(month, Step.POSTED, tmp_path)
        posted = await shown_in(socket, "POSTED")
        assert posted["progress"] is None
        await close_until(month, Step.VERIFIED, tmp_path)
        await shown_in(socket, "VERIFIED")
        await close_until(month, Step.CLOSED, tmp_path)
        (closed,) = await shown_to_the_end(socket)
    assert closed["state"] == "CLOSED"
    assert None not in closed["durations"].values()
    assert await told_everybody(api, month) == closed


async def told_everybody(api: ApiClient, month: Month) -> Json:
    """What the query tells somebody who is not signed in."""
    document = f'{{ settlement(month: "{month}") {{ {FIELDS} }} }}'
    settlement: Json = (await api.ask(document))["settlement"]
    return settlement


async def test_a_closing_by_the_command_line_is_seen_through_redis(
    api: ApiClient, month: Month, database: str, valkey: EmbeddedValkey, tmp_path: Path
) -> None:
    environment = {
        "LIKEWISE_DATABASE_URL": database,
        "LIKEWISE_REDIS_URL": valkey.url,
        "LIKEWISE_DATA_DIR": str(tmp_path),
    }
    async with watching(api, month) as socket:
        assert await shown(socket) is None
        ended = await likewise(environment, "month", "close", str(month), "--early")
        assert ended.code == 0, ended.errors
        seen = await shown_to_the_end(socket)
    states = [each["state"] for each in seen]
    assert states == sorted(states, key=IN_ORDER.index)
    assert states[-1] == "CLOSED"
    assert seen[-1]["byHop"][0] == {"hop": 0, "shared": {"micros": "7000000"}}


async def test_a_closing_by_the_server_itself_is_seen_and_a_closed_month_is_shown_once(
    village: Village, month: Month, database: str, redis_url: str, tmp_path: Path
) -> None:
    own = {"LIKEWISE_DATA_DIR": str(tmp_path), "LIKEWISE_REDIS_PREFIX": secrets.token_hex(8)}
    with served(database, redis_url, **own) as address:
        async with AsyncClient(base_url=address, timeout=60) as http:
            api = ApiClient(http, village)
            async with watching(api, month) as socket:
                assert await shown(socket) is None
                admin = await api.token_of("admin", operator=True)
                wish = {"month": str(month), "early": True, "idempotencyKey": "k"}
                assert (await api.do("closeMonth", wish, token=admin))["errors"] == []
                closed = (await shown_to_the_end(socket))[-1]
            assert closed["state"] == "CLOSED"
            async with watching(api, month) as socket:
                assert await shown_to_the_end(socket) == [closed]


async def test_the_end_arrives_although_redis_was_killed_on_the_way(
    api: ApiClient, month: Month, valkey: EmbeddedValkey, tmp_path: Path
) -> None:
    async with watching(api, month) as socket:
        assert await shown(socket) is None
        async with ringing(valkey.url):
            await close_until(month, Step.COMPUTED, tmp_path)
            while await shown(socket) != await told_everybody(api, month):
                pass
            await asyncio.to_thread(valkey.kill)
            await close_month(month, early=True, books=tmp_path)
        # Who closed it has gone with all its bells.
        await asyncio.to_thread(valkey.start)
        closed = (await shown_to_the_end(socket))[-1]
        assert closed["state"] == "CLOSED"


async def test_nobody_but_operators_may_watch(serving: str, api: ApiClient, month: Month) -> None:
    admin, ada = await api.token_of("admin", operator=True), await api.token_of("ada")
    for token, wished, code in (
        (None, month, "NOT_SIGNED_IN"),
        (ada, month, "FORBIDDEN"),
        (admin, "2026-13", "MALFORMED_MONTH"),
        (admin, "9998-12", "MONTH_NOT_BEGUN"),
        (admin, "2000-01", "MONTH_OUT_OF_ORDER"),
    ):
        async with graphql_socket(serving, token) as socket:
            await socket.subscribe(feed_of(wished))
            refused = await socket.hear()
            assert refused["type"] == "error"
            assert [each["extensions"]["code"] for each in refused["payload"]] == [code]
