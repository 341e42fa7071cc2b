"""The projection: what today's likes would bring if the month closed now. Never money.

It includes hop 0 alone, what the givers' pots hold now, and not what they would pass on of what
they are about to receive. Exact: the same integers as the split (docs/money.md, "The split").
"""

from __future__ import annotations

from likewise.models import database

# Whoever likes a page and becomes its site's owner afterwards: such a like is not shared with.
_NOT_OWN = """(
    SELECT sites.owner_id FROM pages JOIN sites ON sites.id = pages.site_id
    WHERE pages.id = likes.target_id
) IS DISTINCT FROM likes.person_id"""

_POT = """
SELECT sum(CASE accounts.kind
    WHEN 'budget' THEN balance_micros ELSE part_of(balance_micros, forward_bps)
END)::bigint AS pot_micros
FROM accounts, forward_bps_of(giver.person_id, open.seals_before)
WHERE accounts.person_id = giver.person_id AND accounts.kind IN ('budget', 'received')"""

_PROJECTION = f"""
WITH open AS (SELECT * FROM running_month()), hers AS (
    SELECT $1::bigint AS target_id
    UNION ALL SELECT posts.id FROM posts WHERE posts.author_id = $1
    UNION ALL SELECT pages.id FROM sites JOIN pages ON pages.site_id = sites.id
        WHERE sites.owner_id = $1
), giver AS (
    SELECT DISTINCT likes.person_id
    FROM hers JOIN likes ON likes.target_id = hers.target_id
    WHERE likes.month = (SELECT month FROM open)
), ranked AS (
    SELECT likes.person_id, likes.target_id,
        count(*) OVER (PARTITION BY likes.person_id) AS like_count,
        row_number() OVER (PARTITION BY likes.person_id ORDER BY likes.id) AS place
    FROM giver JOIN likes ON likes.person_id = giver.person_id
    WHERE likes.month = (SELECT month FROM open) AND {_NOT_OWN}
), pots AS (
    SELECT giver.person_id, pot.pot_micros FROM open, giver, LATERAL ({_POT}) AS pot
)
SELECT coalesce(sum(
    pots.pot_micros / ranked.like_count
    + CASE WHEN ranked.place <= pots.pot_micros % ranked.like_count THEN 1 ELSE 0 END
), 0)::bigint AS micros
FROM ranked JOIN hers USING (target_id) JOIN pots USING (person_id)
"""  # noqa: S608

_NEXT_SHARE = f"""
WITH open AS (SELECT * FROM running_month()), giver AS (SELECT $1::bigint AS person_id)
SELECT coalesce(pot.pot_micros, 0) / (1 + (
    SELECT count(*) FROM likes
    WHERE likes.person_id = $1 AND likes.month = (SELECT month FROM open) AND {_NOT_OWN}
)) AS micros
FROM open, giver, LATERAL ({_POT}) AS pot
"""  # noqa: S608


async def projection_of(person_id: int) -> int:
    """What all likes of this month would bring to a person at hop 0 if it closed now, in micros.

    Her profile, her posts, the pages of her sites. A giver's pot is shared evenly over the giver's
    likes, the first ones in order of their ids getting what remains, a micro each.
    """
    return await _micros(_PROJECTION, person_id)


async def projected_share_micros(person_id: int) -> int:
    """What her next like would give at hop 0 if the month closed then, in micros, rounded down.

    "About 0.42 this month": her pot over one like more than she has given.
    """
    return await _micros(_NEXT_SHARE, person_id)


async def _micros(sql: str, person_id: int) -> int:
    found = await database.row(sql, person_id)
    assert found is not None, "an aggregate has a row"
    return int(found["micros"])
