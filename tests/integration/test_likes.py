"""The rules of liking (docs/words.md, "Likes")."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest

from likewise.community.like import Liked, like
from likewise.community.liked_targets import targets_by_ids
from likewise.community.likes import likes_of
from likewise.community.pages import Page
from likewise.community.people import Person
from likewise.community.posts import Post
from likewise.community.targets import like_counts
from likewise.errors import InvalidInput, MalformedUrl, OwnTarget, UnknownTarget
from likewise.models import database
from likewise.models.changes import Changes, LikeChange
from likewise.models.clock import at_moment
from likewise.models.unit_of_work import UnitOfWork, ring_after_commit, unit_of_work
from likewise.months import Month
from tests.support.seals import seal_month
from tests.support.village import Village, running_month

SONG = "https://band.example/song"


@pytest.fixture
async def village(database: str) -> Village:
    village = Village()
    await village.settle("ada", "bo", "cy")
    await village.write("bo", "hello")
    return village


async def _own_site(host: str, owner_id: int) -> None:
    async def body(work: UnitOfWork) -> None:
        await work.execute("UPDATE sites SET owner_id = $1 WHERE host = $2", owner_id, host)

    await unit_of_work(body)


async def _count(table: str) -> int:
    row = await database.row(f"SELECT count(*) AS number FROM {table}")
    assert row is not None
    return int(row["number"])


async def test_people_posts_and_pages_can_be_liked(village: Village) -> None:
    ada = village.people["ada"]
    given = [
        await like(person_id=ada, target_id=village.people["bo"]),
        await like(person_id=ada, target_id=village.posts["hello"]),
        await like(person_id=ada, url=SONG),
    ]
    targets = await targets_by_ids([each.target_id for each in given])
    assert [type(targets[each.target_id]) for each in given] == [Person, Post, Page]
    assert [each.number_of_likes for each in given] == [1, 2, 3]
    month = await running_month()
    assert all(each.like.month == month and not each.like.repeat for each in given)
    assert [each.like.target_id for each in given] == [each.target_id for each in given]
    assert await likes_of(ada, month, first=10, after_id=None) == [
        each.like for each in reversed(given)
    ]
    assert await like_counts([each.target_id for each in given]) == {
        each.target_id: 1 for each in given
    }


async def test_liking_again_is_the_same_like(village: Village) -> None:
    ada, post = village.people["ada"], village.posts["hello"]
    assert await like(person_id=ada, target_id=post) == await like(person_id=ada, target_id=post)
    assert await like(person_id=ada, url=SONG) == await like(
        person_id=ada, url="HTTPS://BAND.example:443/./song?utm_source=x#chorus"
    )
    assert await _count("likes") == 2


async def test_the_same_like_at_once_is_one_like(village: Village) -> None:
    ada, post = village.people["ada"], village.posts["hello"]
    given = await asyncio.gather(*(like(person_id=ada, target_id=post) for _ in range(20)))
    assert all(each == given[0] for each in given)
    assert given[0].number_of_likes == 1
    assert await _count("likes") == 1


async def test_nobody_likes_what_is_her_own(village: Village) -> None:
    bo = village.people["bo"]
    await like(person_id=village.people["ada"], url=SONG)
    await _own_site("band.example", bo)
    with pytest.raises(OwnTarget):
        await like(person_id=bo, target_id=bo)
    with pytest.raises(OwnTarget):
        await like(person_id=bo, target_id=village.posts["hello"], repeat=True)
    with pytest.raises(OwnTarget):
        await like(person_id=bo, url=SONG)
    with pytest.raises(OwnTarget):
        await like(person_id=bo, url="https://band.example/never-seen")
    assert await _count("likes") == 1
    assert await _count("repeating_likes") == 0
    assert await _count("pages") == 1
    assert await _count("targets WHERE kind = 'page'") == 1


async def test_what_is_not_there_cannot_be_liked(village: Village) -> None:
    ada = village.people["ada"]
    page = await like(person_id=ada, url=SONG)
    site = await database.row("SELECT id FROM sites")
    assert site is not None
    for target_id in (0, -1, 10**9, 2**63, 10**40, site["id"]):
        with pytest.raises(UnknownTarget):
            await like(person_id=ada, target_id=target_id)
    for url in ("http://localhost/", "no address", "https://a\x00.example/", "\ud800"):
        with pytest.raises(MalformedUrl):
            await like(person_id=ada, url=url)
    with pytest.raises(InvalidInput):
        await like(person_id=ada)
    with pytest.raises(InvalidInput):
        await like(person_id=ada, target_id=page.target_id, url=SONG)
    assert await _count("likes") == 1


async def test_one_new_page_liked_by_many_at_once_is_one_page_of_one_site(
    village: Village,
) -> None:
    await village.settle(*(f"fan{number}" for number in range(12)))
    fans = [each for handle, each in village.people.items() if handle.startswith("fan")]
    given = await asyncio.gather(
        *(like(person_id=fan, url=SONG) for fan in fans),
        *(like(person_id=fan, url=f"{SONG}/{fan}") for fan in fans),
    )
    assert len({each.target_id for each in given}) == 13
    assert len({each.target_id for each in given[:12]}) == 1
    assert await _count("targets WHERE kind = 'page'") == await _count("pages") == 13
    assert await _count("sites") == await _count("accounts WHERE kind = 'escrow'") == 1


async def test_a_like_repeats_until_it_is_stopped(village: Village) -> None:
    ada, post = village.people["ada"], village.posts["hello"]

    async def given(repeat: bool | None) -> Liked:
        return await like(person_id=ada, target_id=post, repeat=repeat)

    assert [
        (await given(repeat)).like.repeat for repeat in (None, True, None, True, False, None, False)
    ] == [False, True, True, True, False, False, False]
    await given(True)
    [listed] = await likes_of(ada, await running_month(), first=10, after_id=None)
    assert listed.repeat
    assert await _count("repeating_likes") == await _count("likes") == 1


async def test_likes_are_read_page_by_page_newest_first(village: Village) -> None:
    ada = village.people["ada"]
    ids = [(await like(person_id=ada, url=f"{SONG}/{n}")).like.id for n in range(5)]
    await like(person_id=village.people["bo"], url=SONG)
    month = await running_month()
    first = await likes_of(ada, month, first=3, after_id=None)
    assert [each.id for each in first] == ids[:1:-1]
    rest = await likes_of(ada, month, first=3, after_id=first[-1].id)
    assert [each.id for each in rest] == ids[1::-1]
    assert await likes_of(ada, month, first=3, after_id=10**40) == first
    assert await likes_of(ada, month, first=3, after_id=-1) == []
    assert await likes_of(ada, month.previous(), first=3, after_id=None) == []


async def test_a_like_belongs_to_the_calendar_month_of_its_moment(village: Village) -> None:
    ada, post = village.people["ada"], village.posts["hello"]
    month = await running_month()
    given: list[Liked] = []
    for moment in (month.start - timedelta(microseconds=1), month.start, _last(month)):
        with at_moment(moment):
            given.append(await like(person_id=ada, target_id=post))
    # Also when the month before is not sealed yet.
    assert [each.like.month for each in given] == [month.previous(), month, month]
    assert [each.number_of_likes for each in given] == [1, 1, 1]
    assert given[1].like == given[2].like


async def test_after_an_early_seal_a_like_counts_for_the_next_month(village: Village) -> None:
    ada, post = village.people["ada"], village.posts["hello"]
    month = await running_month()
    before = await like(person_id=ada, target_id=post)
    assert await seal_month(month) == {before.like.id}
    after = await like(person_id=ada, target_id=post)
    assert (after.like.month, after.number_of_likes) == (month.next(), 1)
    assert after.like.id != before.like.id
    assert await like_counts([post]) == {post: 2}


async def test_those_whose_wallets_a_like_moves_are_told(village: Village) -> None:
    told: list[Changes] = []

    async def bell(changes: Changes) -> None:
        told.append(changes)

    ada, bo, post = village.people["ada"], village.people["bo"], village.posts["hello"]
    stop = ring_after_commit(bell)
    try:
        await like(person_id=ada, target_id=post)
        await like(person_id=ada, target_id=post)  # nothing new, nobody told
        await like(person_id=ada, url=SONG)
        with pytest.raises(OwnTarget):
            await like(person_id=bo, target_id=post)
    finally:
        stop()
    song = (await like(person_id=ada, url=SONG)).target_id
    assert told == [
        Changes(likes=frozenset({LikeChange(ada, post, bo)})),
        Changes(likes=frozenset({LikeChange(ada, song, None)})),
    ]


def _last(month: Month) -> datetime:
    return month.end - timedelta(microseconds=1)
