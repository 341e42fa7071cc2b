"""How a person stands with this installation: what others decide on, and she waits for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from likewise.memberships.membership import Membership, memberships_of
from likewise.models import database
from likewise.models.unit_of_work import Row
from likewise.operators.freezing import Freeze
from likewise.payouts.registration import Registration, registrations_of


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether she is frozen, her papers, her membership, and how far her payouts have come.

    `payout_steps` counts the steps that all her payouts have taken so far.
    """

    person_id: int
    freeze: Freeze | None
    registration: Registration | None
    membership: Membership | None
    payout_steps: int


async def standings_of(person_ids: Collection[int]) -> dict[int, Standing]:
    """How these people stand, by their ids; who is nobody is left out. Three statements."""
    people = await database.rows(_PEOPLE, list(person_ids))
    registrations = await registrations_of(person_ids)
    memberships = await memberships_of(person_ids)
    return {
        row["id"]: Standing(
            row["id"],
            _freeze_in(row),
            registrations.get(row["id"]),
            memberships.get(row["id"]),
            row["payout_steps"],
        )
        for row in people
    }


def _freeze_in(row: Row) -> Freeze | None:
    since = row["frozen_at"]
    return None if since is None else Freeze(row["id"], since, row["frozen_reason"])


_PEOPLE = """
SELECT id, frozen_at, frozen_reason, (
    SELECT count(*) FROM payout_steps JOIN payouts ON payouts.id = payout_id
    WHERE payouts.person_id = persons.id
) AS payout_steps
FROM persons WHERE id = ANY($1::bigint[])
"""
