"""Likes that repeat: entered again each month, until their person stops it.

The settlement enters them when it seals a month. Here they are only kept and stopped.
"""

from __future__ import annotations

from likewise.errors import AccountFrozen
from likewise.models.unit_of_work import UnitOfWork


async def choose_alone(work: UnitOfWork, person_id: int) -> None:
    """Until the end of this unit of work nobody else keeps, stops or takes back for the person.

    Otherwise one who keeps a like repeating and one who takes it back can miss what the other has
    not committed yet, and what repeats is not liked. Call it behind the gate of the month.
    Raises AccountFrozen.
    """
    person = await work.one(
        "SELECT frozen_at FROM persons WHERE id = $1 FOR NO KEY UPDATE", person_id
    )
    if person["frozen_at"] is not None:
        raise AccountFrozen


async def keep_repeating(work: UnitOfWork, person_id: int, target_id: int) -> None:
    """From now on the person's like of the target is entered each month. Twice is once."""
    await work.execute(
        "INSERT INTO repeating_likes (person_id, target_id) VALUES ($1, $2)"
        " ON CONFLICT (person_id, target_id) DO NOTHING",
        person_id,
        target_id,
    )


async def stop_repeating(work: UnitOfWork, person_id: int, target_id: int) -> bool:
    """It is not entered again. Whether it had been repeating."""
    stopped = await work.row(
        "DELETE FROM repeating_likes WHERE person_id = $1 AND target_id = $2 RETURNING id",
        person_id,
        target_id,
    )
    return stopped is not None
