"""A like can be taken back until its month closes, and not after."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from likewise.community.like import like
from likewise.community.likes import likes_of
from likewise.community.targets import like_counts
from likewise.community.unlike import unlike
from likewise.errors import MonthClosed, UnknownTarget
from likewise.models import database
from likewise.models.clock import at_moment
from likewise.models.unit_of_work import ring_after_commit
from tests.support.seals import seal_month
from tests.support.village import Village, running_month


@pytest.fixture
async def village(database: str) -> Village:
    village = Village()
    await village.settle("ada", "bo")
    await village.write("bo", "hello")
    return village


async def test_a_like_that_was_taken_back_is_gone(village: Village) -> None:
    ada, post = village.people["ada"], village.posts["hello"]
    await like(person_id=ada, target_id=village.people["bo"])
    await like(person_id=ada, target_id=post)
    left = await unlike(person_id=ada, target_id=post)
    assert (left.target_id, left.number_of_likes) == (post, 1)
    assert await like_counts([post]) == {post: 0}
    # Liking it again later is a like as any other.
    assert (await like(person_id=ada, target_id=post)).number_of_likes == 2


async def test_taking_back_what_was_not_liked_is_no_error(village: Village) -> None:
    ada, post = village.people["ada"], village.posts["hello"]
    await like(person_id=village.people["bo"], target_id=ada)
    for _ in range(2):
        assert (await unlike(person_id=ada, target_id=post)).number_of_likes == 0
    assert await like_counts([ada]) == {ada: 1}


async def test_what_is_not_there_cannot_be_unliked(village: Village) -> None:
    for target_id in (0, -1, 10**9, 2**63, 10**40):
        with pytest.raises(UnknownTarget):
            await unlike(person_id=village.people["ada"], target_id=target_id)


async def test_taking_a_like_back_stops_its_repeating(village: Village) -> None:
    ada, post = village.people["ada"], village.posts["hello"]
    await like(person_id=ada, target_id=post, repeat=True)
    await unlike(person_id=ada, target_id=post)
    assert not (await like(person_id=ada, target_id=post)).like.repeat


async def test_a_like_of_a_sealed_month_stays(village: Village) -> None:
    ada, post = village.people["ada"], village.posts["hello"]
    await like(person_id=ada, target_id=post)
    month = await running_month()
    await seal_month(month)
    with pytest.raises(MonthClosed):
        await unlike(person_id=ada, target_id=post)
    assert len(await likes_of(ada, month, first=10, after_id=None)) == 1
    # The like of the open month can be taken back all the same.
    await like(person_id=ada, target_id=post)
    assert (await unlike(person_id=ada, target_id=post)).number_of_likes == 0
    assert await like_counts([post]) == {post: 1}


async def test_what_repeats_can_be_stopped_when_its_month_is_sealed(village: Village) -> None:
    ada, post = village.people["ada"], village.posts["hello"]
    await like(person_id=ada, target_id=post, repeat=True)
    await seal_month(await running_month())
    await unlike(person_id=ada, target_id=post)
    assert await database.rows("SELECT id FROM repeating_likes") == []
    assert await like_counts([post]) == {post: 1}


async def test_the_latest_like_whose_month_is_not_sealed_is_taken_back(village: Village) -> None:
    ada, post = village.people["ada"], village.posts["hello"]
    month = await running_month()
    ended = month.previous()
    with at_moment(ended.start - timedelta(days=1)):
        await like(person_id=ada, target_id=post)
    await seal_month(ended.previous())
    with at_moment(ended.start):
        await like(person_id=ada, target_id=post)
    await like(person_id=ada, target_id=post)
    months = [month, ended, ended.previous()]

    async def left() -> list[int]:
        return [len(await likes_of(ada, each, first=9, after_id=None)) for each in months]

    assert await left() == [1, 1, 1]
    await unlike(person_id=ada, target_id=post)
    assert await left() == [0, 1, 1]
    await unlike(person_id=ada, target_id=post)
    assert await left() == [0, 0, 1]
    with pytest.raises(MonthClosed):
        await unlike(person_id=ada, target_id=post)
    assert await left() == [0, 0, 1]


async def test_likes_and_unlikes_at_once_end_with_one_like_or_none(village: Village) -> None:
    ada, post = village.people["ada"], village.posts["hello"]
    for _ in range(3):
        await asyncio.gather(
            *(like(person_id=ada, target_id=post) for _ in range(10)),
            *(unlike(person_id=ada, target_id=post) for _ in range(10)),
        )
        assert (await like_counts([post]))[post] in (0, 1)
    assert (await like(person_id=ada, target_id=post)).number_of_likes == 1


async def test_those_whose_wallets_an_unlike_moves_are_told(village: Village) -> None:
    told: list[frozenset[int]] = []

    async def bell(people: frozenset[int]) -> None:
        told.append(people)

    ada, bo, post = village.people["ada"], village.people["bo"], village.posts["hello"]
    await like(person_id=ada, target_id=post)
    stop = ring_after_commit(bell)
    try:
        await unlike(person_id=ada, target_id=post)
        await unlike(person_id=ada, target_id=post)
    finally:
        stop()
    assert told == [{ada, bo}]
