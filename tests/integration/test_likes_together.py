"""Likes of the same moment are one statement, and each of them a like as any other."""

from __future__ import annotations

import asyncio

import asyncpg
import pytest

from likewise.community.entering import Liked, Wish, enter_likes
from likewise.community.like import like
from likewise.errors import OwnTarget, Refusal, UnknownTarget
from likewise.models import database
from likewise.models.changes import Changes, LikeChange
from likewise.models.unit_of_work import UnitOfWork, drain, ring_after_commit, unit_of_work
from tests.support.village import Village
from tests.support.waiting import until_waiting

FANS = [f"fan{number}" for number in range(30)]
NOBODY = 10**9


@pytest.fixture
async def village(database: str) -> Village:
    village = Village()
    await village.settle("ada", "bo", *FANS)
    for name in ("one", "two", "three"):
        await village.write("bo", name)
    return village


async def _at_once(*wishes: tuple[int, int]) -> list[Liked | BaseException]:
    return await asyncio.gather(
        *(like(person_id=person, target_id=target) for person, target in wishes),
        return_exceptions=True,
    )


async def _stored() -> set[tuple[int, int]]:
    rows = await database.rows("SELECT person_id, target_id FROM likes")
    return {(row["person_id"], row["target_id"]) for row in rows}


async def _transactions() -> int:
    """How many transactions have written likes."""
    rows = await database.rows("SELECT DISTINCT xmin::text FROM likes")
    return len(rows)


async def test_likes_of_the_same_moment_are_one_transaction(village: Village) -> None:
    post = village.posts["one"]
    given = await _at_once(*((village.people[fan], post) for fan in FANS))
    assert {each.number_of_likes for each in given if isinstance(each, Liked)} == {1}
    assert await _transactions() == 1


async def test_one_that_is_refused_fails_none_of_the_others(village: Village) -> None:
    ada, bo, post = village.people["ada"], village.people["bo"], village.posts["one"]
    found = await _at_once((ada, post), (bo, post), (ada, NOBODY), (bo, bo), (ada, bo))
    assert [type(each) for each in found] == [Liked, OwnTarget, UnknownTarget, OwnTarget, Liked]
    assert await _stored() == {(ada, post), (ada, bo)}


async def test_one_that_the_database_refuses_fails_none_of_the_others(village: Village) -> None:
    post = village.posts["one"]
    people = [village.people[fan] for fan in FANS]
    wishes = [*((each, post) for each in people[:11]), (NOBODY, post)]
    wishes += [(each, post) for each in people[11:]]
    found = await _at_once(*wishes)
    [failed] = [wish for wish, each in zip(wishes, found, strict=True) if type(each) is not Liked]
    assert failed == (NOBODY, post)
    assert not isinstance(found[11], Refusal)
    assert await _stored() == {(each, post) for each in people}


async def test_a_giver_is_told_her_first_second_and_third_in_the_order_they_came(
    village: Village,
) -> None:
    ada = village.people["ada"]
    one, two, three = village.posts.values()
    await like(person_id=ada, target_id=two)
    wishes = [(ada, three), (ada, two), (ada, one), (ada, three), (village.people["fan0"], one)]
    given = [each for each in await _at_once(*wishes) if isinstance(each, Liked)]
    assert [each.number_of_likes for each in given] == [2, 2, 3, 3, 1]
    assert given[0].like == given[3].like
    assert len(await _stored()) == 4


async def test_who_gives_up_keeps_none_of_the_others_from_liking(village: Village) -> None:
    post = village.posts["one"]
    people = [village.people[fan] for fan in FANS]
    for steps in range(30):
        asking = [asyncio.create_task(like(person_id=each, target_id=post)) for each in people[:3]]
        for _ in range(steps):
            await asyncio.sleep(0)
        asking[0].cancel()
        assert {type(each) for each in await asyncio.gather(*asking[1:])} == {Liked}
        await drain()
        found = await _stored()
        assert found >= {(each, post) for each in people[1:3]}
        await database.rows("DELETE FROM likes")


async def test_each_like_of_a_lot_is_told_to_those_who_watch(village: Village) -> None:
    ada, bo, post = village.people["ada"], village.people["bo"], village.posts["one"]
    await like(person_id=ada, target_id=post)
    told: list[Changes] = []

    async def bell(changes: Changes) -> None:
        told.append(changes)

    stop = ring_after_commit(bell)
    try:
        await _at_once((ada, post), (ada, bo), (bo, ada), (bo, post), (ada, NOBODY))
    finally:
        stop()
    assert told == [Changes(likes=frozenset({LikeChange(ada, bo, bo), LikeChange(bo, ada, ada)}))]


async def test_a_like_inside_a_unit_of_work_is_refused_and_poisons_no_other(
    village: Village,
) -> None:
    async def body(work: UnitOfWork) -> None:
        await like(person_id=village.people["ada"], target_id=village.posts["one"])

    with pytest.raises(RuntimeError, match="inside a unit of work"):
        await unit_of_work(body)
    await like(person_id=village.people["ada"], target_id=village.posts["one"])


async def test_lots_that_overlap_wait_in_one_order_and_never_for_each_other(
    village: Village, database: str
) -> None:
    """All wait for a like in the middle; whoever went on from both ends would be stuck then."""
    post = village.posts["one"]
    wishes = [Wish(village.people[fan], post) for fan in FANS]
    begun: list[int] = []

    async def enter(some: list[Wish]) -> list[Liked | Refusal]:
        async def body(work: UnitOfWork) -> list[Liked | Refusal]:
            begun.append(len(some))
            return await enter_likes(work, some)

        return await unit_of_work(body)

    holder, looker = await asyncpg.connect(database), await asyncpg.connect(database)
    try:
        holding = holder.transaction()
        await holding.start()
        await holder.execute(
            "INSERT INTO likes (person_id, target_id, month) SELECT $1, $2, month"
            " FROM running_month()",
            *wishes[15],
        )
        lots = [wishes, wishes[::-1], wishes[10:], wishes[:5:-1]]
        entering = [asyncio.create_task(enter(lot)) for lot in lots]
        await until_waiting(looker, len(lots))
        await holding.rollback()
        given = await asyncio.gather(*entering)
    finally:
        await holder.close()
        await looker.close()
    assert len(begun) == len(lots)  # none had to begin again
    for lot, likes in zip(lots, given, strict=True):
        assert [
            (each.like.person_id, each.number_of_likes) for each in likes if isinstance(each, Liked)
        ] == [(wish.person_id, 1) for wish in lot]
    assert await _stored() == set(wishes)
