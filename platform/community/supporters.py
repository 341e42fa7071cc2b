"""Who likes what, as far as everybody may know: only of those who show it, in the running month.

Whether somebody shows it is asked with every look, so who chose not to is gone at once, from
everywhere. Source: docs/words.md, "What is shown of a like".
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from likewise.community.people import Person
from likewise.community.targets import MAX_ID
from likewise.models import database


class SliceOfWall(NamedTuple):
    """A wish for the first of a target's wall, or of those after the place `after_id`."""

    target_id: int
    first: int
    after_id: int | None


class SliceOfLikes(NamedTuple):
    """A wish for the first of what a person shows that she likes, or of what comes after."""

    person_id: int
    first: int
    after_id: int | None


class Supporter(NamedTuple):
    """Somebody on a wall. Her place there, `id`, is that of her newest like for it."""

    id: int
    person: Person


class ShownLike(NamedTuple):
    """A like that everybody may know of."""

    id: int
    target_id: int


async def supporters_of(asked: Sequence[SliceOfWall]) -> list[list[Supporter]]:
    """For each of these wishes who stands there. One statement, whatever their number.

    The wall of a person has who likes her profile, her posts or the pages of her sites; that of a
    page or a post, who likes it.
    """
    found = await database.tuples(WALLS, *columns_of(asked))
    walls: list[list[Supporter]] = [[] for _ in asked]
    for wall, place, *person in found:
        walls[wall - 1].append(Supporter(place, Person(*person)))
    return walls


async def shown_likes_of(asked: Sequence[SliceOfLikes]) -> list[list[ShownLike] | None]:
    """For each of these wishes what is liked, newest first; None: she keeps it to herself.

    One statement, whatever their number.
    """
    found = await database.tuples(_SHOWN, *columns_of(asked))
    shown: list[list[ShownLike] | None] = [None for _ in asked]
    for place, likes in groupby(found, key=lambda row: row[0]):
        shown[place - 1] = [ShownLike(*like) for _, *like in likes if like[0] is not None]
    return shown


def columns_of(asked: Sequence[SliceOfWall | SliceOfLikes]) -> tuple[list[int], ...]:
    """Wishes as the values of WALLS: whose, how many, and before which place."""
    return (
        [each[0] for each in asked],
        [max(each.first, 0) for each in asked],
        [MAX_ID if each.after_id is None else each.after_id for each in asked],
    )


_ASKED = """
WITH open AS MATERIALIZED (SELECT month FROM running_month()), asked AS (
    SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[])
        WITH ORDINALITY AS asked(id, first, before_id, place)
)
"""
_THINGS = """
SELECT asked.id
UNION ALL SELECT posts.id FROM posts WHERE posts.author_id = asked.id
UNION ALL SELECT pages.id FROM sites JOIN pages ON pages.site_id = sites.id
    WHERE sites.owner_id = asked.id
"""
WALLS = f"""
{_ASKED}
SELECT asked.place, supporting.last_id,
    persons.id, persons.handle, persons.display_name, persons.about
FROM asked CROSS JOIN open
CROSS JOIN LATERAL (SELECT array_agg(thing.id) AS ids FROM ({_THINGS}) AS thing) AS things
CROSS JOIN LATERAL (
    SELECT newest.person_id, newest.id AS last_id
    FROM unnest(things.ids) AS thing(id)
    CROSS JOIN LATERAL (
        SELECT shown.person_id, shown.id FROM (
            SELECT likes.person_id, likes.id
            FROM (
                SELECT likes.person_id, likes.id FROM likes
                WHERE likes.target_id = thing.id AND likes.month = open.month
                  AND likes.person_id <> asked.id AND likes.id < asked.before_id
                ORDER BY likes.id DESC OFFSET 0
            ) AS likes
            CROSS JOIN LATERAL (
                SELECT FROM persons
                WHERE persons.id = likes.person_id AND persons.shows_likes OFFSET 0
            ) AS showing
            ORDER BY likes.id DESC OFFSET 0
        ) AS shown
        CROSS JOIN LATERAL (
            SELECT max(hers.id) AS id FROM (
                SELECT likes.id, likes.target_id FROM likes
                WHERE likes.month = open.month AND likes.person_id = shown.person_id OFFSET 0
            ) AS hers WHERE hers.target_id = ANY(things.ids) OFFSET 0
        ) AS hers_last
        WHERE hers_last.id = shown.id
        ORDER BY shown.id DESC LIMIT asked.first
    ) AS newest
    ORDER BY newest.id DESC LIMIT asked.first
) AS supporting
JOIN persons ON persons.id = supporting.person_id
ORDER BY asked.place, supporting.last_id DESC
"""  # noqa: S608 - all parts are constants of ours
"""Of each thing the newest likes whose givers show them and like nothing else of hers since: read
from the newest on, so that it is no more than a slice needs, however many like it."""
_SHOWN = f"""
{_ASKED}
SELECT asked.place, liked.id, liked.target_id
FROM asked CROSS JOIN open
JOIN persons ON persons.id = asked.id AND persons.shows_likes
LEFT JOIN LATERAL (
    SELECT likes.id, likes.target_id FROM likes
    WHERE likes.month = open.month AND likes.person_id = asked.id AND likes.id < asked.before_id
    ORDER BY likes.id DESC LIMIT asked.first
) AS liked ON true
ORDER BY asked.place, liked.id DESC
"""  # noqa: S608 - both parts are constants of ours
