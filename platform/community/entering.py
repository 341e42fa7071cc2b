"""Entering likes: those of the same moment in one statement. Source: docs/words.md, "Likes";
the race with the seal: docs/money.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from likewise.community.likes import Like
from likewise.community.targets import TARGET_WITH_RECEIVER
from likewise.errors import AccountFrozen, OwnTarget, Refusal, UnknownTarget
from likewise.models.unit_of_work import Row, UnitOfWork
from likewise.months import Month

_MAX_LOOKS = 10
"""A look fails only if a seal or the same person's unlike came just before it."""


class Wish(NamedTuple):
    """Who wants to like what. The target's id is a possible one; whether it is there is asked."""

    person_id: int
    target_id: int


@dataclass(frozen=True, slots=True)
class Liked:
    """What a like did: `number_of_likes` is how many the giver has in its month now."""

    like: Like
    target_id: int
    number_of_likes: int


async def enter_likes(work: UnitOfWork, wishes: Sequence[Wish]) -> list[Liked | Refusal]:
    """Pass the gate, decide and write, in one statement; what each is told, in the same order.

    A refusal, UnknownTarget, OwnTarget or AccountFrozen, keeps none of the others from being
    entered. Each is told the number that it would be told if they came one after the other; the
    same wish twice is the same like.

    Only what the gate says is sure to be news: the rest of the statement sees what was committed
    before it began to wait there. The likes are right all the same, since the unique key looks at
    what is there now; but what is told of others may be old. Then it is asked again: the likes
    are there, and the gate lets through whoever has passed it. Whether a giver is frozen is news,
    too: her row is held, and looked at as it is then (operators/freezing.py).
    """
    asked = list(dict.fromkeys(wishes))
    people, targets = [each.person_id for each in asked], [each.target_id for each in asked]
    new: set[Wish] = set()
    for _ in range(_MAX_LOOKS):
        rows = {
            Wish(row["person_id"], row["target_id"]): row
            for row in await work.rows(_ENTER, people, targets)
        }
        for wish, row in rows.items():
            if row["is_new"]:
                new.add(wish)
                work.like_changed(*wish, row["receiver_id"])
        if all(_is_decided(wish, row) for wish, row in rows.items()):
            return _told(wishes, rows, new)
    raise RuntimeError("a like that is neither there nor can be entered")


def _is_decided(wish: Wish, row: Row) -> bool:
    if row["is_frozen"] or row["receiver_id"] == wish.person_id:
        return True
    return row["id"] is not None and not row["is_stale"]


def _told(wishes: Sequence[Wish], rows: dict[Wish, Row], new: set[Wish]) -> list[Liked | Refusal]:
    """The rows count all that is new; who came earlier had fewer."""
    later = Counter(person_id for person_id, _ in new)
    told: list[Liked | Refusal] = []
    for wish in wishes:
        if wish in new:
            new.remove(wish)
            later[wish.person_id] -= 1
        told.append(_answer(wish, rows.get(wish), later[wish.person_id]))
    return told


def _answer(wish: Wish, row: Row | None, later: int) -> Liked | Refusal:
    if row is None:
        return UnknownTarget()
    if row["is_frozen"]:
        return AccountFrozen()
    if row["receiver_id"] == wish.person_id:
        return OwnTarget()
    given = Like(row["id"], *wish, Month.of(row["month"]), row["repeat"], row["created_at"])
    return Liked(given, wish.target_id, row["number_of_likes"] - later)


# In one order whoever enters them: two lots that wait for each other would never end. Behind the
# gate first come all the givers, then their likes: who takes back holds her row before her likes.
_ENTER = f"""
WITH gate AS MATERIALIZED (
    SELECT seals_before, month FROM open_month()
), givers AS MATERIALIZED (
    SELECT persons.id, persons.frozen_at IS NOT NULL AS is_frozen
    FROM gate, persons WHERE persons.id = ANY($1::bigint[])
    ORDER BY persons.id FOR SHARE OF persons
), wanted AS MATERIALIZED (
    SELECT asked.person_id, target.id AS target_id, target.receiver_id,
        coalesce(givers.is_frozen, false) AS is_frozen
    FROM unnest($1::bigint[], $2::bigint[]) AS asked (person_id, target_id)
    LEFT JOIN givers ON givers.id = asked.person_id
    CROSS JOIN LATERAL ({TARGET_WITH_RECEIVER} WHERE targets.id = asked.target_id) AS target
), entered AS (
    INSERT INTO likes (person_id, month, target_id)
    SELECT wanted.person_id, gate.month, wanted.target_id FROM gate, wanted
    WHERE NOT wanted.is_frozen AND wanted.receiver_id IS DISTINCT FROM wanted.person_id
    ORDER BY wanted.person_id, wanted.target_id
    ON CONFLICT (month, person_id, target_id) DO NOTHING
    RETURNING id, person_id, target_id, created_at
)
SELECT wanted.*, gate.month,
    coalesce(entered.id, known.id) AS id,
    coalesce(entered.created_at, known.created_at) AS created_at,
    entered.id IS NOT NULL AS is_new,
    gate.seals_before <> (SELECT count(*) FROM settlements) AS is_stale,
    count(entered.id) OVER (PARTITION BY wanted.person_id) + (
        SELECT count(*) FROM likes
        WHERE likes.month = gate.month AND likes.person_id = wanted.person_id
    ) AS number_of_likes,
    EXISTS (
        SELECT FROM repeating_likes
        WHERE repeating_likes.person_id = wanted.person_id
          AND repeating_likes.target_id = wanted.target_id
    ) AS repeat
FROM gate CROSS JOIN wanted
LEFT JOIN entered USING (person_id, target_id)
LEFT JOIN LATERAL (
    SELECT likes.id, likes.created_at FROM likes
    WHERE likes.month = gate.month
      AND likes.person_id = wanted.person_id AND likes.target_id = wanted.target_id
) AS known ON true
"""  # noqa: S608 - both parts are constants of ours
