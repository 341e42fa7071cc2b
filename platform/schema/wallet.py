"""A wallet: what is there, kept apart by what can be done with it."""

from __future__ import annotations

import strawberry

from likewise.schema.money import Money


@strawberry.type(description="Money that likes brought.")
class Received:
    """The received money of a wallet."""

    available: Money = strawberry.field(
        description="Can be passed on with likes, and paid out after registration."
    )
    held: Money = strawberry.field(
        description="On hold: received lately, can be passed on already, and paid out later."
    )
    in_flight: Money = strawberry.field(
        description="On its way to the bank. Comes back if a payout fails."
    )


@strawberry.type(description="A person's money. Only she sees it.")
class Wallet:
    """A person's wallet at one moment."""

    budget: Money = strawberry.field(
        description="Paid in by herself. It can be shared with likes, never withdrawn."
    )
    received: Received = strawberry.field(description="What likes of her things brought.")
    projection: Money = strawberry.field(
        description="What today's likes would bring if the month closed now, from first-hand pots."
        " It is no money yet and may still rise or fall."
    )
    version: int = strawberry.field(
        description="Rises with every movement of this wallet's money: the higher one is newer."
    )
