"""Recording what operators do. Called by every use case of theirs, in its own unit of work."""

from __future__ import annotations

from likewise.models.operators import Deed as Deed
from likewise.models.unit_of_work import UnitOfWork
from likewise.months import Month


async def record_deed(
    work: UnitOfWork,
    deed: Deed,
    *,
    operator_id: int | None,
    person_id: int | None = None,
    payout_id: int | None = None,
    month: Month | None = None,
    reason: str | None = None,
) -> None:
    """Write down a deed that this unit of work does; if it is rolled back, so is its record.

    `operator_id` None: whoever has the command line of the installation. `person_id`, `payout_id`
    and `month` say what it is about, the owner of a payout beside the payout; `reason`, of 1 to 500
    characters, is what the operator wrote. Call it once for a deed: where asking again changes
    nothing, nothing is recorded again.
    """
    await work.execute(
        "INSERT INTO operator_deeds (operator_id, deed, person_id, payout_id, month, reason)"
        " VALUES ($1, $2, $3, $4, $5, $6)",
        operator_id,
        deed.value,
        person_id,
        payout_id,
        None if month is None else month.first_day,
        reason,
    )
