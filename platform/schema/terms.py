"""The terms of this installation: the settings that people have to know before they decide."""

from __future__ import annotations

import strawberry

from likewise.schema.money import Money


@strawberry.type(description="A way to pay that anybody may choose.")
class PaymentMethod:
    """A token of the payment provider, open to all."""

    token: str = strawberry.field(
        description="What `startMembership` and `changeMembership` take as `paymentMethod`:"
        " `sandbox-ok`."
    )
    label: str = strawberry.field(description='How it may be shown: "Sandbox card, pays".')


@strawberry.type(
    description="The terms of this installation: amounts, rates and times that its operators have"
    " set, the same for everybody."
)
class Terms:
    """Settings, in public."""

    currency: str = strawberry.field(
        description="The ISO 4217 code of the one currency of all amounts: USD."
    )
    membership_default: Money = strawberry.field(
        description="What a membership pays a month if no amount is named."
    )
    membership_min: Money = strawberry.field(description="The smallest amount a month.")
    membership_max: Money = strawberry.field(description="The largest amount a month.")
    payment_methods: list[PaymentMethod] = strawberry.field(
        description="The ways to pay that are open to all. Empty where the payment provider asks"
        " for them in a form of its own."
    )
    is_sandbox: bool = strawberry.field(
        description="Whether payments and payouts are played, and no real money moves."
    )
    payout_min: Money = strawberry.field(description="The smallest payout, its cut included.")
    payout_max: Money = strawberry.field(description="The largest payout, its cut included.")
    cut_bps: int = strawberry.field(
        description="What the platform keeps of each payout, in basis points: 1000 is a tenth."
    )
    hold_days: int = strawberry.field(
        description="For how many days what likes brought is on hold, before it can be paid out."
    )
    bank_hold_hours: int = strawberry.field(
        description="For how many hours payouts wait after the bank account was changed."
    )
    contact: str | None = strawberry.field(
        description="Where you reach the operators, an email address or a URL:"
        ' "help@likewise.example". Null if this installation names none.'
    )
    max_hops: int = strawberry.field(
        description="The last hop of a closing: so often money is passed on, as 6."
    )
