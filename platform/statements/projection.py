"""The projection: what today's likes would bring if the month closed now. Never money.

It includes hop 0 alone, what the givers' pots hold now, and not what they would pass on of what
they are about to receive. Exact: the same integers as the split (docs/money.md, "The split").

No money is promised twice. What lies in the pot of a month that is sealed and not posted is left
out; and who has likes in a month that has ended and is not sealed yet gives there first, so that
nothing of hers is projected until then.

A projection is a sum of gifts, one from each giver: who keeps them can follow a like by asking for
the gifts of its giver alone, however many give to its receiver.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from likewise.models import database
from likewise.models.unit_of_work import ReadRows, Row


class Gift(NamedTuple):
    """What all likes of one giver for things of one receiver would bring, in micros.

    Nothing, if the giver has nothing: she may have something soon.
    """

    giver_id: int
    receiver_id: int
    micros: int


class Giving(NamedTuple):
    """What a person would give: her pot in micros, and the number of likes that share it."""

    pot_micros: int
    like_count: int

    @property
    def share_micros(self) -> int:
        """What each of her likes gives, the first ones perhaps a micro more; 0 without likes."""
        return self.pot_micros // self.like_count if self.like_count else 0


class Epoch(NamedTuple):
    """What every projection hangs on besides likes and balances: if it differs, all may have moved.

    `is_closing`: a month is sealed and not closed, or has ended and is not sealed.
    """

    month: date
    seals_before: int
    is_closing: bool


# What the next seal can be told by: which month it leaves open, and up to which all are sealed.
_OPEN = """
SELECT open.month, open.seals_before,
    (SELECT coalesce(max(settlements.month), '-infinity') FROM settlements) AS sealed_through,
    EXISTS (SELECT FROM settlements WHERE state IN ('sealed', 'computed')) AS is_posting
FROM running_month() AS open"""

_EPOCH = f"""
WITH open AS ({_OPEN})
SELECT month, seals_before,
    EXISTS (SELECT FROM settlements WHERE state <> 'closed') OR EXISTS (
        SELECT FROM likes WHERE likes.month > open.sealed_through AND likes.month < open.month
    ) AS is_closing
FROM open"""  # noqa: S608 - all parts are constants of ours

# Everything below is asked for each giver alone, by `giver.person_id` and with `open` at hand: what
# it costs grows with the givers, whatever the planner believes of their number.

# Whoever likes a page and becomes its site's owner afterwards does not share with herself. Few own
# a site: of all others no like is looked at twice.
OWNS = "EXISTS (SELECT FROM sites WHERE sites.owner_id = giver.person_id) AS owns_sites"
NOT_OWN = """NOT (giver.owns_sites AND EXISTS (
    SELECT FROM pages JOIN sites ON sites.id = pages.site_id
    WHERE pages.id = likes.target_id AND sites.owner_id = giver.person_id))"""

# The part of a pot that is sealed and not posted, by account. What an account held at the seal is
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
WHERE open.is_posting AND settlements.state IN ('sealed', 'computed')
  AND settlements.posted_through < giver.person_id
  AND EXISTS (
    SELECT FROM likes WHERE likes.person_id = giver.person_id
      AND likes.month = settlements.month AND {NOT_OWN}
  )"""  # noqa: S608 - all parts are constants of ours

_POT = f"""
SELECT coalesce(sum(part_of(
    accounts.balance_micros - coalesce(sealed_part.micros, 0),
    CASE accounts.kind WHEN 'budget' THEN 10000 ELSE forward.forward_bps END)), 0)::bigint AS micros
FROM accounts
CROSS JOIN forward_bps_of(giver.person_id, open.seals_before) AS forward
LEFT JOIN LATERAL ({_SEALED_PART}) AS sealed_part ON true
WHERE accounts.person_id = giver.person_id AND accounts.kind IN ('budget', 'received')
  AND NOT EXISTS (
    SELECT FROM likes WHERE likes.person_id = giver.person_id
      AND likes.month > open.sealed_through AND likes.month < open.month AND {NOT_OWN}
  )"""  # noqa: S608

_OF_OPEN_MONTH = f"""FROM likes
    WHERE likes.month = open.month AND likes.person_id = giver.person_id AND {NOT_OWN}"""

_SHARES = "sum(pot.micros / likes.number + (likes.place <= pot.micros % likes.number)::int)::bigint"

# From each like of hers to its giver.
_TO_RECEIVERS = f"""
WITH open AS MATERIALIZED ({_OPEN}), hers AS MATERIALIZED (
    SELECT id AS target_id, id AS receiver_id FROM unnest($1::bigint[]) AS asked(id)
    UNION ALL SELECT posts.id, posts.author_id FROM posts
        WHERE posts.author_id = ANY($1::bigint[])
    UNION ALL SELECT pages.id, sites.owner_id FROM sites JOIN pages ON pages.site_id = sites.id
        WHERE sites.owner_id = ANY($1::bigint[])
), given AS MATERIALIZED (
    SELECT likes.person_id, likes.id, hers.receiver_id
    FROM open CROSS JOIN hers JOIN likes
        ON likes.target_id = hers.target_id AND likes.month = open.month
    WHERE likes.person_id <> hers.receiver_id
)
SELECT %s
FROM open CROSS JOIN given
CROSS JOIN LATERAL (SELECT given.person_id, {OWNS.replace("giver.", "given.")}) AS giver
CROSS JOIN LATERAL (
    SELECT count(*) AS number, count(*) FILTER (WHERE likes.id <= given.id) AS place
    {_OF_OPEN_MONTH}
) AS likes
CROSS JOIN LATERAL ({_POT}) AS pot
"""  # noqa: S608

_PROJECTION = _TO_RECEIVERS % f"coalesce({_SHARES}, 0) AS micros"
_GIFTS_TO = f"""
{_TO_RECEIVERS % f"given.person_id AS giver_id, given.receiver_id, {_SHARES} AS micros"}
GROUP BY given.person_id, given.receiver_id
"""

_OF_GIVERS = f"""
WITH open AS MATERIALIZED ({_OPEN}), giver AS MATERIALIZED (
    SELECT asked.person_id, EXISTS (
        SELECT FROM sites WHERE sites.owner_id = asked.person_id) AS owns_sites
    FROM unnest($1::bigint[]) AS asked(person_id)
)
SELECT %s
FROM open CROSS JOIN giver CROSS JOIN LATERAL ({_POT} OFFSET 0) AS pot
"""  # noqa: S608

_GIFTS_OF = f"""
{_OF_GIVERS % f"giver.person_id AS giver_id, receiver.id AS receiver_id, {_SHARES} AS micros"}
CROSS JOIN LATERAL (
    SELECT likes.target_id, count(*) OVER () AS number,
        row_number() OVER (ORDER BY likes.id) AS place
    {_OF_OPEN_MONTH}
) AS likes
CROSS JOIN LATERAL (
    SELECT coalesce(
        (SELECT author_id FROM posts WHERE posts.id = likes.target_id),
        (SELECT id FROM persons WHERE persons.id = likes.target_id),
        (SELECT owner_id FROM pages JOIN sites ON sites.id = pages.site_id
         WHERE pages.id = likes.target_id)
    ) AS id OFFSET 0
) AS receiver
WHERE receiver.id IS NOT NULL
GROUP BY 1, 2
"""  # noqa: S608

GIVINGS = f"""
{_OF_GIVERS % "giver.person_id, pot.micros AS pot_micros, likes.number AS like_count, open.month"}
CROSS JOIN LATERAL (SELECT count(*) AS number {_OF_OPEN_MONTH}) AS likes
"""
"""What each of the people in $1, who exist, would give, and in which month; for who reads more of
them at once."""


async def epoch_of(read: ReadRows) -> Epoch:
    """What every projection hangs on now."""
    (row,) = await read(_EPOCH)
    return Epoch(**row)


async def projection_of(person_id: int) -> int:
    """What all likes of this month would bring to a person at hop 0 if it closed now, in micros.

    Her profile, her posts, the pages of her sites. A giver's pot is shared evenly over the giver's
    likes, the first ones in order of their ids getting what remains, a micro each.
    """
    (row,) = await database.rows(_PROJECTION, [person_id])
    return int(row["micros"])


async def gifts_to(read: ReadRows, receiver_ids: Collection[int]) -> list[Gift]:
    """The gifts that the projections of these people are the sums of: also those of nothing."""
    return [Gift(**row) for row in await read(_GIFTS_TO, list(receiver_ids))]


async def gifts_of(read: ReadRows, giver_ids: Collection[int]) -> list[Gift]:
    """The gifts of these givers to whomever they like, also those of nothing."""
    return [Gift(**row) for row in await read(_GIFTS_OF, list(giver_ids))]


def giving_in(row: Row) -> Giving:
    """What would be given, in a row of GIVINGS."""
    return Giving(row["pot_micros"], row["like_count"])
