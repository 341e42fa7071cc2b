"""Targets: what can be liked, and who receives what its likes bring."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from likewise.models import database
from likewise.models.unit_of_work import UnitOfWork

MAX_ID = 2**63 - 1
"""The largest id that the database can hold. Ids come from strangers, and may be any number."""


@dataclass(frozen=True, slots=True)
class Target:
    """Something that can be liked. `receiver_id` is a person; None: a site nobody has claimed."""

    id: int
    kind: str
    receiver_id: int | None


TARGET_WITH_RECEIVER = """
SELECT targets.id, targets.kind,
    CASE targets.kind WHEN 'person' THEN targets.id
        ELSE coalesce(posts.author_id, sites.owner_id) END AS receiver_id
FROM targets
LEFT JOIN posts ON posts.id = targets.id
LEFT JOIN pages ON pages.id = targets.id
LEFT JOIN sites ON sites.id = pages.site_id
"""


def is_possible(number: int) -> bool:
    """Whether there could be a row with this id at all."""
    return 0 < number <= MAX_ID


async def find_target(work: UnitOfWork, target_id: int) -> Target | None:
    """The target, inside a unit of work."""
    if not is_possible(target_id):
        return None
    row = await work.row(TARGET_WITH_RECEIVER + "WHERE targets.id = $1", target_id)
    return Target(**row) if row else None


async def like_counts(target_ids: Sequence[int]) -> dict[int, int]:
    """For each of these targets the likes that it has got, of all months together."""
    asked = [each for each in target_ids if is_possible(each)]
    rows = await database.rows(
        "SELECT target_id, count(*) AS number FROM likes"
        " WHERE target_id = ANY($1::bigint[]) GROUP BY target_id",
        asked,
    )
    found = {row["target_id"]: row["number"] for row in rows}
    return {each: found.get(each, 0) for each in target_ids}
