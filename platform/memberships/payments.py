"""The payments of memberships as they stand: what was asked for, and what its provider answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from likewise.models import database
from likewise.models.unit_of_work import Row
from likewise.months import Month


@dataclass(frozen=True, slots=True)
class Payment:
    """A payment for one calendar month; `state` is `requested`, `succeeded` or `declined`.

    Amounts in micros. `fee_micros` is what the provider kept of it, None until it answered, as is
    `answered_at`; `decline_reason` is its short code for why not.
    """

    id: int
    key: str
    membership_id: int
    person_id: int
    month: Month
    amount_micros: int
    fee_micros: int | None
    state: str
    decline_reason: str | None
    provider: str
    payment_method: str
    requested_at: datetime
    answered_at: datetime | None

    @property
    def credited_micros(self) -> int | None:
        """What of it came into the budget of who paid; None until the provider answered."""
        if self.state == "succeeded":
            return self.amount_micros - (self.fee_micros or 0)
        return 0 if self.state == "declined" else None


async def payment_by_id(payment_id: int) -> Payment | None:
    """The payment with this id, whoever's it is; None: there is none."""
    row = await database.row(_PAYMENT + "WHERE payments.id = $1", payment_id)
    return None if row is None else _as_payment(row)


async def payments_of(person_id: int, *, first: int, before_id: int | None) -> list[Payment]:
    """A person's payments, newest first; `before_id`: those older than this one."""
    rows = await database.rows(_OF_PERSON, person_id, before_id, first)
    return [_as_payment(row) for row in rows]


def _as_payment(row: Row) -> Payment:
    return Payment(**{**row, "month": Month.of(row["month"])})


_PAYMENT = """
SELECT payments.id, key, membership_id, person_id, month, payments.amount_micros, fee_micros,
    payments.state, decline_reason, payments.provider, payments.payment_method, requested_at,
    settled_at AS answered_at
FROM payments JOIN memberships ON memberships.id = membership_id
"""
_OF_PERSON = f"""
{_PAYMENT} WHERE person_id = $1 AND ($2::bigint IS NULL OR payments.id < $2)
ORDER BY payments.id DESC LIMIT $3
"""
