"""Liking. Source: docs/words.md, "Likes"; the race with the seal: docs/money.md."""

from __future__ import annotations

from dataclasses import dataclass

from likewise.community.likes import Like
from likewise.community.pages import ensure_page, find_page
from likewise.community.repeating import choose_alone, keep_repeating, stop_repeating
from likewise.community.targets import TARGET_WITH_RECEIVER, is_possible
from likewise.community.web_addresses import WebAddress, canonical_url
from likewise.errors import InvalidInput, OwnTarget, UnknownTarget
from likewise.models.gate import pass_gate
from likewise.models.unit_of_work import Row, UnitOfWork, unit_of_work
from likewise.months import Month

_MAX_LOOKS = 10
"""A look fails only if a seal or the same person's unlike came just before it."""


@dataclass(frozen=True, slots=True)
class Liked:
    """What a like did: `number_of_likes` is how many the giver has in its month now."""

    like: Like
    target_id: int
    number_of_likes: int


async def like(
    *,
    person_id: int,
    target_id: int | None = None,
    url: str | None = None,
    repeat: bool | None = None,
) -> Liked:
    """Like a target, or the page at a URL, in the open month. Liking again is the same like.

    `repeat` sets (True) or stops (False) its being entered each month; None leaves that as it is.
    Two likes that a person gives at the very same time may both be told the smaller number.
    Raises UnknownTarget, OwnTarget, MalformedUrl, InvalidInput (not exactly one of target and URL).
    """
    if (target_id is None) == (url is None):
        raise InvalidInput("A like names a target or a URL, one of the two.", field="targetId")
    if target_id is not None and not is_possible(target_id):
        raise UnknownTarget
    address = canonical_url(url) if url is not None else None

    async def body(work: UnitOfWork) -> Liked:
        if address is not None:
            wanted_id = await _page_at(work, address)
        else:
            assert target_id is not None
            wanted_id = target_id
        if repeat is not None:
            await pass_gate(work)
            await choose_alone(work, person_id)
        if repeat is False:
            # Before the like is written: who enters those that repeat would wait for it.
            await stop_repeating(work, person_id, wanted_id)
        row = await _enter(work, person_id, wanted_id)
        if repeat:
            await keep_repeating(work, person_id, wanted_id)
        return _as_liked(row, person_id, row["repeat"] if repeat is None else repeat)

    return await unit_of_work(body)


async def _page_at(work: UnitOfWork, address: WebAddress) -> int:
    page_id = await find_page(work, address)
    if page_id is None:
        await pass_gate(work)
        page_id = await ensure_page(work, address)
    return page_id


async def _enter(work: UnitOfWork, person_id: int, target_id: int) -> Row:
    """Pass the gate, decide and write, in one statement. Raises UnknownTarget, OwnTarget.

    Only what the gate says is sure to be news: the rest of the statement sees what was committed
    before it began to wait there. The row is right all the same, since the unique key looks at
    what is there now; but what it tells of others may be old. Then it is asked again: the like
    is there, and the gate lets through whoever has passed it.
    """
    for _ in range(_MAX_LOOKS):
        row = await work.row(_LIKE, person_id, target_id)
        if row is None:
            raise UnknownTarget
        if row["receiver_id"] == person_id:
            raise OwnTarget
        if row["is_new"]:
            work.like_changed(person_id, target_id, row["receiver_id"])
        if row["id"] is not None and not row["is_stale"]:
            return row
    raise RuntimeError("a like that is neither there nor can be entered")


_LIKE = f"""
WITH gate AS MATERIALIZED (
    SELECT seals_before, month FROM open_month()
), target AS MATERIALIZED (
    {TARGET_WITH_RECEIVER} WHERE targets.id = $2
), entered AS (
    INSERT INTO likes (person_id, month, target_id)
    SELECT $1, gate.month, target.id FROM gate, target
    WHERE target.receiver_id IS DISTINCT FROM $1
    ON CONFLICT (person_id, month, target_id) DO NOTHING
    RETURNING id, created_at
)
SELECT target.id AS target_id, target.receiver_id, gate.month,
    coalesce(entered.id, known.id) AS id,
    coalesce(entered.created_at, known.created_at) AS created_at,
    entered.id IS NOT NULL AS is_new,
    gate.seals_before <> (SELECT count(*) FROM settlements) AS is_stale,
    (entered.id IS NOT NULL)::int + (
        SELECT count(*) FROM likes WHERE person_id = $1 AND month = gate.month
    ) AS number_of_likes,
    EXISTS (
        SELECT FROM repeating_likes WHERE person_id = $1 AND target_id = $2
    ) AS repeat
FROM gate CROSS JOIN target
LEFT JOIN entered ON true
LEFT JOIN likes AS known
    ON known.person_id = $1 AND known.month = gate.month AND known.target_id = $2
"""  # noqa: S608 - both parts are constants of ours


def _as_liked(row: Row, person_id: int, repeat: bool) -> Liked:
    given = Like(
        row["id"],
        person_id,
        row["target_id"],
        Month.of(row["month"]),
        repeat,
        row["created_at"],
    )
    return Liked(given, row["target_id"], row["number_of_likes"])
