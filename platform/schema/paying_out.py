"""Inputs and payloads of registrations and payouts, by whom they belong to."""

from __future__ import annotations

import strawberry

from likewise.schema.descriptions import IDEMPOTENCY_KEY
from likewise.schema.payouts import Payout, Registration
from likewise.schema.refusals import ERRORS, Refusal
from likewise.schema.scalars import Micros


@strawberry.input(description="Papers for payouts. An operator looks at them.")
class RegisterForPayoutsInput:
    """A person's papers."""

    legal_name: str = strawberry.field(
        description='The name on her papers, up to 140 characters: "Cyra Vance".'
    )
    country: str = strawberry.field(
        description='Where she is taxed, in two letters of ISO 3166-1: "DE".'
    )
    tax_number: str = strawberry.field(
        description='Her tax number there, as that country writes it: "12345678903". Never shown'
        " again."
    )
    iban: str = strawberry.field(
        description="Her bank account, as an IBAN, with spaces or without:"
        ' "DE89 3704 0044 0532 0130 00".'
    )


@strawberry.type(description="The papers that were handed in.")
class RegisterForPayoutsPayload:
    """Answers registerForPayouts."""

    registration: Registration | None = strawberry.field(
        default=None, description="The registration as it stands now."
    )
    errors: list[Refusal] = strawberry.field(default_factory=list, description=ERRORS)


@strawberry.input(description="How much to pay out.")
class RequestPayoutInput:
    """A payout to be."""

    amount_micros: Micros | None = strawberry.field(
        default=None,
        description='What leaves the wallet, the cut included: "25000000" is 25 units. Everything'
        " available, if left out. Cents only leave: the rest of a cent stays.",
    )
    idempotency_key: str = strawberry.field(description=IDEMPOTENCY_KEY)


@strawberry.type(description="The payout that was requested.")
class RequestPayoutPayload:
    """Answers requestPayout."""

    payout: Payout | None = strawberry.field(
        default=None, description="The payout as it stands now."
    )
    errors: list[Refusal] = strawberry.field(default_factory=list, description=ERRORS)


@strawberry.input(description="A payout to cancel, before an operator has approved it.")
class CancelPayoutInput:
    """A change of mind."""

    payout_id: strawberry.ID = strawberry.field(description='The id of the payout: "UGF5b3V0Ojc=".')
    idempotency_key: str = strawberry.field(description=IDEMPOTENCY_KEY)


@strawberry.type(description="The payout that was cancelled.")
class CancelPayoutPayload:
    """Answers cancelPayout."""

    payout: Payout | None = strawberry.field(
        default=None, description="The payout as it stands now."
    )
    errors: list[Refusal] = strawberry.field(default_factory=list, description=ERRORS)
