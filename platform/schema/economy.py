"""The economy: what everybody may know about all the money here."""

from __future__ import annotations

from datetime import datetime

import strawberry

from likewise.schema.money import Money


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
