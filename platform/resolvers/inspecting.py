"""Inspections: an operator has something looked at, and reads later what came of it."""

from __future__ import annotations

from typing import Annotated, cast

import strawberry

from likewise.models.inspecting import Kind, latest_inspection
from likewise.months import Month
from likewise.operators.check_ledger import check_ledger
from likewise.resolvers.access import require_operator
from likewise.resolvers.asking import Input
from likewise.resolvers.context import Info
from likewise.resolvers.operators_only import as_inspection
from likewise.resolvers.refusals import refusals_in
from likewise.schema.inspecting import (
    CheckLedgerInput,
    CheckLedgerPayload,
    StartDryRunInput,
    StartDryRunPayload,
    VerifyMonthInput,
    VerifyMonthPayload,
)
from likewise.schema.inspections import Inspection, InspectionKind
from likewise.schema.scalars import MonthText
from likewise.settlement.dry_run_by_request import dry_run_by_request
from likewise.settlement.verify_by_request import verify_by_request


@strawberry.type
class InspectionQueries:
    """What inspections came to."""

    @strawberry.field(
        description="The last inspection of a kind, however it stands; null if there was none."
        " For operators."
    )
    async def inspection(
        self,
        info: Info,
        kind: Annotated[
            InspectionKind, strawberry.argument(description="Which kind, as `LEDGER_CHECK`.")
        ],
        month: Annotated[
            MonthText | None,
            strawberry.argument(description='Of which month, as "2026-10". Left out: of any.'),
        ] = None,
    ) -> Inspection | None:
        """Raises NotSignedIn, Forbidden, MalformedMonth."""
        operator = await require_operator(info)
        wanted = None if month is None else Month.parse(month)
        found = await latest_inspection(cast("Kind", kind.value), wanted)
        return None if found is None else as_inspection(found, operator)


@strawberry.type
class InspectionMutations:
    """What operators have looked at."""

    @strawberry.mutation(
        description="Begin a dry run: what the month that is next to be closed would come to if it"
        " were closed now, whether it has begun or not. It changes nothing. For operators. Answers"
        " at once; while one runs, that one is told of."
    )
    @refusals_in(StartDryRunPayload)
    async def start_dry_run(
        self, info: Info, input: Input[StartDryRunInput]
    ) -> StartDryRunPayload | None:
        """Raises NotSignedIn, Forbidden."""
        operator = await require_operator(info)
        found = await dry_run_by_request(operator.person_id)
        return StartDryRunPayload(
            inspection=as_inspection(found, operator), client_mutation_id=input.client_mutation_id
        )

    @strawberry.mutation(
        description="Begin to verify a closed month: compute it again from its book, and compare"
        " the ledger with it. Lost files of its outcome are written again. For operators. Answers"
        " at once; while one runs, that one is told of."
    )
    @refusals_in(VerifyMonthPayload)
    async def verify_month(
        self, info: Info, input: Input[VerifyMonthInput]
    ) -> VerifyMonthPayload | None:
        """Raises NotSignedIn, Forbidden, MalformedMonth, WrongState."""
        operator = await require_operator(info)
        found = await verify_by_request(Month.parse(input.month), operator.person_id)
        return VerifyMonthPayload(inspection=as_inspection(found, operator))

    @strawberry.mutation(
        description="Begin a check of the whole ledger. For operators. Answers at once; while one"
        " runs, that one is told of."
    )
    @refusals_in(CheckLedgerPayload)
    async def check_ledger(
        self, info: Info, input: Input[CheckLedgerInput]
    ) -> CheckLedgerPayload | None:
        """Raises NotSignedIn, Forbidden."""
        operator = await require_operator(info)
        found = await check_ledger(operator.person_id)
        return CheckLedgerPayload(
            inspection=as_inspection(found, operator), client_mutation_id=input.client_mutation_id
        )
