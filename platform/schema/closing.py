"""Input and payload of closing a month."""

from __future__ import annotations

import strawberry

from likewise.schema.descriptions import IDEMPOTENCY_KEY
from likewise.schema.refusals import ERRORS, Refusal
from likewise.schema.scalars import MonthText
from likewise.schema.settlements import Settlement


@strawberry.input(description="The month to close. For operators.")
class CloseMonthInput:
    """An operator's word that a month is over."""

    month: MonthText = strawberry.field(
        description='The month, as "2026-10": it must be the oldest open one.'
    )
    early: bool = strawberry.field(
        default=False,
        description="Close it though it has not ended: from now on likes and payments count for"
        " the next month.",
    )
    idempotency_key: str = strawberry.field(description=IDEMPOTENCY_KEY)


@strawberry.type(
    description="The closing, run to its end. Closing a month that is closed changes nothing."
)
class CloseMonthPayload:
    """Answers closeMonth."""

    settlement: Settlement | None = strawberry.field(
        default=None, description="The settlement as it stands now."
    )
    errors: list[Refusal] = strawberry.field(default_factory=list, description=ERRORS)
