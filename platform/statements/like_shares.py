"""What the likes of closed months gave first hand: shares of their giver's pot, exact to the micro.

A share is derived and kept nowhere: what a giver gave stands in the ledger, and the rule says the
rest. Source: docs/money.md, "The split", rule 1.
"""

from __future__ import annotations

from collections.abc import Collection

from likewise.models import database
from likewise.statements.projection import NOT_OWN, OWNS


async def shares_of(like_ids: Collection[int]) -> dict[int, int]:
    """What each of these likes gave of its giver's own pot, in micros, if its month is closed.

    A like of a month that is not closed is left out. One statement, however many there are, that
    reads all likes of the givers in those months.
    """
    rows = await database.rows(_SHARES, list(like_ids))
    return {row["id"]: int(row["micros"]) for row in rows}


# Who has come to own what she likes gives it nothing, as in the book.
_SHARES = f"""
WITH asked AS MATERIALIZED (
    SELECT likes.id, likes.person_id, likes.month
    FROM likes JOIN settlements ON settlements.month = likes.month
    WHERE likes.id = ANY($1::bigint[]) AND settlements.state = 'closed'
), giver AS MATERIALIZED (
    SELECT DISTINCT person_id, month,
        'settlement:' || to_char(month, 'YYYY-MM') || ':%s:' || person_id AS key, {OWNS}
    FROM asked AS giver
), placed AS (
    SELECT likes.id, pot.micros / likes.number + (likes.place <= pot.micros % likes.number)::int
        AS micros
    FROM giver CROSS JOIN LATERAL (
        SELECT coalesce(sum(amount_micros), 0)::bigint AS micros FROM transfers
        WHERE transfers.key IN (
            replace(giver.key, '%s', 'budget'), replace(giver.key, '%s', 'received'))
    ) AS pot CROSS JOIN LATERAL (
        SELECT likes.id, count(*) OVER () AS number, row_number() OVER (ORDER BY likes.id) AS place
        FROM likes
        WHERE likes.person_id = giver.person_id AND likes.month = giver.month AND {NOT_OWN}
    ) AS likes
)
SELECT asked.id, coalesce(placed.micros, 0) AS micros FROM asked LEFT JOIN placed USING (id)
"""  # noqa: S608 - both are constants of ours
