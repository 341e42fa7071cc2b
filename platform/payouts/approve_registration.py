"""Approving a registration."""

from __future__ import annotations

from datetime import datetime

from likewise.errors import Forbidden
from likewise.models.gate import pass_gate
from likewise.models.unit_of_work import UnitOfWork, unit_of_work
from likewise.operators.deeds import Deed, record_deed
from likewise.payouts.registration import (
    COLUMNS,
    Registration,
    as_registration,
    decided_before,
)


async def approve_registration(
    *, operator_id: int, person_id: int, submitted_at: datetime | None = None
) -> Registration:
    """Approve the papers of a person; from the open month on she keeps what comes in.

    That is the default of the registered (docs/money.md, "The split"), unless she has chosen
    herself what she passes on. Approving twice is approving once. `submitted_at` names the papers
    that the operator has looked at; None: whichever there are. Raises Forbidden (papers of her
    own), NotFound (no registration), WrongState (it was rejected, or other papers have come since).
    """
    if person_id == operator_id:
        raise Forbidden("Nobody approves papers of her own.")

    async def body(work: UnitOfWork) -> Registration:
        gate = await pass_gate(work)
        approved = await work.row(_APPROVE, person_id, operator_id, submitted_at)
        if approved is None:
            return await decided_before(work, person_id, "approved", submitted_at)
        await work.execute(_KEEP_ALL, person_id, gate.seals_before)
        work.standing_changed(person_id)
        await record_deed(
            work, Deed.REGISTRATION_APPROVED, operator_id=operator_id, person_id=person_id
        )
        return as_registration(approved)

    return await unit_of_work(body)


_APPROVE = f"""
UPDATE registrations SET state = 'approved', decided_at = likewise_now(), decided_by_id = $2
WHERE person_id = $1 AND state = 'submitted'
    AND submitted_at = coalesce($3::timestamptz, submitted_at)
RETURNING {COLUMNS}
"""  # noqa: S608 — a constant
_KEEP_ALL = """
INSERT INTO forwardings (person_id, seals_before, forward_bps, chosen)
SELECT $1, $2, 0, false
WHERE NOT EXISTS (SELECT FROM forwardings WHERE person_id = $1)
ON CONFLICT (person_id, seals_before) DO NOTHING
"""
