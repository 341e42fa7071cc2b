"""The economy: what everybody may know about all the money here."""

from __future__ import annotations

from datetime import datetime

import strawberry

from likewise.schema.money import Money


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
