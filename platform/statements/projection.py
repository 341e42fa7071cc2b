"""The projection: what today's likes would bring if the month closed now. Never money.

It includes hop 0 alone, what the givers' pots hold now, and not what they would pass on of what
they are about to receive. Exact: the same integers as the split (docs/money.md, "The split").

No money is promised twice. What lies in the pot of a month that is sealed and not posted is left
out; and who has likes in a month that has ended and is not sealed yet gives there first, so that
nothing of hers is projected until then.
"""

from __future__ import annotations

from likewise.models import database

# Whoever likes a page and becomes its site's owner afterwards: such a like is not shared with.
_NOT_OWN = """(
    SELECT sites.owner_id FROM pages JOIN sites ON sites.id = pages.site_id
    WHERE pages.id = likes.target_id
) IS DISTINCT FROM likes.person_id"""

# What the next seal can be told by: which month it leaves open, and up to which all are sealed.
_OPEN = """
SELECT open.month, open.seals_before,
    (SELECT coalesce(max(settlements.month), '-infinity') FROM settlements) AS sealed_through
FROM running_month() AS open"""

# The pot of a giver that is sealed and not posted, by account. What an account held at the seal is
# its balance without what was transferred since. Posting takes the givers by ascending id. `+ 0`
# keeps to the index of the account's own transfers: those since the seal are everybody's.
_SEALED_PART = f"""
SELECT part_of(
    accounts.balance_micros - since.micros,
    CASE accounts.kind WHEN 'budget' THEN 10000 ELSE forward.forward_bps END) AS micros
FROM settlements
CROSS JOIN forward_bps_of(giver.person_id, settlements.id - 1) AS forward
CROSS JOIN LATERAL (
    SELECT coalesce(sum(micros), 0)::bigint AS micros FROM (
        SELECT -amount_micros AS micros FROM transfers
        WHERE source_id = accounts.id AND seals_before + 0 >= settlements.id
        UNION ALL SELECT amount_micros FROM transfers
        WHERE destination_id = accounts.id AND seals_before + 0 >= settlements.id
    ) AS sides
) AS since
WHERE settlements.state IN ('sealed', 'computed')
  AND settlements.posted_through < giver.person_id
  AND EXISTS (
    SELECT FROM likes WHERE likes.person_id = giver.person_id
      AND likes.month = settlements.month AND {_NOT_OWN}
  )"""  # noqa: S608 - all parts are constants of ours

_POT = f"""
SELECT sum(part_of(
    accounts.balance_micros - coalesce(sealed_part.micros, 0),
    CASE accounts.kind WHEN 'budget' THEN 10000 ELSE forward.forward_bps END))::bigint AS pot_micros
FROM accounts
CROSS JOIN forward_bps_of(giver.person_id, open.seals_before) AS forward
LEFT JOIN LATERAL ({_SEALED_PART}) AS sealed_part ON true
WHERE accounts.person_id = giver.person_id AND accounts.kind IN ('budget', 'received')
  AND NOT EXISTS (
    SELECT FROM likes WHERE likes.person_id = giver.person_id
      AND likes.month > open.sealed_through AND likes.month < open.month AND {_NOT_OWN}
  )"""  # noqa: S608

_PROJECTION = f"""
WITH open AS ({_OPEN}), hers AS (
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
WITH open AS ({_OPEN}), giver AS (SELECT $1::bigint AS person_id)
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
