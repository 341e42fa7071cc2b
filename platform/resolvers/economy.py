"""The economy."""

from __future__ import annotations

import strawberry

from likewise.schema.economy import Economy
from likewise.schema.money import Money
from likewise.statements.economy import economy


@strawberry.type
class EconomyQueries:
    """Queries about everybody's money."""

    @strawberry.field(description="The sums of all the money here.")
    async def economy(self) -> Economy:
        """For everybody."""
        found = await economy()
        return Economy(
            as_of=found.as_of,
            paid_in=Money.of(found.paid_in_micros),
            fees=Money.of(found.fees_micros),
            shared=Money.of(found.shared_micros),
            passed_on=Money.of(found.passed_on_micros),
            paid_out=Money.of(found.paid_out_micros),
            cut=Money.of(found.cut_micros),
            waiting=Money.of(found.waiting_micros),
            people=found.people,
            supporters=found.supporters,
            months_closed=found.months_closed,
        )
