"""Posts, newest first, each with its author and its likes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from likewise.community.people import Person
from likewise.community.targets import MAX_ID, is_possible
from likewise.models import database
from likewise.models.unit_of_work import Row


@dataclass(frozen=True, slots=True)
class Post:
    """A status message. `like_count` is the number of likes of all months together."""

    id: int
    body: str
    created_at: datetime
    author: Person
    like_count: int


async def newest_posts(
    *, first: int, after_id: int | None, author_id: int | None = None
) -> list[Post]:
    """The `first` newest posts, or those that come after (are older than) `after_id`.

    Of everybody, or of one author. One statement, whatever their number. To know whether more
    follow, ask for one more.
    """
    before = MAX_ID if after_id is None else min(max(after_id, 0), MAX_ID)
    if author_id is None:
        rows = await database.rows(_POST + _NEWEST, max(first, 0), before)
    else:
        rows = await database.rows(_POST + _NEWEST_OF_AUTHOR, max(first, 0), before, author_id)
    return [_as_post(row) for row in rows]


async def posts_by_ids(post_ids: Collection[int]) -> list[Post]:
    """Those of these posts that there are, in no order. One statement."""
    rows = await database.rows(_POST + "WHERE posts.id = ANY($1::bigint[])", list(post_ids))
    return [_as_post(row) for row in rows]


async def post_by_id(post_id: int) -> Post | None:
    """The post with this id, if there is one."""
    if not is_possible(post_id):
        return None
    row = await database.row(_POST + "WHERE posts.id = $1", post_id)
    return _as_post(row) if row else None


_POST = """
SELECT posts.id, posts.body, posts.created_at, posts.author_id,
    persons.handle, persons.display_name, persons.about, persons.created_at AS author_since,
    (SELECT count(*) FROM likes WHERE likes.target_id = posts.id) AS like_count
FROM posts JOIN persons ON persons.id = posts.author_id
"""
_NEWEST = "WHERE posts.id < $2 ORDER BY posts.id DESC LIMIT $1"
_NEWEST_OF_AUTHOR = "WHERE posts.author_id = $3 AND posts.id < $2 ORDER BY posts.id DESC LIMIT $1"


def _as_post(row: Row) -> Post:
    author = Person(
        row["author_id"], row["handle"], row["display_name"], row["about"], row["author_since"]
    )
    return Post(row["id"], row["body"], row["created_at"], author, row["like_count"])
