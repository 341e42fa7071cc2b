"""The rows that are read and written: the same for all that are measured, in one database.

People give twenty likes each, as in the headline month, and no two runs share one of them: every
like is a new row. The feed is of twenty posts that nobody likes meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import asyncpg

from bench.live_writer import enter_people
from bench.measuring_server import connection_to

FIRST = 20
LIKES_EACH = 20
"""What a supporter gives in a month: the mean of the headline month."""
_POSTS = 20_000
_LIKES_OF_FEED = 50
INSERT = """
INSERT INTO likes (person_id, month, target_id)
VALUES ($1, date_trunc('month', now() AT TIME ZONE 'UTC'), $2)
ON CONFLICT (month, person_id, target_id) DO NOTHING RETURNING id
"""


@dataclass(frozen=True)
class Person:
    """Who likes. `token` is her session's."""

    id: int
    token: str


@dataclass(frozen=True)
class Rows:
    """Who likes, what is liked, and the posts of the feed as they are, the newest first."""

    people: list[Person]
    post_ids: list[int]
    feed: list[asyncpg.Record]

    def likes(self, givers: Iterator[Person]) -> Iterator[tuple[Person, int]]:
        """Likes one after the other, each person and post once: twenty of each giver in turn."""
        for giver in givers:
            for turn in range(LIKES_EACH):
                yield giver, self.post_ids[(giver.id * LIKES_EACH + turn) % len(self.post_ids)]


async def enter_rows(database_url: str, people: int) -> Rows:
    """Enter so many people with a session each, posts, and a feed with likes."""
    tokens = await enter_people(database_url, people + FIRST)
    async with connection_to(database_url) as connection:
        ids = [row["id"] for row in await connection.fetch("SELECT id FROM persons ORDER BY id")]
        authors, givers = ids[:FIRST], ids[FIRST:]
        post_ids = await _publish(connection, authors, _POSTS)
        feed_ids = await _publish(connection, authors, FIRST)
        await connection.execute(_LIKE_FEED, givers[:_LIKES_OF_FEED], feed_ids)
        await connection.execute(_FOR_POSTGRAPHILE)
        await connection.execute("VACUUM ANALYZE")
        feed = await connection.fetch(_FEED, FIRST)
    likers = [Person(*each) for each in zip(givers, tokens[FIRST:], strict=True)]
    return Rows(likers, post_ids, feed)


async def count_likes(database_url: str) -> int:
    """How many likes there are."""
    async with connection_to(database_url) as connection:
        return int(await connection.fetchval("SELECT count(*) FROM likes"))


async def _publish(connection: asyncpg.Connection, author_ids: list[int], count: int) -> list[int]:
    return [row["id"] for row in await connection.fetch(_PUBLISH, author_ids, count)]


_PUBLISH = """
WITH target AS (
    INSERT INTO targets (kind) SELECT 'post' FROM generate_series(1, $2::bigint) RETURNING id
)
INSERT INTO posts (id, author_id, body)
SELECT id, ($1::bigint[])[1 + id % cardinality($1)],
    'Post ' || id || repeat(': what somebody has to say', 4)
FROM target RETURNING id
"""
_LIKE_FEED = """
INSERT INTO likes (person_id, month, target_id)
SELECT person_id, date_trunc('month', now() AT TIME ZONE 'UTC'), target_id
FROM unnest($1::bigint[]) AS person_id, unnest($2::bigint[]) AS target_id
WHERE (person_id + target_id) % 3 <> 0
"""
_FEED = """
SELECT posts.id, posts.body, persons.handle,
    (SELECT count(*) FROM likes WHERE likes.target_id = posts.id) AS like_count
FROM posts JOIN persons ON persons.id = posts.author_id ORDER BY posts.id DESC LIMIT $1
"""
# What its manual tells to write where createLike alone would fail for a like that is there already,
# and for a count: a custom mutation, and a computed column.
_FOR_POSTGRAPHILE = """
CREATE FUNCTION like_target(person_id bigint, target_id bigint) RETURNS likes
LANGUAGE sql VOLATILE STRICT AS $$
    WITH open AS (SELECT date_trunc('month', now() AT TIME ZONE 'UTC')::date AS month),
    entered AS (
        INSERT INTO likes (person_id, month, target_id)
        SELECT like_target.person_id, open.month, like_target.target_id FROM open
        ON CONFLICT (month, person_id, target_id) DO NOTHING RETURNING *
    )
    SELECT * FROM entered
    UNION ALL SELECT likes.* FROM likes, open WHERE likes.month = open.month
        AND likes.person_id = like_target.person_id AND likes.target_id = like_target.target_id
    LIMIT 1
$$;
CREATE FUNCTION posts_like_count(post posts) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT count(*) FROM likes WHERE likes.target_id = post.id
$$
"""
