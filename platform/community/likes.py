"""Likes: one person's yes to one target in one month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from likewise.community.targets import MAX_ID
from likewise.models import database
from likewise.models.unit_of_work import UnitOfWork
from likewise.months import Month


@dataclass(frozen=True, slots=True)
class Like:
    """A like. `repeat`: it is entered again each month, until its person stops it."""

    id: int
    person_id: int
    target_id: int
    month: Month
    repeat: bool
    created_at: datetime


async def likes_of(person_id: int, month: Month, *, first: int, after_id: int | None) -> list[Like]:
    """The `first` newest likes of a person in a month, or those older than `after_id`.

    To know whether more follow, ask for one more.
    """
    rows = await database.rows(
        _LIKES,
        person_id,
        month.first_day,
        max(first, 0),
        MAX_ID if after_id is None else min(max(after_id, 0), MAX_ID),
    )
    return [
        Like(row["id"], person_id, row["target_id"], month, row["repeat"], row["created_at"])
        for row in rows
    ]


async def number_of_likes(work: UnitOfWork, person_id: int, month: Month) -> int:
    """How many likes a person has in a month: into so many shares her pot is split."""
    row = await work.one(
        "SELECT count(*) AS number FROM likes WHERE person_id = $1 AND month = $2",
        person_id,
        month.first_day,
    )
    return int(row["number"])


_LIKES = """
SELECT likes.id, likes.target_id, likes.created_at, repeating_likes.id IS NOT NULL AS repeat
FROM likes
LEFT JOIN repeating_likes USING (person_id, target_id)
WHERE likes.person_id = $1 AND likes.month = $2 AND likes.id < $4
ORDER BY likes.id DESC LIMIT $3
"""
