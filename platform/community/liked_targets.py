"""Targets as who likes them sees them: what they are, and which of them she likes now."""

from __future__ import annotations

from collections.abc import Sequence

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


async def running_month() -> Month:
    """The month that likes count for now."""
    row = await database.row("SELECT month FROM running_month()")
    assert row is not None
    return Month.of(row["month"])
