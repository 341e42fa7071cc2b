"""Lists in slices, while entries come and go: keys hold a place, and offsets would not."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable

import pytest

from likewise.models import database
from tests.support.api_client import ApiClient, Json

LIKES = """
query Likes($first: Int!, $after: String) { me { likes(first: $first, after: $after) {
  edges { cursor node { id target { id } } } pageInfo { hasNextPage endCursor }
} } }
"""
POSTS = """
query Posts($first: Int!, $after: String) { posts(first: $first, after: $after) {
  edges { cursor node { id } } pageInfo { hasNextPage endCursor }
} }
"""
BEFORE = 12

Meanwhile = Callable[[random.Random], Awaitable[None]]


async def all_slices(
    api: ApiClient, document: str, chance: random.Random, meanwhile: Meanwhile, token: str | None
) -> list[Json]:
    """The edges of every slice, of sizes by chance, with something going on in between."""
    edges: list[Json] = []
    after = None
    while True:
        variables = {"first": chance.randint(1, 4), "after": after}
        data = await api.ask(document, variables, token)
        found = data["me"]["likes"] if "me" in data else data["posts"]
        edges += found["edges"]
        after = found["pageInfo"]["endCursor"]
        if not found["pageInfo"]["hasNextPage"]:
            return edges
        await meanwhile(chance)


@pytest.mark.parametrize("seed", range(8))
async def test_who_pages_while_likes_come_and_go_sees_none_twice_and_misses_none_that_stayed(
    api: ApiClient, seed: int
) -> None:
    chance = random.Random(seed)
    ada = await api.token_of("ada")
    names = [f"person_{number:02}" for number in range(2 * BEFORE)]
    await api.village.settle(*names)
    await api.village.like("ada", *names[:BEFORE])
    liked, stayed, unused = set(names[:BEFORE]), set(names[:BEFORE]), names[BEFORE:]

    async def likes_come_and_go(chance: random.Random) -> None:
        if unused and chance.random() < 0.7:
            await api.village.like("ada", name := unused.pop())
            liked.add(name)
        if liked and chance.random() < 0.7:
            gone = chance.choice(sorted(liked))  # the last one seen, too: its cursor stays good
            await api.do("unlike", {"targetId": api.id_of(gone)}, token=ada)
            liked.discard(gone)
            stayed.discard(gone)

    edges = await all_slices(api, LIKES, chance, likes_come_and_go, ada)
    seen = [each["node"]["target"]["id"] for each in edges]
    assert len(set(seen)) == len(seen)
    assert {api.id_of(name) for name in stayed} <= set(seen)
    assert not {api.id_of(name) for name in names[BEFORE:]} & set(seen)
    assert len({each["cursor"] for each in edges}) == len(edges)


async def test_a_cursor_stays_good_when_its_entry_is_gone(api: ApiClient) -> None:
    await api.village.settle("ada")
    for number in range(3):
        await api.village.write("ada", f"post {number}")

    async def the_newest_goes(_: random.Random) -> None:
        await database.rows("DELETE FROM posts WHERE id = $1", api.village.posts["post 2"])

    edges = await all_slices(api, POSTS, Ones(), the_newest_goes, None)
    assert [each["node"]["id"] for each in edges] == [
        api.id_of(f"post {number}") for number in (2, 1, 0)
    ]


class Ones(random.Random):
    """Slices of one entry each."""

    def randint(self, a: int, b: int) -> int:
        return 1
