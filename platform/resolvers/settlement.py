"""Settlements: closing a month, and what everybody may know of it.

resolvers/settlement.py runs the monthly split: `closeMonth` takes a month through all its stages
and answers at the end; meanwhile `settlement(month:)` and the feed `settlementProgress` tell how
far it has come, from the database, whichever process closes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated

import strawberry

from likewise.months import Month
from likewise.resolvers.asking import Input
from likewise.resolvers.context import Info
from likewise.resolvers.refusals import refusals_in
from likewise.resolvers.viewer import require_operator
from likewise.schema.closing import CloseMonthInput, CloseMonthPayload
from likewise.schema.global_ids import global_id
from likewise.schema.money import Money
from likewise.schema.scalars import MonthText
from likewise.schema.settlements import (
    Settlement,
    SettlementDurations,
    SettlementHop,
    SettlementProgress,
    SettlementState,
)
from likewise.settlement import settlements
from likewise.settlement.close_by_request import close_by_request


@strawberry.type
class SettlementQueries:
    """Queries about closed months."""

    @strawberry.field(description="The closing of a month; null while the month is open.")
    async def settlement(
        self,
        month: Annotated[MonthText, strawberry.argument(description="The month.")],
    ) -> Settlement | None:
        """Raises MalformedMonth."""
        found = await settlements.settlement_of(Month.parse(month))
        return None if found is None else as_settlement(found)

    @strawberry.field(description="Every closing so far, the newest month first.")
    async def settlements(self) -> list[Settlement]:
        """For everybody."""
        return [as_settlement(each) for each in await settlements.all_settlements()]


@strawberry.type
class SettlementMutations:
    """What operators do about months."""

    @strawberry.mutation(
        description="Close a month: seal it, split its pots, post the shares, verify the ledger,"
        " tell everybody. For operators. Takes as long as it takes; asked again it goes on where"
        " it stands, and closing a closed month changes nothing."
    )
    @refusals_in(CloseMonthPayload)
    async def close_month(self, info: Info, input: Input[CloseMonthInput]) -> CloseMonthPayload:
        """Raises NotSignedIn, Forbidden, MalformedMonth, KeyReused and what closing raises."""
        operator = await require_operator(info)
        found = await close_by_request(
            Month.parse(input.month),
            early=input.early,
            operator_id=operator.person_id,
            idempotency_key=input.idempotency_key,
        )
        return CloseMonthPayload(settlement=as_settlement(found))


def as_settlement(found: settlements.Settlement) -> Settlement:
    """A settlement as the API shows it."""
    by_hop = found.shared_by_hop_micros
    return Settlement(
        id=global_id("Settlement", found.month),
        month=MonthText(str(found.month)),
        state=SettlementState(found.state),
        progress=_progress_of(found),
        early=found.early,
        max_hops=found.max_hops,
        sealed_at=found.sealed_at,
        computed_at=found.computed_at,
        posted_at=found.posted_at,
        verified_at=found.verified_at,
        closed_at=found.closed_at,
        book_digest=found.book_digest,
        outcome_digest=found.outcome_digest,
        merkle_root=found.merkle_root,
        engine=found.engine,
        durations=_durations_of(found),
        pot_count=found.pot_count,
        like_count=found.like_count,
        account_count=found.account_count,
        movement_count=found.movement_count,
        pots=Money.of_known(found.pots_micros),
        unshared=Money.of_known(found.unshared_micros),
        kept=Money.of_known(found.kept_micros),
        by_hop=None if by_hop is None else _hops(by_hop),
    )


def _progress_of(found: settlements.Settlement) -> SettlementProgress | None:
    if found.state != "computed" or found.movement_count is None:
        return None
    return SettlementProgress(done=found.posted_count, total=found.movement_count)


def _durations_of(found: settlements.Settlement) -> SettlementDurations:
    return SettlementDurations(
        book=_time_between(found.sealed_at, found.book_written_at),
        compute=_time_between(found.book_written_at, found.computed_at),
        post=_time_between(found.computed_at, found.posted_at),
        verify=_time_between(found.posted_at, found.verified_at),
        tell=_time_between(found.verified_at, found.closed_at),
        total=_time_between(found.sealed_at, found.closed_at),
    )


def _time_between(begun_at: datetime | None, ended_at: datetime | None) -> timedelta | None:
    return None if begun_at is None or ended_at is None else ended_at - begun_at


def _hops(shared_micros: Sequence[int]) -> list[SettlementHop]:
    return [
        SettlementHop(hop=hop, shared=Money.of(amount_micros))
        for hop, amount_micros in enumerate(shared_micros)
    ]
