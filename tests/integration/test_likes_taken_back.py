"""A like can be taken back until its month closes, and not after."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from likewise.community.like import like
from likewise.community.likes import likes_of
from likewise.community.repeating import keep_repeating
from likewise.community.targets import like_counts
from likewise.community.unlike import unlike
from likewise.errors import MonthClosed, UnknownTarget
from likewise.models import database
from likewise.models.changes import Changes, LikeChange
from likewise.models.clock import at_moment
from likewise.models.unit_of_work import UnitOfWork, ring_after_commit
from likewise.months import Month
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


async def _like_in_three_months(ada: int, post: int) -> list[Month]:
    """The open month, the one that has ended and is not sealed, and the one that is sealed."""
    month = await running_month()
    ended = month.previous()
    with at_moment(ended.start - timedelta(days=1)):
        await like(person_id=ada, target_id=post)
    await seal_month(ended.previous())
    with at_moment(ended.start):
        await like(person_id=ada, target_id=post)
    await like(person_id=ada, target_id=post)
    return [month, ended, ended.previous()]


async def _left(ada: int, months: list[Month]) -> list[int]:
    return [len(await likes_of(ada, each, first=9, after_id=None)) for each in months]


async def test_the_like_of_the_open_month_is_taken_back_and_no_earlier_one(
    village: Village,
) -> None:
    ada, post = village.people["ada"], village.posts["hello"]
    months = await _like_in_three_months(ada, post)
    # Asked again, as by a double click or after an answer that was lost, nothing more is gone.
    for _ in range(3):
        assert (await unlike(person_id=ada, target_id=post)).number_of_likes == 0
        assert await _left(ada, months) == [0, 1, 1]


async def test_a_month_that_is_named_loses_its_like_until_it_is_sealed(village: Village) -> None:
    ada, post = village.people["ada"], village.posts["hello"]
    months = await _like_in_three_months(ada, post)
    _, ended, sealed = months
    for _ in range(2):
        assert (await unlike(person_id=ada, target_id=post, month=ended)).number_of_likes == 1
        assert await _left(ada, months) == [1, 0, 1]
    with pytest.raises(MonthClosed):
        await unlike(person_id=ada, target_id=post, month=sealed)
    assert await _left(ada, months) == [1, 0, 1]


async def test_naming_a_sealed_month_changes_nothing_at_all(village: Village) -> None:
    ada, post = village.people["ada"], village.posts["hello"]
    sealed = await running_month()
    await seal_month(sealed)
    await like(person_id=ada, target_id=post, repeat=True)
    for month in (sealed, sealed.previous()):
        with pytest.raises(MonthClosed):
            await unlike(person_id=ada, target_id=post, month=month)
    assert (await like(person_id=ada, target_id=post)).like.repeat


async def test_a_like_that_repeats_is_stopped_and_stays_where_its_month_has_ended(
    village: Village,
) -> None:
    ada, post = village.people["ada"], village.posts["hello"]
    ended = (await running_month()).previous()
    with at_moment(ended.start):
        await like(person_id=ada, target_id=post, repeat=True)
    for _ in range(2):
        await unlike(person_id=ada, target_id=post)
        assert await _left(ada, [ended]) == [1]
        assert await _repeating() == 0


async def _repeating() -> int:
    return len(await database.rows("SELECT id FROM repeating_likes"))


async def _blocked(task: asyncio.Task[object]) -> None:
    """Until the task waits for a lock of the database, or is done."""
    async with asyncio.timeout(20):
        while not task.done() and not await database.rows(_BLOCKED):
            pass


_BLOCKED = """
SELECT pid FROM pg_stat_activity
WHERE datname = current_database() AND wait_event_type = 'Lock'
"""


@pytest.mark.parametrize("known", [True, False])
async def test_what_begins_to_repeat_while_it_is_taken_back_is_both_or_neither(
    village: Village, monkeypatch: pytest.MonkeyPatch, known: bool
) -> None:
    ada, post = village.people["ada"], village.posts["hello"]
    if known:
        await like(person_id=ada, target_id=post)
    liked, go_on = asyncio.Event(), asyncio.Event()

    async def slowly(work: UnitOfWork, person_id: int, target_id: int) -> None:
        liked.set()
        await go_on.wait()
        await keep_repeating(work, person_id, target_id)

    monkeypatch.setattr("likewise.community.like.keep_repeating", slowly)
    liking = asyncio.create_task(like(person_id=ada, target_id=post, repeat=True))
    await liked.wait()
    unliking = asyncio.create_task(unlike(person_id=ada, target_id=post))
    await _blocked(unliking)
    go_on.set()
    assert (await liking).like.repeat
    await unliking
    assert (await like_counts([post]))[post] == await _repeating() == 0


async def test_repeating_and_unlikes_at_once_end_with_both_or_neither(village: Village) -> None:
    ada, post = village.people["ada"], village.posts["hello"]
    for _ in range(5):
        await asyncio.gather(
            *(like(person_id=ada, target_id=post, repeat=True) for _ in range(10)),
            *(unlike(person_id=ada, target_id=post) for _ in range(10)),
        )
        assert (await like_counts([post]))[post] == await _repeating()


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
    told: list[Changes] = []

    async def bell(changes: Changes) -> None:
        told.append(changes)

    ada, bo, post = village.people["ada"], village.people["bo"], village.posts["hello"]
    await like(person_id=ada, target_id=post)
    stop = ring_after_commit(bell)
    try:
        await unlike(person_id=ada, target_id=post)
        await unlike(person_id=ada, target_id=post)
    finally:
        stop()
    assert told == [Changes(likes=frozenset({LikeChange(ada, post, bo)}))]
