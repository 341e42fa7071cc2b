"""A membership: the standing order that fills a budget, and its payments."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

import strawberry
from strawberry import enum_value

from likewise.schema.money import Money
from likewise.schema.nodes import Node
from likewise.schema.scalars import MonthText


@strawberry.enum(description="How a membership stands.")
class MembershipState(Enum):
    """The states of the memberships table."""

    STARTING = enum_value("starting", description="Its first payment has not succeeded yet.")
    ACTIVE = enum_value("active", description="Charged once for every month.")
    PAST_DUE = enum_value("past_due", description="The payment for this month was declined.")
    CANCELLED = enum_value("cancelled", description="Not charged any more. It can start again.")


@strawberry.type(description="A standing order: so much a month, by this payment method.")
class Membership(Node):
    """A person's membership."""

    amount: Money = strawberry.field(description="What is charged each month, before fees.")
    state: MembershipState = strawberry.field(description="How it stands.")
    payment_method_token: str | None = strawberry.field(
        description="The payment method, if it is one of `Terms.paymentMethods`: `sandbox-ok`."
        " Else null: it is between you and the payment provider."
    )
    payment_method_label: str = strawberry.field(
        description='The payment method, as it may be shown to its owner: "Sandbox card, pays".'
    )
    started_at: datetime = strawberry.field(description="When it was started, the last time.")
    cancelled_at: datetime | None = strawberry.field(description="When it was cancelled, if so.")
    paid_through: MonthText | None = strawberry.field(
        description="The last month that has been paid; null before the first payment."
    )


@strawberry.enum(description="What became of a payment.")
class PaymentState(Enum):
    """The states of the payments table."""

    REQUESTED = enum_value("requested", description="The payment provider has not answered yet.")
    SUCCEEDED = enum_value("succeeded", description="Paid; what is left after the fee is yours.")
    DECLINED = enum_value("declined", description="The provider declined it: nothing was charged.")


@strawberry.type(
    description="A payment of your membership for one month. Once it has succeeded, `amount` is"
    " `fee` + `credited`."
)
class Payment(Node):
    """A person's payment."""

    month: MonthText = strawberry.field(
        description='The calendar month that it pays for, as "2026-10". What it brought is shared'
        " when a month is sealed next, whichever that is."
    )
    amount: Money = strawberry.field(description="What the provider was asked to charge.")
    fee: Money | None = strawberry.field(
        description="What the provider kept of it; null until it has answered."
    )
    credited: Money | None = strawberry.field(
        description="What of it came into your budget; null until the provider has answered."
    )
    state: PaymentState = strawberry.field(description="What became of it.")
    decline_reason: str | None = strawberry.field(
        description='Why the provider declined it, in a short code of its own: "card_declined";'
        " null if it did not."
    )
    requested_at: datetime = strawberry.field(description="When it was asked for.")
    answered_at: datetime | None = strawberry.field(
        description="When the provider's answer was recorded; null until then."
    )
