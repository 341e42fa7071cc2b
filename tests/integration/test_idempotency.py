"""An idempotency key: what was asked under it is done once, and answered the same ever after."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import pytest

from likewise.errors import InvalidInput, KeyReused, UnknownTarget
from likewise.models import database
from likewise.models.idempotency import Answer, once
from likewise.models.unit_of_work import UnitOfWork, unit_of_work
from tests.support.village import Village

PATIENCE_SECONDS = 20.0
"""How long a test that fails may hold the others up."""

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
async def village(database: str) -> Village:
    village = Village()
    await village.settle("ada", "bo")
    return village


async def _publish(
    person_id: int,
    key: str = "key",
    *,
    operation: str = "publish",
    asked: Mapping[str, object] | None = None,
    inside: asyncio.Event | None = None,
    go_on: asyncio.Event | None = None,
    refusal: Exception | None = None,
) -> Answer:
    """Something with an effect that can be counted: a target more."""

    async def body(work: UnitOfWork) -> Answer:
        async def answer() -> Answer:
            row = await work.one("INSERT INTO targets (kind) VALUES ('post') RETURNING id")
            if inside is not None and go_on is not None:
                inside.set()
                await asyncio.wait_for(go_on.wait(), PATIENCE_SECONDS)
            if refusal is not None:
                raise refusal
            return {"id": row["id"], "text": "ünï", "none": None, "list": (1, 2)}

        input_now = {"text": "a"} if asked is None else asked
        return await once(
            work,
            person_id=person_id,
            key=key,
            operation=operation,
            asked=input_now,
            answer=answer,
        )

    return await unit_of_work(body)


async def _done() -> int:
    return len(await database.rows("SELECT id FROM targets WHERE kind = 'post'"))


async def test_the_same_key_and_input_get_the_first_answer(village: Village) -> None:
    person_id = village.people["ada"]
    first = await _publish(person_id, asked={"a": 1, "b": None})
    assert first["list"] == [1, 2]  # what JSON makes of it, the first time already
    assert await _publish(person_id, asked={"b": None, "a": 1}) == first
    assert await _done() == 1


async def test_another_key_or_person_is_another_request(village: Village) -> None:
    ada, bo = village.people["ada"], village.people["bo"]
    answers = [await _publish(ada), await _publish(ada, "other"), await _publish(bo)]
    assert len({str(each["id"]) for each in answers}) == 3
    assert await _done() == 3


@pytest.mark.parametrize(
    ("operation", "asked"),
    [
        ("pay_out", {"text": "a"}),
        ("publish", {"text": "b"}),
        ("publish", {}),
        ("publish", {"a": 1}),
    ],
)
async def test_a_key_with_other_input_is_refused(
    village: Village, operation: str, asked: Mapping[str, object]
) -> None:
    person_id = village.people["ada"]
    await _publish(person_id)
    with pytest.raises(KeyReused):
        await _publish(person_id, operation=operation, asked=asked)
    assert await _done() == 1


@pytest.mark.parametrize("key", ["", "a" * 101, "a\x00", "a\n", "\ud800", "\u200b"])
async def test_a_key_that_is_none_is_refused(village: Village, key: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        await _publish(village.people["ada"], key)
    assert refused.value.field == "idempotencyKey"
    assert await _done() == 0


@pytest.mark.parametrize("key", ["a", "a" * 100, "Schlüssel 1", "{\"a'; --"])
async def test_a_key_may_be_anything_printable(village: Village, key: str) -> None:
    answers = [await _publish(village.people["ada"], key) for _ in range(2)]
    assert answers[0] == answers[1]


async def test_of_many_at_once_one_is_done_and_all_get_its_answer(village: Village) -> None:
    person_id = village.people["ada"]
    answers = await asyncio.gather(*(_publish(person_id) for _ in range(12)))
    assert all(each == answers[0] for each in answers)
    assert await _done() == 1


async def test_the_second_waits_for_the_first(village: Village) -> None:
    person_id, inside, go_on = village.people["ada"], asyncio.Event(), asyncio.Event()
    first = asyncio.create_task(_publish(person_id, inside=inside, go_on=go_on))
    await inside.wait()
    second = asyncio.create_task(_publish(person_id))
    other = asyncio.create_task(_publish(person_id, asked={"text": "b"}))
    await _waiting(2)
    assert not second.done()
    go_on.set()
    assert await second == await first
    with pytest.raises(KeyReused):
        await other
    assert await _done() == 1


async def test_what_was_refused_leaves_the_key_free(village: Village) -> None:
    person_id, inside, go_on = village.people["ada"], asyncio.Event(), asyncio.Event()
    first = asyncio.create_task(
        _publish(person_id, inside=inside, go_on=go_on, refusal=UnknownTarget())
    )
    await inside.wait()
    second = asyncio.create_task(_publish(person_id, asked={"text": "b"}))
    await _waiting(1)
    go_on.set()
    with pytest.raises(UnknownTarget):
        await first
    assert await _publish(person_id, asked={"text": "b"}) == await second
    assert await _done() == 1


async def _waiting(number: int) -> None:
    """Until so many transactions of this database wait for another one to end."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while len(await database.rows(_WAITING)) < number:
            pass


_WAITING = """
SELECT pid FROM pg_stat_activity
WHERE datname = current_database() AND wait_event = 'transactionid'
"""
