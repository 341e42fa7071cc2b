"""Cancelling a membership."""

from __future__ import annotations

from likewise.errors import NoMembership
from likewise.memberships.membership import Membership, existing_membership
from likewise.models.unit_of_work import UnitOfWork, unit_of_work


async def cancel_membership(*, person_id: int) -> Membership:
    """Cancel: no payment is asked for any more; what is paid stays in the budget.

    A payment that its provider has been asked for already is finished. Cancelling twice is
    cancelling once. Raises NoMembership if there never was one.
    """

    async def body(work: UnitOfWork) -> None:
        await work.execute(
            "UPDATE memberships SET state = 'cancelled', cancelled_at = likewise_now()"
            " WHERE person_id = $1 AND state <> 'cancelled'",
            person_id,
        )
        if await work.row("SELECT FROM memberships WHERE person_id = $1", person_id) is None:
            raise NoMembership
        work.standing_changed(person_id)

    await unit_of_work(body)
    return await existing_membership(person_id)
