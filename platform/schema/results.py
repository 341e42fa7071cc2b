"""What closed months came to, and every movement of a wallet: for whose money it is."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

import strawberry
from strawberry import enum_value

from likewise.schema.money import Money
from likewise.schema.nodes import Node
from likewise.schema.scalars import MonthText


@strawberry.type(description="What a wallet held at one moment; not what was on its way out.")
class Balances:
    """Budget and received money."""

    budget: Money = strawberry.field(description="Paid in, and not given yet.")
    received: Money = strawberry.field(description="What likes had brought, on hold or not.")


@strawberry.type(
    description="What a closed month came to for you, exactly: `paid` is `fee` + `paidIn`,"
    " `opening.budget` + `paidIn` - `potBudget` is `closing.budget`, and `opening.received` -"
    " `paidOut` - `potReceived` + `kept` is `closing.received`, if the pot was given; if it stayed"
    " (`unshared`), nothing is taken off. What single likes gave is `Like.gave`: together it is"
    " `given`."
)
class MonthResult(Node):
    """One person's result of one month."""

    month: MonthText = strawberry.field(description="The month.")
    like_count: int = strawberry.field(description="How many likes of yours shared your pot.")
    opening: Balances = strawberry.field(
        description="What you had when the month before was closed; nothing before the first one."
    )
    paid: Money = strawberry.field(
        description="What you paid between that and the seal of this month, fees included; below"
        " zero if more went back to you."
    )
    fee: Money = strawberry.field(
        description="What the payment provider kept of it: the fees of your payments."
    )
    paid_in: Money = strawberry.field(
        description="What was paid into your budget in that time, less fees; below zero if more was"
        " taken back."
    )
    paid_out: Money = strawberry.field(
        description="What left your received money for payouts in that time; below zero if more"
        " came back than went."
    )
    pot_budget: Money = strawberry.field(description="The part of your pot from your budget.")
    pot_received: Money = strawberry.field(
        description="The part of your pot from what you had received before, and passed on now."
    )
    pot: Money = strawberry.field(description="What you had to share, at the first hop.")
    given: Money = strawberry.field(
        description="What your likes gave of it: all of it, or nothing if you liked nothing."
    )
    unshared: Money = strawberry.field(description="What stayed where it was.")
    kept: Money = strawberry.field(
        description="What the month's likes of your things brought you for good. What they brought"
        " and you passed on at once is told by `Me.proof`."
    )
    closing: Balances = strawberry.field(description="What the close of this month left.")


@strawberry.enum(description="What moved money in a wallet.")
class WalletMovementKind(Enum):
    """The kinds of movements."""

    PAYMENT = enum_value("payment", description="A membership's payment came in, or went back.")
    GIVEN = enum_value("given", description="A month was closed, and likes gave it.")
    BROUGHT = enum_value("brought", description="A month was closed, and likes brought it.")
    PAYOUT = enum_value("payout", description="A payout was asked for, or came back.")


@strawberry.type(description="One movement of your money, and what you had after it.")
class WalletMovement(Node):
    """A movement of a wallet."""

    moved_at: datetime = strawberry.field(description="When it was entered in the ledger.")
    kind: WalletMovementKind = strawberry.field(description="What moved it.")
    month: MonthText | None = strawberry.field(
        description="The month whose close moved it; null for other kinds."
    )
    budget_change: Money = strawberry.field(description="By how much the budget rose or fell.")
    received_change: Money = strawberry.field(
        description="By how much the received money rose or fell."
    )
    budget: Money = strawberry.field(description="The budget afterwards.")
    received: Money = strawberry.field(
        description="The received money afterwards, on hold or not; what is on its way to a bank"
        " is not in it."
    )
