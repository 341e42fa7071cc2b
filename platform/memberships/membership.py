"""The membership: a person's standing order."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from likewise.errors import AmountOutOfRange
from likewise.memberships.providers.chosen import provider_named
from likewise.models import database
from likewise.models.unit_of_work import Row
from likewise.money import MICROS_PER_CENT, format_amount
from likewise.months import Month
from likewise.settings import settings


@dataclass(frozen=True, slots=True)
class Membership:
    """A standing order of `amount_micros` a calendar month.

    States: `starting` (the first payment has no answer yet), `active`, `past_due` (the last
    payment was declined, the next collection tries again), `cancelled`. A membership whose first
    payment was declined is `cancelled` too, and can be started again.
    `paid_through` is the last month that is paid for. `payment_method_token` is there for what
    anybody may pay with.
    """

    id: int
    person_id: int
    amount_micros: int
    state: str
    payment_method_token: str | None
    payment_method_label: str
    started_at: datetime
    cancelled_at: datetime | None
    paid_through: Month | None


async def membership_of(person_id: int) -> Membership | None:
    """The membership of a person, whatever its state; None if there never was one."""
    return (await memberships_of([person_id])).get(person_id)


async def memberships_of(person_ids: Collection[int]) -> dict[int, Membership]:
    """The memberships of these people; who never had one is left out."""
    rows = await database.rows(
        _MEMBERSHIP + "WHERE person_id = ANY($1::bigint[])", list(person_ids)
    )
    return {row["person_id"]: _as_membership(row) for row in rows}


async def membership_by_id(membership_id: int) -> Membership | None:
    """The membership with this id, whoever's it is; None: there is none."""
    row = await database.row(_MEMBERSHIP + "WHERE id = $1", membership_id)
    return None if row is None else _as_membership(row)


async def existing_membership(person_id: int) -> Membership:
    """The membership of a person who is known to have one."""
    membership = await membership_of(person_id)
    assert membership is not None, f"person {person_id} has no membership"
    return membership


def amount_in_range(amount_micros: int | None) -> int:
    """The amount a month in micros; None stands for the default.

    Raises AmountOutOfRange, also for parts of a cent: no provider could take them.
    """
    chosen = settings()
    amount = chosen.membership_default_micros if amount_micros is None else amount_micros
    if not chosen.membership_min_micros <= amount <= chosen.membership_max_micros:
        least = format_amount(chosen.membership_min_micros)
        most = format_amount(chosen.membership_max_micros)
        raise AmountOutOfRange(f"A membership is {least} to {most} {chosen.currency} a month.")
    if amount % MICROS_PER_CENT:
        raise AmountOutOfRange("A membership is a whole number of cents a month.")
    return amount


_MEMBERSHIP = """
SELECT memberships.*, (
    SELECT max(month) FROM payments WHERE membership_id = memberships.id AND state = 'succeeded'
) AS paid_through
FROM memberships
"""


def _as_membership(row: Row) -> Membership:
    provider, method = provider_named(row["provider"]), row["payment_method"]
    return Membership(
        id=row["id"],
        person_id=row["person_id"],
        amount_micros=row["amount_micros"],
        state=row["state"],
        payment_method_token=method if method in provider.offered() else None,
        payment_method_label=provider.label(method),
        started_at=row["started_at"],
        cancelled_at=row["cancelled_at"],
        paid_through=None if row["paid_through"] is None else Month.of(row["paid_through"]),
    )
