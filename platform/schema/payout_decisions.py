"""Inputs and payloads of what operators decide about registrations and payouts."""

from __future__ import annotations

from datetime import datetime

import strawberry

from likewise.schema.descriptions import IDEMPOTENCY_KEY
from likewise.schema.payouts import Payout, Registration
from likewise.schema.refusals import ERRORS, Refusal

SUBMITTED_AT = (
    "The `submittedAt` of the papers that were looked at, as `2026-10-01T12:34:56Z`: if others have"
    " come since, nothing is decided: `WRONG_STATE`. Left out: whichever there are."
)
REASON = (
    'Why, for its owner to read, in 1 to 500 characters: "The name is not that of the account.".'
)


@strawberry.input(description="Whose papers to approve. For operators.")
class ApproveRegistrationInput:
    """An operator's yes to papers."""

    person_id: strawberry.ID = strawberry.field(description='The id of the person: "UGVyc29uOjc=".')
    submitted_at: datetime | None = strawberry.field(default=None, description=SUBMITTED_AT)


@strawberry.type(description="The papers that were approved.")
class ApproveRegistrationPayload:
    """Answers approveRegistration."""

    registration: Registration | None = strawberry.field(
        default=None, description="The registration as it stands now."
    )
    errors: list[Refusal] = strawberry.field(default_factory=list, description=ERRORS)


@strawberry.input(description="Whose papers to reject, and why. For operators.")
class RejectRegistrationInput:
    """An operator's no to papers."""

    person_id: strawberry.ID = strawberry.field(description='The id of the person: "UGVyc29uOjc=".')
    reason: str = strawberry.field(description=REASON)
    submitted_at: datetime | None = strawberry.field(default=None, description=SUBMITTED_AT)


@strawberry.type(description="The papers that were rejected.")
class RejectRegistrationPayload:
    """Answers rejectRegistration."""

    registration: Registration | None = strawberry.field(
        default=None, description="The registration as it stands now."
    )
    errors: list[Refusal] = strawberry.field(default_factory=list, description=ERRORS)


@strawberry.input(description="A payout to approve. For operators. It is sent to the bank at once.")
class ApprovePayoutInput:
    """An operator's yes to a payout."""

    payout_id: strawberry.ID = strawberry.field(description='The id of the payout: "UGF5b3V0Ojc=".')
    idempotency_key: str = strawberry.field(description=IDEMPOTENCY_KEY)


@strawberry.type(description="The payout that was approved.")
class ApprovePayoutPayload:
    """Answers approvePayout."""

    payout: Payout | None = strawberry.field(
        default=None, description="The payout as it stands now."
    )
    errors: list[Refusal] = strawberry.field(default_factory=list, description=ERRORS)


@strawberry.input(description="A payout to reject, and why. For operators. The money goes back.")
class RejectPayoutInput:
    """An operator's no to a payout."""

    payout_id: strawberry.ID = strawberry.field(description='The id of the payout: "UGF5b3V0Ojc=".')
    reason: str = strawberry.field(description=REASON)
    idempotency_key: str = strawberry.field(description=IDEMPOTENCY_KEY)


@strawberry.type(description="The payout that was rejected.")
class RejectPayoutPayload:
    """Answers rejectPayout."""

    payout: Payout | None = strawberry.field(
        default=None, description="The payout as it stands now."
    )
    errors: list[Refusal] = strawberry.field(default_factory=list, description=ERRORS)


@strawberry.input(
    description="A payout that had been paid and came back from the bank, and why. For operators."
)
class ReturnPayoutInput:
    """The bank's word, days after."""

    payout_id: strawberry.ID = strawberry.field(description='The id of the payout: "UGF5b3V0Ojc=".')
    reason: str = strawberry.field(
        description='What the bank said, for its owner to read, in 1 to 500 characters: "Account'
        ' closed.".'
    )
    idempotency_key: str = strawberry.field(description=IDEMPOTENCY_KEY)


@strawberry.type(description="The payout that came back.")
class ReturnPayoutPayload:
    """Answers returnPayout."""

    payout: Payout | None = strawberry.field(
        default=None, description="The payout as it stands now."
    )
    errors: list[Refusal] = strawberry.field(default_factory=list, description=ERRORS)
