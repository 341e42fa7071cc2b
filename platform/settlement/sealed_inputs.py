"""What belongs into the book of a seal, as statements: for each file its rows, in their order.

The answers do not change once the month is sealed: each row says on which side of the seal it lies.
"""

from __future__ import annotations

import pyarrow as pa

# A balance at the seal is today's without what was transferred since.
_POTS = """
WITH since AS (
    SELECT account_id, sum(micros)::bigint AS micros FROM (
        SELECT source_id AS account_id, -amount_micros AS micros
        FROM transfers WHERE seals_before >= $1
        UNION ALL
        SELECT destination_id, amount_micros FROM transfers WHERE seals_before >= $1
    ) AS sides GROUP BY account_id
), sealed AS (
    SELECT person_id,
        (sum(then_micros) FILTER (WHERE kind = 'budget'))::bigint AS budget,
        (sum(then_micros) FILTER (WHERE kind = 'received'))::bigint AS received
    FROM accounts LEFT JOIN since ON since.account_id = accounts.id
    CROSS JOIN LATERAL (SELECT balance_micros - coalesce(micros, 0) AS then_micros) AS balance
    WHERE kind IN ('budget', 'received') GROUP BY person_id
), parts AS (
    SELECT person_id, budget, part_of(received, forward_bps) AS received
    FROM sealed, forward_bps_of(person_id, $1::int - 1)
)
SELECT person_id, budget + received AS amount_micros,
    budget AS budget_micros, received AS received_micros
FROM parts WHERE budget + received > 0 AND $2::date IS NOT NULL ORDER BY person_id
"""
# Who receives: a post's author, a site's owner or else the site itself, or the person.
_LIKES = """
SELECT likes.id AS like_id, likes.person_id, receiver.id AS recipient_id, likes.target_id
FROM likes
LEFT JOIN posts ON posts.id = likes.target_id
LEFT JOIN pages ON pages.id = likes.target_id
LEFT JOIN sites ON sites.id = pages.site_id
CROSS JOIN LATERAL (
    SELECT coalesce(posts.author_id, sites.owner_id, sites.id, likes.target_id) AS id
) AS receiver
WHERE likes.month = $2 AND $1::int IS NOT NULL AND receiver.id <> likes.person_id
ORDER BY likes.person_id, likes.id
"""
_FORWARD = """
SELECT person_id, forward_bps
FROM (SELECT DISTINCT person_id FROM likes WHERE month = $2) AS likers,
    forward_bps_of(person_id, $1::int - 1)
WHERE forward_bps > 0 ORDER BY person_id
"""


def _schema(*names: str, **others: pa.DataType) -> pa.Schema:
    fields = [*((name, pa.int64()) for name in names), *others.items()]
    return pa.schema([pa.field(name, kind, nullable=False) for name, kind in fields])


CONTENTS: dict[str, tuple[str, pa.Schema]] = {
    "pots": (_POTS, _schema("person_id", "amount_micros", "budget_micros", "received_micros")),
    "likes": (_LIKES, _schema("like_id", "person_id", "recipient_id", "target_id")),
    "forward": (_FORWARD, _schema("person_id", forward_bps=pa.int32())),
}
"""By name of the file. $1 is the number of the seal, $2 the first day of its month.

Each statement is given both: `IS NOT NULL` uses the one that it has no other use for, since
PostgreSQL refuses a value that no place in the statement takes.
"""
