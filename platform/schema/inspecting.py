"""Inputs and payloads of inspections."""

from __future__ import annotations

import strawberry

from likewise.schema.descriptions import CLIENT_MUTATION_ID
from likewise.schema.inspections import Inspection
from likewise.schema.refusals import ERRORS, Refusal
from likewise.schema.scalars import MonthText

_BEGUN = "The one that runs now: read `inspection(kind:)` until it has ended."


@strawberry.input(description="Nothing is needed: it is about the month that is next to be closed.")
class StartDryRunInput:
    """An input has at least one field, by the rules of GraphQL."""

    client_mutation_id: str | None = strawberry.field(default=None, description=CLIENT_MUTATION_ID)


@strawberry.type(description="The dry run that has begun, or runs already.")
class StartDryRunPayload:
    """Answers startDryRun."""

    inspection: Inspection | None = strawberry.field(default=None, description=_BEGUN)
    client_mutation_id: str | None = strawberry.field(default=None, description=CLIENT_MUTATION_ID)
    errors: list[Refusal] = strawberry.field(default_factory=list, description=ERRORS)


@strawberry.input(description="The month to verify.")
class VerifyMonthInput:
    """A closed month."""

    month: MonthText = strawberry.field(description='The month, as "2026-10". It must be closed.')


@strawberry.type(description="The verification that has begun, or runs already.")
class VerifyMonthPayload:
    """Answers verifyMonth."""

    inspection: Inspection | None = strawberry.field(default=None, description=_BEGUN)
    errors: list[Refusal] = strawberry.field(default_factory=list, description=ERRORS)


@strawberry.input(description="Nothing is needed: all of the ledger is checked.")
class CheckLedgerInput:
    """An input has at least one field, by the rules of GraphQL."""

    client_mutation_id: str | None = strawberry.field(default=None, description=CLIENT_MUTATION_ID)


@strawberry.type(description="The check that has begun, or runs already.")
class CheckLedgerPayload:
    """Answers checkLedger."""

    inspection: Inspection | None = strawberry.field(default=None, description=_BEGUN)
    client_mutation_id: str | None = strawberry.field(default=None, description=CLIENT_MUTATION_ID)
    errors: list[Refusal] = strawberry.field(default_factory=list, description=ERRORS)
