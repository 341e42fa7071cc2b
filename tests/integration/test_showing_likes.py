"""What is shown of likes: nothing, unless its giver has chosen so, and only while she does."""

from __future__ import annotations

import pytest

from likewise.community.showing_likes import show_likes, shows_likes
from likewise.community.supporters import (
    SliceOfLikes,
    SliceOfWall,
    shown_likes_of,
    supporters_of,
)
from likewise.community.unlike import unlike
from likewise.models import database
from tests.support.seals import seal_month
from tests.support.village import Village, running_month

FANS = ("bo", "cy", "dee", "eve")


@pytest.fixture
async def village(database: str) -> Village:
    """Ada has a post and a site; all others like something of hers, Bo and Cy twice."""
    village = Village()
    await village.settle("ada", *FANS)
    await village.write("ada", "song")
    await village.find("ada.example.org", "page")
    await village.like("bo", "song", "ada")
    await village.like("cy", "ada")
    await village.like("dee", "song")
    await village.like("cy", "page")
    await village.like("eve", "page")
    await database_claims(village, "ada.example.org", "ada")
    return village


async def database_claims(village: Village, host: str, owner: str) -> None:
    """As a claim will do it."""
    await database.rows(
        "UPDATE sites SET owner_id = $2 WHERE id = $1 RETURNING id",
        village.sites[host],
        village.people[owner],
    )


async def show(village: Village, *handles: str) -> None:
    for handle in handles:
        await show_likes(person_id=village.people[handle], shows_likes=True)


async def wall(target_id: int, *, first: int = 10, after_id: int | None = None) -> list[str]:
    [found] = await supporters_of([SliceOfWall(target_id, first, after_id)])
    return [each.person.handle for each in found]


async def shown(village: Village, handle: str, *, first: int = 10) -> list[int] | None:
    [found] = await shown_likes_of([SliceOfLikes(village.people[handle], first, None)])
    return None if found is None else [each.target_id for each in found]


async def test_nobody_shows_what_she_likes_unless_she_has_chosen_so(village: Village) -> None:
    ada = village.people["ada"]
    assert await wall(ada) == []
    assert await shown(village, "bo") is None
    assert not any([await shows_likes(each) for each in village.people.values()])


async def test_a_wall_has_each_of_those_who_show_it_once_the_last_like_first(
    village: Village,
) -> None:
    await show(village, *FANS)
    ada = village.people["ada"]
    assert await wall(ada) == ["eve", "cy", "dee", "bo"]
    assert await wall(village.posts["song"]) == ["dee", "bo"]
    assert await wall(village.pages["page"]) == ["eve", "cy"]
    assert await wall(village.people["bo"]) == []


async def test_who_stops_showing_it_is_gone_at_once_and_everywhere(village: Village) -> None:
    await show(village, *FANS)
    ada, cy = village.people["ada"], village.people["cy"]
    [slice_before] = await supporters_of([SliceOfWall(ada, 1, None)])
    await show_likes(person_id=cy, shows_likes=False)
    assert await wall(ada) == ["eve", "dee", "bo"]
    assert await wall(village.pages["page"]) == ["eve"]
    assert await shown(village, "cy") is None
    # A place from before brings nobody back.
    assert await wall(ada, after_id=slice_before[-1].id) == ["dee", "bo"]


async def test_slices_of_a_wall_make_the_whole_wall(village: Village) -> None:
    await show(village, *FANS)
    ada = village.people["ada"]
    handles: list[str] = []
    after_id: int | None = None
    while found := (await supporters_of([SliceOfWall(ada, 1, after_id)]))[0]:
        handles += [each.person.handle for each in found]
        after_id = found[-1].id
    assert handles == await wall(ada)


async def test_a_profile_shows_the_likes_of_the_running_month_alone(village: Village) -> None:
    await show(village, "bo", "dee")
    song, ada = village.posts["song"], village.people["ada"]
    assert await shown(village, "bo") == [ada, song]
    await unlike(person_id=village.people["bo"], target_id=ada)
    assert await shown(village, "bo") == [song]
    await seal_month(await running_month())
    assert await shown(village, "bo") == []
    assert await wall(ada) == []
    await village.like("dee", "ada")
    assert await wall(ada) == ["dee"]


async def test_who_owns_a_site_does_not_stand_on_her_own_wall(village: Village) -> None:
    await village.find("bo.example.org", "home")
    await village.like("bo", "home")
    await show(village, "bo")
    await database_claims(village, "bo.example.org", "bo")
    assert await wall(village.people["bo"]) == []


async def test_many_are_asked_for_at_once_each_for_herself(village: Village) -> None:
    await show(village, "bo", "eve")
    people = [village.people[each] for each in ("ada", "bo", "cy")]
    walls = await supporters_of([SliceOfWall(each, 5, None) for each in people])
    assert [[each.person.handle for each in found] for found in walls] == [["eve", "bo"], [], []]
    found = await shown_likes_of([SliceOfLikes(each, 1, None) for each in people])
    assert [each if each is None else len(each) for each in found] == [None, 1, None]
