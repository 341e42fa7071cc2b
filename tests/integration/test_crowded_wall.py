"""A wall that many stand before and few on: what it reads is what it shows, not who likes it."""

from __future__ import annotations

import re

from likewise.community.supporters import WALLS, SliceOfWall, columns_of, supporters_of
from likewise.models import database
from likewise.models.unit_of_work import UnitOfWork, unit_of_work
from tests.support.village import Village

LIKES = 20_000
SHOWS_EVERY = 100
MOST_BLOCKS = 15_000
"""About nine for each like down to the twelfth that is shown; all of them would be 60,000."""


async def test_a_wall_reads_no_more_likes_than_its_slice_needs(village: Village) -> None:
    ada = village.people["ada"]

    async def fill(work: UnitOfWork) -> None:
        await work.execute("SET LOCAL session_replication_role = replica")
        await work.execute(
            """INSERT INTO persons (id, handle, display_name, shows_likes)
            SELECT 1000 + n, 'p' || n, 'P', n % $2 = 0 FROM generate_series(1, $1::int) AS n""",
            LIKES,
            SHOWS_EVERY,
        )
        await work.execute(
            """INSERT INTO likes (person_id, month, target_id)
            SELECT 1000 + n, (SELECT month FROM running_month()), $2
            FROM generate_series(1, $1::int) AS n""",
            LIKES,
            ada,
        )
        await work.execute("ANALYZE persons")
        await work.execute("ANALYZE likes")

    await unit_of_work(fill)
    wish = [SliceOfWall(ada, 12, None)]
    [found] = await supporters_of(wish)
    newest = [f"p{LIKES - place * SHOWS_EVERY}" for place in range(12)]
    assert [each.person.handle for each in found] == newest
    plan = await database.rows(f"EXPLAIN (ANALYZE, BUFFERS) {WALLS}", *columns_of(wish))
    blocks = re.findall(r"hit=(\d+)(?: read=(\d+))?", "\n".join(row["QUERY PLAN"] for row in plan))
    assert max(sum(int(each or 0) for each in pair) for pair in blocks) < MOST_BLOCKS
