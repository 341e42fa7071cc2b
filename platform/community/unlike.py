"""Taking a like back."""

from __future__ import annotations

from dataclasses import dataclass

from likewise.community.likes import number_of_likes
from likewise.community.repeating import stop_repeating
from likewise.community.targets import find_target
from likewise.errors import MonthClosed, UnknownTarget
from likewise.models.gate import pass_gate
from likewise.models.unit_of_work import UnitOfWork, unit_of_work


@dataclass(frozen=True, slots=True)
class Unliked:
    """What is left: `number_of_likes` is how many the giver has in the open month now."""

    target_id: int
    number_of_likes: int


async def unlike(*, person_id: int, target_id: int) -> Unliked:
    """Take back the person's like of the target, and stop its repeating.

    It means the latest like whose month is not sealed: that of the open month, and if there is
    none, that of a month which has ended and waits for its seal. What was not liked in these
    months, nor is repeating, stays so without an error, unless it was liked in a month that is
    sealed: that like stays, and the caller is told. Raises UnknownTarget, MonthClosed.
    """

    async def body(work: UnitOfWork) -> Unliked:
        # The gate in a statement of its own: what is deleted must be looked at from inside.
        gate = await pass_gate(work)
        target = await find_target(work, target_id)
        if target is None:
            raise UnknownTarget
        was_repeating = await stop_repeating(work, person_id, target_id)
        if await _take_back(work, person_id, target_id):
            work.wallet_changed(person_id)
            if target.receiver_id is not None:
                work.wallet_changed(target.receiver_id)
        elif not was_repeating and await _is_sealed(work, person_id, target_id):
            raise MonthClosed
        number = await number_of_likes(work, person_id, gate.month)
        return Unliked(target.id, number)

    return await unit_of_work(body)


async def _take_back(work: UnitOfWork, person_id: int, target_id: int) -> bool:
    taken_back = await work.row(
        "DELETE FROM likes WHERE id = ("
        " SELECT id FROM likes WHERE person_id = $1 AND target_id = $2"
        " AND month > coalesce((SELECT max(month) FROM settlements), '-infinity')"
        " ORDER BY month DESC LIMIT 1) RETURNING id",
        person_id,
        target_id,
    )
    return taken_back is not None


async def _is_sealed(work: UnitOfWork, person_id: int, target_id: int) -> bool:
    """Whether there is a like that can't be taken back any more."""
    row = await work.row(
        "SELECT id FROM likes WHERE person_id = $1 AND target_id = $2"
        " AND month <= (SELECT max(month) FROM settlements) LIMIT 1",
        person_id,
        target_id,
    )
    return row is not None
