"""Taking a like back."""

from __future__ import annotations

from dataclasses import dataclass

from likewise.community.likes import number_of_likes
from likewise.community.repeating import choose_alone, stop_repeating
from likewise.community.targets import find_target
from likewise.errors import MonthClosed, UnknownTarget
from likewise.models.gate import pass_gate
from likewise.models.unit_of_work import UnitOfWork, unit_of_work
from likewise.months import Month


@dataclass(frozen=True, slots=True)
class Unliked:
    """What is left: `number_of_likes` is how many the giver has in the open month now."""

    target_id: int
    number_of_likes: int


async def unlike(*, person_id: int, target_id: int, month: Month | None = None) -> Unliked:
    """Take back the person's like of the target, and stop its repeating. Twice is once.

    It means the like of `month`, by default of the open one, and no other: a month that has ended
    and waits for its seal has to be named. What is not liked in that month stays so without an
    error. The caller is told if the month that she names is sealed, and nothing changes then; and
    if she names none, but there is nothing to take back or to stop, and the last like that is left
    lies in a sealed month. Raises UnknownTarget, MonthClosed, AccountFrozen.
    """

    async def body(work: UnitOfWork) -> Unliked:
        # The gate in a statement of its own: what is deleted must be looked at from inside.
        gate = await pass_gate(work)
        target = await find_target(work, target_id)
        if target is None:
            raise UnknownTarget
        if month is not None and await _is_sealed(work, month):
            raise MonthClosed
        await choose_alone(work, person_id)
        # First the repeating: it waits for who enters the likes that repeat. The next statement
        # sees what was entered.
        was_repeating = await stop_repeating(work, person_id, target_id)
        if await _take_back(work, person_id, target_id, month or gate.month):
            work.like_changed(person_id, target_id, target.receiver_id)
        elif (
            month is None
            and not was_repeating
            and await _last_is_sealed(work, person_id, target_id)
        ):
            raise MonthClosed
        number = await number_of_likes(work, person_id, gate.month)
        return Unliked(target.id, number)

    return await unit_of_work(body)


async def _take_back(work: UnitOfWork, person_id: int, target_id: int, month: Month) -> bool:
    taken_back = await work.row(
        "DELETE FROM likes WHERE person_id = $1 AND target_id = $2 AND month = $3 RETURNING id",
        person_id,
        target_id,
        month.first_day,
    )
    return taken_back is not None


async def _is_sealed(work: UnitOfWork, month: Month) -> bool:
    """Months are sealed one after the other: it is one of them, or lies before all of them."""
    row = await work.row(
        "SELECT id FROM settlements WHERE month >= $1 ORDER BY month LIMIT 1", month.first_day
    )
    return row is not None


async def _last_is_sealed(work: UnitOfWork, person_id: int, target_id: int) -> bool:
    """Whether the last like of all can't be taken back any more."""
    row = await work.one(
        "SELECT coalesce(max(month) <= (SELECT max(month) FROM settlements), false) AS is_sealed"
        " FROM likes WHERE person_id = $1 AND target_id = $2",
        person_id,
        target_id,
    )
    return bool(row["is_sealed"])
