"""What somebody's things are liked: how often in the running month, and which ones last."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from likewise.models import database
from likewise.models.unit_of_work import Row
from likewise.months import Month

LATEST = 10
"""How many of the things that were liked last are told."""


@dataclass(frozen=True, slots=True)
class LikedTarget:
    """A thing with its likes of one month, and when the last of them was given."""

    target_id: int
    number_of_likes: int
    liked_at: datetime


@dataclass(frozen=True, slots=True)
class LikesReceived:
    """The likes of one month for all that is one person's; who gave them is not told."""

    person_id: int
    month: Month
    total: int
    latest: tuple[LikedTarget, ...]


async def likes_received_by(person_ids: Collection[int]) -> dict[int, LikesReceived]:
    """What the profile, the posts and the pages of each of these people are liked this month.

    `latest` begins with what was liked last. One statement, whatever their number.
    """
    rows = await database.rows(_RECEIVED, list(person_ids), LATEST)
    return {
        person_id: _as_received(person_id, list(hers))
        for person_id, hers in groupby(rows, key=lambda row: row["person_id"])
    }


def _as_received(person_id: int, rows: list[Row]) -> LikesReceived:
    latest = tuple(
        LikedTarget(row["target_id"], row["number"], row["liked_at"])
        for row in rows
        if row["target_id"] is not None
    )
    return LikesReceived(person_id, Month.of(rows[0]["month"]), int(rows[0]["total"] or 0), latest)


_RECEIVED = """
WITH open AS MATERIALIZED (SELECT month FROM running_month())
SELECT asked.person_id, open.month, hers.target_id, hers.number, hers.liked_at, hers.total
FROM open CROSS JOIN unnest($1::bigint[]) AS asked(person_id)
LEFT JOIN LATERAL (
    SELECT likes.target_id, count(*) AS number, max(likes.created_at) AS liked_at,
        sum(count(*)) OVER () AS total, max(likes.id) AS last_id
    FROM (
        SELECT asked.person_id AS target_id
        UNION ALL SELECT posts.id FROM posts WHERE posts.author_id = asked.person_id
        UNION ALL SELECT pages.id FROM sites JOIN pages ON pages.site_id = sites.id
            WHERE sites.owner_id = asked.person_id
    ) AS things
    JOIN likes ON likes.target_id = things.target_id AND likes.month = open.month
    WHERE likes.person_id <> asked.person_id
    GROUP BY likes.target_id ORDER BY last_id DESC LIMIT $2
) AS hers ON true
ORDER BY asked.person_id, hers.last_id DESC
"""
