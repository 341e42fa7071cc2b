"""The simulation as the API tells it: exact, typed when refused, and never in anybody's way."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest

from likewise.statements import simulation as simulations
from tests.support.api_client import ApiClient, Json

SIMULATION = """
query Simulation($input: SimulationInput!) {
  simulation(input: $input) {
    supporters computedPeople
    paidIn { micros } unshared { micros } passedOn { micros } cut { micros }
    supportersLike { micros } othersLike { micros }
    byHop { hop shared { micros } toCreators { micros } kept { micros } }
    friends { people received { micros } mean { micros } median { micros } }
    creators { people received { micros } mean { micros } median { micros } }
  }
}
"""
NO_LIMITS = {"cost_bucket_size": 0, "address_cost_bucket_size": 0}
LONGEST_SECONDS = 15


async def told(api: ApiClient, **wish: object) -> Json:
    found: Json = (await api.ask(SIMULATION, {"input": wish}))["simulation"]
    return found


def micros(*amounts: Json) -> int:
    return sum(int(each["micros"]) for each in amounts)


async def test_the_headline_is_25_million_a_month_and_adds_up_to_the_micro(api: ApiClient) -> None:
    found = await told(api)
    assert found["supporters"] == 5_000_000
    assert micros(found["paidIn"]) == 25_000_000_000_000
    ends = [each[end] for each in found["byHop"] for end in ("toCreators", "kept")]
    assert micros(found["unshared"], *ends) == micros(found["paidIn"])
    assert micros(*(each["toCreators"] for each in found["byHop"])) == micros(
        found["creators"]["received"]
    )
    assert micros(*(each["shared"] for each in found["byHop"][1:])) == micros(found["passedOn"])
    assert [each["hop"] for each in found["byHop"]] == list(range(7))
    assert micros(found["cut"]) == micros(found["creators"]["received"]) // 10


async def test_twice_the_amount_is_twice_the_money_and_half_as_many_likes_are_worth_more(
    api: ApiClient,
) -> None:
    once, twice = await told(api), await told(api, amountMicros="10000000")
    assert micros(twice["paidIn"]) == 2 * micros(once["paidIn"])
    fewer = await told(api, likesEach=10)
    assert micros(fewer["supportersLike"]) > micros(once["supportersLike"])


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("people", 99),
        ("people", 1_000_000_001),
        ("supporterBps", 9),
        ("supporterBps", 10_001),
        ("amountMicros", "9999"),
        ("amountMicros", "9" * 30),
        ("likesEach", 0),
        ("forwardBps", -1),
    ],
)
async def test_what_cannot_be_imagined_is_refused_by_its_field(
    api: ApiClient, field: str, value: object
) -> None:
    answer = await api.post(SIMULATION, {"input": {field: value}})
    (error,) = answer.json()["errors"]
    assert error["extensions"] == {"code": "INVALID_INPUT", "field": field}


@pytest.mark.parametrize("changes", [NO_LIMITS], ids=["no limits"])
async def test_while_strangers_ask_for_simulations_everybody_else_is_answered(
    api: ApiClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = threading.Semaphore(0), threading.Semaphore(0)
    asked: list[object] = []
    simulate_economy = simulations.simulate_economy

    def held_up(*args: Any, **options: Any) -> object:
        asked.append(args)
        begun.release()
        assert go_on.acquire(timeout=LONGEST_SECONDS)
        return simulate_economy(*args, **options)

    monkeypatch.setattr(simulations, "simulate_economy", held_up)
    wishes = [{"people": 1_000_000 + number // 2} for number in range(10)]
    strangers = asyncio.gather(*(told(api, **wish) for wish in wishes))
    for number in range(1, 6):
        assert await asyncio.to_thread(begun.acquire, timeout=LONGEST_SECONDS)
        await api.ask("{ posts(first: 1) { edges { cursor } } }")
        assert len(asked) == number  # one at a time, and none for what is asked twice
        go_on.release()
    answers = await strangers
    assert answers[0::2] == answers[1::2]
    assert len(asked) == 5


async def test_no_more_answers_are_remembered_than_may_be(
    api: ApiClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(simulations, "REMEMBERED", 3)
    monkeypatch.setattr(simulations, "_known", type(simulations._known)())
    for people in (200, 201, 202, 203, 204):
        await told(api, people=people)
    assert [question.people for question in simulations._known] == [202, 203, 204]
