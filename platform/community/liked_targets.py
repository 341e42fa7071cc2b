"""Targets as who likes them sees them: what they are, and which of them she likes now."""

from __future__ import annotations

from collections.abc import Sequence

from likewise.community.likes import Like
from likewise.community.pages import Page, pages_by_ids
from likewise.community.people import Person, people_by_ids
from likewise.community.posts import Post, posts_by_ids
from likewise.models import database
from likewise.months import Month


async def targets_by_ids(target_ids: Sequence[int]) -> dict[int, Person | Post | Page]:
    """What these targets are, of those that there are. A statement for each kind at most."""
    rows = await database.rows(
        "SELECT kind, array_agg(id) AS ids FROM targets WHERE id = ANY($1::bigint[]) GROUP BY kind",
        list(target_ids),
    )
    ids = {row["kind"]: row["ids"] for row in rows}
    found: list[Person | Post | Page] = []
    if "person" in ids:
        found += await people_by_ids(ids["person"])
    if "post" in ids:
        found += await posts_by_ids(ids["post"])
    if "page" in ids:
        found += await pages_by_ids(ids["page"])
    return {each.id: each for each in found}


async def liked_among(person_id: int, target_ids: Sequence[int]) -> frozenset[int]:
    """Which of these targets a person likes in the month that is open now."""
    rows = await database.rows(
        "SELECT target_id FROM likes JOIN running_month() USING (month)"
        " WHERE person_id = $1 AND target_id = ANY($2::bigint[])",
        person_id,
        list(target_ids),
    )
    return frozenset(row["target_id"] for row in rows)


async def like_by_id(like_id: int) -> Like | None:
    """The like with this id, whoever's it is; None: there is none."""
    row = await database.row(_LIKE_BY_ID, like_id)
    if row is None:
        return None
    return Like(
        id=like_id,
        person_id=row["person_id"],
        target_id=row["target_id"],
        month=Month.of(row["month"]),
        repeat=row["repeat"],
        created_at=row["created_at"],
    )


_LIKE_BY_ID = """
SELECT likes.person_id, likes.target_id, likes.month, likes.created_at,
    repeating_likes.id IS NOT NULL AS repeat
FROM likes
LEFT JOIN repeating_likes USING (person_id, target_id)
WHERE likes.id = $1
"""
