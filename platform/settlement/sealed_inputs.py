"""What belongs into the book of a seal: the rows of its files, in their order, in bounded memory.

The answers do not change once the month is sealed: each row says on which side of the seal it lies.
PostgreSQL sends likes in the order of an index and joins nothing to them; who receives is looked up
here, in a table by target, and the order by id is made here, person by person.
"""

from __future__ import annotations

import numpy as np

from likewise.models.copying import Arrays, Columns, copy_all
from likewise.models.unit_of_work import UnitOfWork
from likewise.money import BPS_PER_WHOLE
from likewise.settlement.split import INT64_MAX, Int64Array

CONTENTS: dict[str, Columns] = {
    "pots": dict.fromkeys(
        ("person_id", "amount_micros", "budget_micros", "received_micros"), np.int64
    ),
    "likes": dict.fromkeys(("like_id", "person_id", "recipient_id"), np.int64),
    "forward": {"person_id": np.int64, "forward_bps": np.int32},
}
"""The columns of the files of a book, by its name."""

# $1 is the number of the seal: what everybody who chose had chosen by then.
_CHOSEN = """
SELECT DISTINCT ON (person_id) person_id, forward_bps FROM forwardings
WHERE seals_before < $1 ORDER BY person_id, seals_before DESC
"""
# $1 is the number of the seal. A balance at the seal is today's without what was transferred since.
POTS = f"""
WITH since AS (
    SELECT account_id, sum(micros)::bigint AS micros FROM (
        SELECT source_id AS account_id, -amount_micros AS micros
        FROM transfers WHERE seals_before >= $1
        UNION ALL
        SELECT destination_id, amount_micros FROM transfers WHERE seals_before >= $1
    ) AS sides GROUP BY account_id
), chosen AS ({_CHOSEN}), sealed AS (
    SELECT person_id, kind, balance_micros - coalesce(micros, 0) AS then_micros
    FROM accounts LEFT JOIN since ON since.account_id = accounts.id
    WHERE kind IN ('budget', 'received') AND balance_micros <> coalesce(micros, 0)
), parts AS (
    SELECT person_id,
        CASE kind WHEN 'budget' THEN then_micros ELSE 0 END AS budget,
        CASE kind WHEN 'received'
            THEN part_of(then_micros, coalesce(forward_bps, {BPS_PER_WHOLE})) ELSE 0 END AS received
    FROM sealed LEFT JOIN chosen USING (person_id)
)
SELECT person_id, sum(budget + received)::bigint AS amount_micros,
    sum(budget)::bigint AS budget_micros, sum(received)::bigint AS received_micros
FROM parts WHERE budget + received > 0 GROUP BY person_id ORDER BY person_id
"""  # noqa: S608 - a constant of ours

# $1 is the first day of the month.
LIKES = """
SELECT id AS like_id, person_id, target_id FROM likes WHERE month = $1 ORDER BY person_id, target_id
"""
LIKES_COLUMNS = dict.fromkeys(("like_id", "person_id", "target_id"), np.int64)

_RECEIVERS = """
SELECT posts.id AS target_id, author_id AS receiver_id FROM posts
UNION ALL
SELECT pages.id, coalesce(sites.owner_id, sites.id) FROM pages JOIN sites ON sites.id = site_id
"""


class SealedLikes:
    """The likes of a month, portion by portion: with who receives, sorted by person and like id."""

    def __init__(self, receivers: Int64Array) -> None:
        self._receivers = receivers
        self._held_back: Arrays | None = None
        self._likers: list[Int64Array] = []

    @classmethod
    async def at(cls, work: UnitOfWork) -> SealedLikes:
        """With the receivers as they are: a post's author, a site's owner or else the site."""
        found = await copy_all(
            work, _RECEIVERS, columns=dict.fromkeys(("target_id", "receiver_id"), np.int64)
        )
        last = await work.one("SELECT coalesce(max(id), 0) AS id FROM targets")
        receivers = np.arange(last["id"] + 1, dtype=np.int64)  # a person is her own receiver
        receivers[found["target_id"]] = found["receiver_id"]
        return cls(receivers)

    def portion(self, arrays: Arrays) -> Arrays:
        """The rows of the file that a portion of LIKES makes; its last person waits for the next.

        A like whose receiver is the liker (she came to own the site later) is left out.
        """
        if self._held_back is not None:
            pairs = zip(self._held_back, arrays, strict=True)
            arrays = [np.concatenate(pair) for pair in pairs]
        end = int(np.searchsorted(arrays[1], arrays[1][-1]))
        self._held_back = [column[end:] for column in arrays]
        return self._made([column[:end] for column in arrays])

    def rest(self) -> Arrays:
        """The rows of the last person of all."""
        return [] if self._held_back is None else self._made(self._held_back)

    def liker_ids(self) -> Int64Array:
        """Everybody who liked anything, ascending, once all portions are made."""
        return np.concatenate([np.empty(0, dtype=np.int64), *self._likers])

    def _made(self, arrays: Arrays) -> Arrays:
        like_ids, person_ids, target_ids = arrays
        receiver_ids = self._receivers[target_ids]
        order = _order(person_ids, like_ids)
        order = order[receiver_ids[order] != person_ids[order]]
        person_ids = person_ids[order]
        self._likers.append(person_ids[np.diff(person_ids, prepend=-1) != 0])
        return [like_ids[order], person_ids, receiver_ids[order]]


def _order(person_ids: Int64Array, like_ids: Int64Array) -> Int64Array:
    """The order by person and like id of likes that lie by person already.

    Sorted by one number for both, which takes a tenth of the time that two take, if it fits.
    """
    person = np.concatenate([[0], np.cumsum(person_ids[1:] != person_ids[:-1])])
    first = int(like_ids.min(initial=INT64_MAX))
    bits = (int(like_ids.max(initial=first)) - first).bit_length()
    if len(person_ids) == 0 or bits + int(person[-1]).bit_length() >= 63:
        return np.lexsort((like_ids, person_ids))
    return np.argsort((person << bits) | (like_ids - first))


async def forward_rows(work: UnitOfWork, number: int, liker_ids: Int64Array) -> Arrays:
    """The rows of `forward`: what each of these people passes on, as `forward_bps_of` has it."""
    chosen = await copy_all(work, _CHOSEN, number, columns=CONTENTS["forward"])
    forward_bps = np.full(len(liker_ids), BPS_PER_WHOLE, dtype=np.int32)
    likes = np.isin(chosen["person_id"], liker_ids)
    places = np.searchsorted(liker_ids, chosen["person_id"][likes])
    forward_bps[places] = chosen["forward_bps"][likes]
    passes_on = forward_bps > 0
    return [liker_ids[passes_on], forward_bps[passes_on]]
