"""Inputs and payloads of memberships."""

from __future__ import annotations

import strawberry

from likewise.schema.descriptions import CLIENT_MUTATION_ID, IDEMPOTENCY_KEY
from likewise.schema.memberships import Membership
from likewise.schema.refusals import ERRORS, Refusal
from likewise.schema.scalars import Micros


@strawberry.input(description="A membership to start. The running month is paid at once.")
class StartMembershipInput:
    """A standing order to be."""

    amount_micros: Micros | None = strawberry.field(
        default=None,
        description='What to pay each month: "5000000" is five units. The default of the'
        " installation, if left out.",
    )
    payment_method: str = strawberry.field(
        description="The payment provider's token of a payment method. The sandbox knows"
        " `sandbox-ok`, `sandbox-declined` and more."
    )
    idempotency_key: str = strawberry.field(description=IDEMPOTENCY_KEY)


@strawberry.input(description="What to change about a membership, from the next payment on.")
class ChangeMembershipInput:
    """A change of a standing order; what is left out stays."""

    amount_micros: Micros | None = strawberry.field(
        default=None,
        description='What to pay each month: "7500000" is seven and a half units. As it is, if left'
        " out.",
    )
    payment_method: str | None = strawberry.field(
        default=None,
        description="The provider's token of another payment method, as `sandbox-ok`. As it is, if"
        " left out.",
    )


@strawberry.input(description="Nothing is needed to cancel: no further month is charged.")
class CancelMembershipInput:
    """An input has at least one field, by the rules of GraphQL."""

    client_mutation_id: str | None = strawberry.field(default=None, description=CLIENT_MUTATION_ID)


@strawberry.type(description="The membership that was started.")
class StartMembershipPayload:
    """Answers startMembership."""

    membership: Membership | None = strawberry.field(
        default=None, description="The membership as it stands now."
    )
    errors: list[Refusal] = strawberry.field(default_factory=list, description=ERRORS)


@strawberry.type(description="The membership that was changed.")
class ChangeMembershipPayload:
    """Answers changeMembership."""

    membership: Membership | None = strawberry.field(
        default=None, description="The membership as it stands now."
    )
    errors: list[Refusal] = strawberry.field(default_factory=list, description=ERRORS)


@strawberry.type(description="The membership that was cancelled. What was paid stays to be shared.")
class CancelMembershipPayload:
    """Answers cancelMembership."""

    membership: Membership | None = strawberry.field(
        default=None, description="The membership as it stands now."
    )
    client_mutation_id: str | None = strawberry.field(
        default=None, description="The text that came with the input."
    )
    errors: list[Refusal] = strawberry.field(default_factory=list, description=ERRORS)
