"""The steps of a payout: which there are, and that each is taken once and from the right state.

    requested → approved → sent → paid
        ↓  ↘        ↓        ↓      ↓
    cancelled  rejected     returned

A step is a conditional update, which is its guard: of two that are taken at once, one finds the
state gone. What it moves in the ledger is entered in the same unit of work.
"""

from __future__ import annotations

from likewise.errors import NotFound, WrongState
from likewise.models.unit_of_work import Row, UnitOfWork


async def take_step(
    work: UnitOfWork,
    payout_id: int,
    *,
    came_from: tuple[str, ...],
    to: str,
    actor_id: int | None,
    reason: str | None = None,
) -> Row:
    """Bring a payout from one of some states to another; returns its row.

    `actor_id` is the person who did it; None: the system. `reason` is for the owner to read.
    Raises NotFound, WrongState.
    """
    row = await work.row(
        "UPDATE payouts SET state = $3 WHERE id = $1 AND state = ANY($2::text[]) RETURNING *",
        payout_id,
        list(came_from),
        to,
    )
    if row is None:
        await _require_payout(work, payout_id)
        raise WrongState
    await record_step(work, payout_id, to, actor_id, reason)
    work.standing_changed(row["person_id"])
    return row


async def record_step(
    work: UnitOfWork, payout_id: int, state: str, actor_id: int | None, reason: str | None = None
) -> None:
    """Write down who brought a payout to a state, when, and why."""
    await work.execute(
        "INSERT INTO payout_steps (payout_id, state, actor_id, reason) VALUES ($1, $2, $3, $4)",
        payout_id,
        state,
        actor_id,
        reason,
    )


async def _require_payout(work: UnitOfWork, payout_id: int) -> None:
    if await work.row("SELECT FROM payouts WHERE id = $1", payout_id) is None:
        raise NotFound
