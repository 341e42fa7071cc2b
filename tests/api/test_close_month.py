"""Closing a month through the API: by operators alone, to the end, and only once."""

from __future__ import annotations

import asyncio
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from likewise.models import database
from likewise.models.gate import running_month
from likewise.models.idempotency import once
from likewise.models.unit_of_work import UnitOfWork, unit_of_work
from likewise.months import Month
from likewise.settlement import close_by_request
from likewise.settlement.close import close_month
from likewise.settlement.settlements import Settlement
from tests.support.api_client import ApiClient, Json, global_id

SETTLEMENT = """settlement { id month state early progress { done } bookDigest outcomeDigest
    merkleRoot engine potCount likeCount accountCount movementCount
    pots { micros } unshared { micros } kept { micros } passedOn { micros }
    byHop { hop shared { micros } }
    durations { book compute post verify tell total } sealedAt closedAt }"""


def seconds_of(duration: str) -> Decimal:
    assert (duration[:2], duration[-1]) == ("PT", "S")
    return Decimal(duration[2:-1])


@pytest.fixture
async def month(api: ApiClient, books: Path) -> str:
    village = api.village
    await village.settle("ada", "bo", "cy")
    await village.write("cy", "song")
    await village.pay("ada", 5_000_000)
    await village.like("ada", "bo", "song")
    await village.like("bo", "cy")
    return str((await running_month()).month)


async def settlements_of_the_database() -> int:
    row = await database.row("SELECT count(*) AS number FROM settlements")
    assert row is not None
    return int(row["number"])


async def test_an_operator_closes_a_month_and_everybody_can_read_it(
    api: ApiClient, month: str
) -> None:
    admin = await api.token_of("admin", operator=True)
    wish = {"month": month, "early": True, "idempotencyKey": "close"}
    first = await api.do("closeMonth", wish, SETTLEMENT, admin)
    assert first["errors"] == []
    settlement = first["settlement"]
    assert (settlement["state"], settlement["early"]) == ("CLOSED", True)
    assert settlement["progress"] is None
    assert settlement["pots"] == {"micros": "5000000"}
    kept, unshared = settlement["kept"]["micros"], settlement["unshared"]["micros"]
    assert int(kept) + int(unshared) == 5_000_000
    assert settlement["byHop"][0] == {"hop": 0, "shared": {"micros": "5000000"}}
    passed_on = [int(each["shared"]["micros"]) for each in settlement["byHop"][1:]]
    assert settlement["passedOn"] == {"micros": str(sum(passed_on))}
    assert [each["hop"] for each in settlement["byHop"]] == list(range(len(settlement["byHop"])))
    digests = ("bookDigest", "outcomeDigest", "merkleRoot")
    assert {len(settlement[name]) for name in digests} == {64}
    assert settlement["engine"] == "numpy"
    assert (settlement["accountCount"], settlement["movementCount"]) == (3, 2)
    *stages, total = [seconds_of(each) for each in settlement["durations"].values()]
    assert min(stages) > 0
    assert sum(stages) == total
    assert await api.do("closeMonth", wish, SETTLEMENT, admin) == first
    other_key = {**wish, "idempotencyKey": "again"}
    assert await api.do("closeMonth", other_key, SETTLEMENT, admin) == first
    public = await api.ask(
        "query S($month: Month!) { settlement(month: $month) { id state } settlements { id } }",
        {"month": month},
    )
    assert public["settlement"] == {"id": settlement["id"], "state": "CLOSED"}
    assert public["settlements"] == [{"id": settlement["id"]}]
    node = await api.ask(
        "query N($id: ID!) { node(id: $id) { ... on Settlement { month } } }",
        {"id": settlement["id"]},
    )
    assert node == {"node": {"month": month}}
    assert await settlements_of_the_database() == 1


async def test_receivers_have_what_the_month_brought_on_hold(api: ApiClient, month: str) -> None:
    admin, cy = await api.token_of("admin", operator=True), await api.token_of("cy")
    wallet = "{ me { wallet { projection { micros } received { held { micros } } } } }"
    before = (await api.ask(wallet, token=cy))["me"]["wallet"]
    assert before == {
        "projection": {"micros": "2500000"},
        "received": {"held": {"micros": "0"}},
    }
    await api.do("closeMonth", {"month": month, "early": True, "idempotencyKey": "k"}, token=admin)
    after = (await api.ask(wallet, token=cy))["me"]["wallet"]
    assert after == {
        "projection": {"micros": "0"},
        "received": {"held": {"micros": "5000000"}},
    }


async def test_every_bad_closing_is_refused_and_seals_nothing(api: ApiClient, month: str) -> None:
    admin, ada = await api.token_of("admin", operator=True), await api.token_of("ada")
    early = {"month": month, "early": True, "idempotencyKey": "k"}
    assert await api.refusal("closeMonth", early) == "NOT_SIGNED_IN"
    assert await api.refusal("closeMonth", early, ada) == "FORBIDDEN"
    for change, code in (
        ({"month": "2026-13"}, "MALFORMED_MONTH"),
        ({"month": "October"}, "MALFORMED_MONTH"),
        ({"month": ""}, "MALFORMED_MONTH"),
        ({"early": False}, "MONTH_NOT_ENDED"),
        ({"month": "2100-01"}, "MONTH_OUT_OF_ORDER"),
        ({"idempotencyKey": ""}, "INVALID_INPUT"),
    ):
        assert await api.refusal("closeMonth", {**early, **change}, admin) == code
    assert await settlements_of_the_database() == 0
    assert (await api.do("closeMonth", early, token=admin))["errors"] == []
    reused = {**early, "early": False}
    assert await api.refusal("closeMonth", reused, admin) == "KEY_REUSED"
    assert await api.refusal("closeMonth", {**reused, "month": "2100-01"}, admin) == "KEY_REUSED"


async def test_what_was_liked_in_a_closed_month_cannot_be_taken_back(
    api: ApiClient, month: str
) -> None:
    admin, ada = await api.token_of("admin", operator=True), await api.token_of("ada")
    await api.do("closeMonth", {"month": month, "early": True, "idempotencyKey": "k"}, token=admin)
    assert await api.refusal("unlike", {"targetId": api.id_of("song")}, ada) == "MONTH_CLOSED"
    likes = """query Likes($month: Month!) {
        me { likes(first: 9, month: $month) { edges { node { id } } } } }"""
    found = await api.ask(likes, {"month": month}, ada)
    assert len(found["me"]["likes"]["edges"]) == 2
    liked = await api.do("like", {"targetId": api.id_of("song")}, "like { month }", ada)
    assert liked["like"]["month"] > month


class Held:
    """Closings, counted, that wait until the test lets them go on."""

    def __init__(self) -> None:
        self.begun = asyncio.Event()
        self.go_on = asyncio.Event()
        self.count = 0

    async def close_month(self, *args: Any, **kwargs: Any) -> Settlement:
        self.count += 1
        self.begun.set()
        await self.go_on.wait()
        return await close_month(*args, **kwargs)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Held:
    held = Held()
    monkeypatch.setattr(close_by_request, "close_month", held.close_month)
    return held


async def test_who_asks_while_a_month_closes_shares_the_one_closing(
    api: ApiClient, month: str, held: Held
) -> None:
    admin = await api.token_of("admin", operator=True)

    def ask(key: str) -> asyncio.Task[Json]:
        wish = {"month": month, "early": True, "idempotencyKey": key}
        return asyncio.create_task(api.do("closeMonth", wish, "settlement { state }", admin))

    asking = [ask("same"), ask("same"), ask("other")]
    gone = ask("gone")
    await held.begun.wait()
    async with asyncio.timeout(5):
        while len(await database.rows("SELECT FROM idempotency_keys")) < 3:
            pass
    gone.cancel()
    held.go_on.set()

    closed = {"settlement": {"state": "CLOSED"}, "errors": []}
    assert await asyncio.gather(*asking) == [closed] * 3
    assert held.count == 1
    assert close_by_request._running == {}


async def test_who_stops_waiting_does_not_stop_the_closing(
    api: ApiClient, month: str, held: Held
) -> None:
    person = api.village.people["ada"]
    asked = asyncio.create_task(
        close_by_request.close_by_request(
            Month.parse(month),
            early=True,
            operator_id=person,
            idempotency_key="k",
        )
    )
    await held.begun.wait()
    (task,) = close_by_request._running.values()
    asked.cancel()
    await asyncio.wait([asked])
    held.go_on.set()

    assert asked.cancelled()
    assert (await task).state == "closed"


async def test_the_key_is_taken_from_the_beginning_of_a_closing(
    api: ApiClient, month: str, held: Held
) -> None:
    admin = await api.token_of("admin", operator=True)
    wish = {"month": month, "early": True, "idempotencyKey": "k"}
    closing = asyncio.create_task(api.do("closeMonth", wish, token=admin))
    await held.begun.wait()

    payout = {"payoutId": global_id("Payout", 1), "idempotencyKey": "k"}
    assert await api.refusal("approvePayout", payout, admin) == "KEY_REUSED"
    held.go_on.set()

    assert (await closing)["errors"] == []


async def test_a_key_of_something_else_closes_nothing(api: ApiClient, month: str) -> None:
    admin = await api.token_of("admin", operator=True)

    async def answer() -> dict[str, object]:
        return {}

    async def body(work: UnitOfWork) -> None:
        person = api.village.people["admin"]
        await once(work, person_id=person, key="k", operation="x", asked={}, answer=answer)

    await unit_of_work(body)
    wish = {"month": month, "early": True, "idempotencyKey": "k"}
    assert await api.refusal("closeMonth", wish, admin) == "KEY_REUSED"
    assert await settlements_of_the_database() == 0


async def test_a_crash_leaves_the_key_and_the_same_key_goes_on(
    api: ApiClient, month: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin = await api.token_of("admin", operator=True)
    wish = {"month": month, "early": True, "idempotencyKey": "k"}

    async def crash(*_: Any, **__: Any) -> Settlement:
        raise ConnectionError

    with monkeypatch.context() as patched:
        patched.setattr(close_by_request, "close_month", crash)
        document = (
            "mutation C($i: CloseMonthInput!) { closeMonth(input: $i) { settlement { id } } }"
        )
        await api.error(document, {"i": wish}, admin)
    assert await database.rows("SELECT operation FROM idempotency_keys") == [
        {"operation": "closeMonth"}
    ]
    assert await api.refusal("closeMonth", {**wish, "early": False}, admin) == "KEY_REUSED"
    assert (await api.do("closeMonth", wish, token=admin))["errors"] == []
