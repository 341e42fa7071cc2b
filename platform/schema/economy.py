"""The economy: what everybody may know about all the money here."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

import strawberry
from strawberry import enum_value

from likewise.schema.money import Money
from likewise.schema.reading import Info


@strawberry.enum(description="What an account of the ledger is for.")
class AccountKind(Enum):
    """The kinds of the accounts table."""

    BUDGET = enum_value("budget", description="What people paid in and have not shared yet.")
    RECEIVED = enum_value("received", description="What likes brought people.")
    IN_FLIGHT = enum_value("in_flight", description="What is on its way to people's banks.")
    ESCROW = enum_value("escrow", description="What waits for sites that nobody claimed yet.")
    SETTLEMENT_CLEARING = enum_value(
        "settlement_clearing", description="What goes through a closing: nothing when it has ended."
    )
    PROVIDER_CLEARING = enum_value(
        "provider_clearing", description="The world outside: what came from it is below zero."
    )
    FEES = enum_value("fees", description="What payment providers kept.")
    CUT = enum_value("cut", description="What the platform kept of payouts.")
    RESERVE = enum_value("reserve", description="What the platform set aside for losses.")


@strawberry.type(description="All accounts of a kind together. All kinds together come to zero.")
class AccountSum:
    """Where money is."""

    kind: AccountKind = strawberry.field(description="Which kind.")
    account_count: int = strawberry.field(description="How many accounts there are of it.")
    balance: Money = strawberry.field(description="What stands in them together.")


@strawberry.type(
    description="The last check of the whole ledger: every balance recomputed from the transfers,"
    " and every rule of money tried."
)
class LedgerHealth:
    """What everybody may know of it."""

    checked_at: datetime = strawberry.field(
        description="The moment that it is about: what was entered later was not looked at."
    )
    ok: bool = strawberry.field(description="Whether nothing was found.")
    finding_count: int = strawberry.field(
        description="How many things do not fit. What they are, operators are told."
    )
    account_count: int = strawberry.field(description="How many accounts there were.")
    transfer_count: int = strawberry.field(description="How many transfers there were.")


@strawberry.type(description="The whole economy since the beginning, for everybody to see.")
class Economy:
    """The sums over everybody."""

    as_of: datetime = strawberry.field(description="The moment that all of it is told of.")
    paid_in: Money = strawberry.field(description="What supporters paid.")
    fees: Money = strawberry.field(description="What payment providers kept of it.")
    shared: Money = strawberry.field(description="What likes gave first hand, from own pots.")
    passed_on: Money = strawberry.field(
        description="What likes gave on from what they had brought: the same coins once more."
    )
    paid_out: Money = strawberry.field(description="What arrived in bank accounts.")
    cut: Money = strawberry.field(description="What the platform kept of payouts.")
    waiting: Money = strawberry.field(description="What waits for sites that nobody claimed yet.")
    people: int = strawberry.field(description="How many people there are.")
    supporters: int = strawberry.field(description="How many of them have an active membership.")
    months_closed: int = strawberry.field(description="How many months have been closed.")
    ledger_health: LedgerHealth | None = strawberry.field(
        description="How the ledger was when it was last checked; null before the first time."
    )

    @strawberry.field(description="What stands in the ledger's accounts now, kind by kind.")
    async def accounts(self, info: Info) -> list[AccountSum]:
        """All of them."""
        return await info.context.reading.account_sums()
