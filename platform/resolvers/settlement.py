"""Settlements: closing a month, and what everybody may know of it.

resolvers/settlement.py runs the monthly split: `closeMonth` takes a month through all its stages
and answers at the end; meanwhile `settlement(month:)` and the feed `settlementProgress` tell how
far it has come, from the database, whichever process closes it.
"""

from __future__ import annotations

from typing import Annotated

import strawberry

from likewise.models.deadline import lift_deadline
from likewise.months import Month
from likewise.resolvers.access import require_operator
from likewise.resolvers.asking import Input
from likewise.resolvers.context import Info
from likewise.resolvers.public import as_next_month, as_settlement
from likewise.resolvers.refusals import refusals_in
from likewise.schema.closing import CloseMonthInput, CloseMonthPayload
from likewise.schema.scalars import MonthText
from likewise.schema.settlements import NextMonth, Settlement
from likewise.settlement import settlements
from likewise.settlement.close_by_request import close_by_request
from likewise.settlement.next_month import next_month


@strawberry.type
class SettlementQueries:
    """Queries about closed months."""

    @strawberry.field(description="The closing of a month; null while the month is open.")
    async def settlement(
        self,
        month: Annotated[MonthText, strawberry.argument(description='The month, as "2026-10".')],
    ) -> Settlement | None:
        """Raises MalformedMonth."""
        found = await settlements.settlement_of(Month.parse(month))
        return None if found is None else as_settlement(found)

    @strawberry.field(description="Every closing so far, the newest month first.")
    async def settlements(self) -> list[Settlement] | None:
        """For everybody."""
        return [as_settlement(each) for each in await settlements.all_settlements()]

    @strawberry.field(
        description="The month that is next to be closed: the one after the last that was sealed."
    )
    async def next_month(self) -> NextMonth | None:
        """For everybody."""
        return as_next_month(await next_month())


@strawberry.type
class SettlementMutations:
    """What operators do about months."""

    @strawberry.mutation(
        description="Close a month: seal it, split its pots, post the shares, verify the ledger,"
        " tell everybody. For operators. Takes as long as it takes; asked again it goes on where"
        " it stands, and closing a closed month changes nothing."
    )
    @refusals_in(CloseMonthPayload)
    async def close_month(
        self, info: Info, input: Input[CloseMonthInput]
    ) -> CloseMonthPayload | None:
        """Raises NotSignedIn, Forbidden, MalformedMonth, KeyReused and what closing raises."""
        operator = await require_operator(info)
        lift_deadline()
        found = await close_by_request(
            Month.parse(input.month),
            early=input.early,
            operator_id=operator.person_id,
            idempotency_key=input.idempotency_key,
        )
        return CloseMonthPayload(settlement=as_settlement(found))
