"""Rejecting a registration."""

from __future__ import annotations

from datetime import datetime

from likewise.errors import Forbidden
from likewise.models.unit_of_work import UnitOfWork, unit_of_work
from likewise.operators.deeds import Deed, record_deed
from likewise.operators.reasons import checked_reason
from likewise.payouts.registration import (
    COLUMNS,
    Registration,
    as_registration,
    decided_before,
)


async def reject_registration(
    *, operator_id: int, person_id: int, reason: str, submitted_at: datetime | None = None
) -> Registration:
    """Refuse the papers of a person, with a reason that she reads; she can hand them in again.

    Rejecting twice is rejecting once, with the first reason. `submitted_at` names the papers that
    the operator has looked at; None: whichever there are. Raises Forbidden (papers of her own),
    InvalidInput (the reason), NotFound (no registration), WrongState (it was approved, or other
    papers have come since).
    """
    if person_id == operator_id:
        raise Forbidden("Nobody rejects papers of her own.")
    said = checked_reason(reason)

    async def body(work: UnitOfWork) -> Registration:
        rejected = await work.row(_REJECT, person_id, operator_id, submitted_at, said)
        if rejected is None:
            return await decided_before(work, person_id, "rejected", submitted_at)
        work.standing_changed(person_id)
        await record_deed(
            work,
            Deed.REGISTRATION_REJECTED,
            operator_id=operator_id,
            person_id=person_id,
            reason=said,
        )
        return as_registration(rejected)

    return await unit_of_work(body)


_REJECT = f"""
UPDATE registrations
SET state = 'rejected', decided_at = likewise_now(), decided_by_id = $2, reason = $4
WHERE person_id = $1 AND state = 'submitted'
    AND submitted_at = coalesce($3::timestamptz, submitted_at)
RETURNING {COLUMNS}
"""  # noqa: S608 — a constant
