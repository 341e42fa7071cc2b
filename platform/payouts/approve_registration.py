"""Approving a registration."""

from __future__ import annotations

from likewise.errors import NotFound, WrongState
from likewise.models.gate import pass_gate
from likewise.models.unit_of_work import UnitOfWork, unit_of_work
from likewise.operators.deeds import Deed, record_deed
from likewise.payouts.registration import COLUMNS, Registration, as_registration


async def approve_registration(*, operator_id: int, person_id: int) -> Registration:
    """Approve the papers of a person; from the open month on she keeps what comes in.

    That is the default of the registered (docs/money.md, "The split"), unless she has chosen
    herself what she passes on. Approving twice is approving once. Raises NotFound (no
    registration), WrongState (it was rejected).
    """

    async def body(work: UnitOfWork) -> Registration:
        gate = await pass_gate(work)
        approved = await work.row(_APPROVE, person_id, operator_id)
        if approved is None:
            return await _approved_before(work, person_id)
        await work.execute(_KEEP_ALL, person_id, gate.seals_before)
        await record_deed(
            work, Deed.REGISTRATION_APPROVED, operator_id=operator_id, person_id=person_id
        )
        return as_registration(approved)

    return await unit_of_work(body)


async def _approved_before(work: UnitOfWork, person_id: int) -> Registration:
    row = await work.row(_STANDING, person_id)
    if row is None:
        raise NotFound
    if row["state"] != "approved":
        raise WrongState
    return as_registration(row)


_STANDING = f"SELECT {COLUMNS} FROM registrations WHERE person_id = $1"  # noqa: S608 — a constant
_APPROVE = f"""
UPDATE registrations SET state = 'approved', decided_at = likewise_now(), decided_by_id = $2
WHERE person_id = $1 AND state = 'submitted' RETURNING {COLUMNS}
"""  # noqa: S608
_KEEP_ALL = """
INSERT INTO forwardings (person_id, seals_before, forward_bps, chosen)
SELECT $1, $2, 0, false
WHERE NOT EXISTS (SELECT FROM forwardings WHERE person_id = $1)
ON CONFLICT (person_id, seals_before) DO NOTHING
"""
