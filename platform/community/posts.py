"""Posts, newest first, each with its author and its likes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from likewise.community.people import Person
from likewise.community.targets import MAX_ID, is_possible
from likewise.models import database


class Post(NamedTuple):
    """A status message. `like_count` is the number of likes of all months together."""

    id: int
    body: str
    created_at: datetime
    author: Person
    like_count: int


class SliceOfAuthor(NamedTuple):
    """A wish for the `first` newest posts of an author, or those older than `after_id`."""

    author_id: int
    first: int
    after_id: int | None


async def newest_posts(*, first: int, after_id: int | None) -> list[Post]:
    """The `first` newest posts, or those that come after (are older than) `after_id`.

    One statement, whatever their number. To know whether more follow, ask for one more.
    """
    # With the number in its text, of which the API knows a hundred, the statement is planned once.
    # Of a limit that comes as a value PostgreSQL supposes that it is a tenth of all posts; what is
    # planned for that looks dear, so it plans anew each time, which takes as long as reading.
    found = await database.tuples(f"{_NEWEST} LIMIT {max(int(first), 0)}", _before(after_id))
    return [_as_post(each) for each in found]


async def newest_posts_of(asked: Sequence[SliceOfAuthor]) -> list[list[Post]]:
    """For each of these wishes its posts, newest first. One statement, whatever their number."""
    found = await database.tuples(
        _NEWEST_OF_AUTHORS,
        [each.author_id for each in asked],
        [max(each.first, 0) for each in asked],
        [_before(each.after_id) for each in asked],
    )
    slices: list[list[Post]] = [[] for _ in asked]
    for *post, place in found:
        slices[place - 1].append(_as_post(post))
    return slices


async def posts_by_ids(post_ids: Collection[int]) -> list[Post]:
    """Those of these posts that there are, in no order. One statement."""
    return [_as_post(each) for each in await database.tuples(_BY_IDS, list(post_ids))]


async def post_by_id(post_id: int) -> Post | None:
    """The post with this id, if there is one."""
    if not is_possible(post_id):
        return None
    found = await posts_by_ids([post_id])
    return found[0] if found else None


async def existing_post(post_id: int) -> Post:
    """The post with this id, which there is."""
    [found] = await posts_by_ids([post_id])
    return found


def _before(after_id: int | None) -> int:
    return MAX_ID if after_id is None else min(max(after_id, 0), MAX_ID)


def _as_post(row: Sequence[Any]) -> Post:
    post_id, body, created_at, like_count, author_id, handle, display_name, about = row
    author = Person(author_id, handle, display_name, about)
    return Post(post_id, body, created_at, author, like_count)


_COLUMNS = """
SELECT posts.id, posts.body, posts.created_at,
    (SELECT count(*) FROM likes WHERE likes.target_id = posts.id) AS like_count,
    persons.id, persons.handle, persons.display_name, persons.about
"""
_POSTS = _COLUMNS + "FROM posts JOIN persons ON persons.id = posts.author_id "
_BY_IDS = _POSTS + "WHERE posts.id = ANY($1::bigint[])"
_NEWEST = _POSTS + "WHERE posts.id < $1 ORDER BY posts.id DESC"
_SLICES = """
FROM unnest($1::bigint[], $2::bigint[], $3::bigint[])
    WITH ORDINALITY AS asked(author_id, first, before_id, place)
CROSS JOIN LATERAL (
    SELECT * FROM posts WHERE author_id = asked.author_id AND id < asked.before_id
    ORDER BY id DESC LIMIT asked.first
) AS posts
JOIN persons ON persons.id = asked.author_id
ORDER BY asked.place, posts.id DESC
"""
_NEWEST_OF_AUTHORS = _COLUMNS + ", asked.place" + _SLICES
