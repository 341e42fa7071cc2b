"""A membership: the standing order that fills a budget."""

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
    payment_method_label: str = strawberry.field(
        description='The payment method, as it may be shown to its owner: "Sandbox card, pays".'
    )
    started_at: datetime = strawberry.field(description="When it was started, the last time.")
    cancelled_at: datetime | None = strawberry.field(description="When it was cancelled, if so.")
    paid_through: MonthText | None = strawberry.field(
        description="The last month that has been paid; null before the first payment."
    )
