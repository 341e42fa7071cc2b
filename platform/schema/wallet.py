"""A wallet: what is there, kept apart by what can be done with it."""

from __future__ import annotations

import strawberry

from likewise.identity.sessions import Viewer
from likewise.schema.connections import After, Connection, First
from likewise.schema.money import Money
from likewise.schema.nodes import Node
from likewise.schema.reading import Info
from likewise.schema.results import WalletMovement
from likewise.schema.scalars import Cursor, MonthText


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


@strawberry.type(
    description="What your likes of the running month would give if it closed now. It is no money"
    " that has moved: until then the pot is yours, and every like changes the shares of all."
)
class Giving:
    """What a person would give."""

    pot: Money = strawberry.field(
        description="What your likes share: your budget, and the part of what you have received"
        " that you pass on."
    )
    like_count: int = strawberry.field(description="How many likes share it.")
    share: Money = strawberry.field(
        description="What each of them gives; a micro more for the first ones if it does not come"
        " out even. Zero without likes."
    )


@strawberry.type(description="A person's money. Only she sees it.")
class Wallet(Node):
    """A person's wallet at one moment, and as whom its history is read."""

    viewer: strawberry.Private[Viewer]
    budget: Money = strawberry.field(
        description="Paid in by herself. It can be shared with likes, never withdrawn."
    )
    received: Received = strawberry.field(description="What likes of her things brought.")
    projection: Money = strawberry.field(
        description="What today's likes would bring if the month closed now, from first-hand pots."
        " It is no money yet and may still rise or fall."
    )
    giving: Giving = strawberry.field(
        description="What your likes would give if the month closed now."
    )
    month: MonthText = strawberry.field(
        description="The month that your likes count for now: the one that `giving` and"
        " `projection` are about. It changes the moment that a month is sealed."
    )
    closed_month: MonthText | None = strawberry.field(
        description="The last month that was closed, for which `Me.result` tells what it came to;"
        " null before the first. It changes the moment that another one is closed."
    )
    version: int = strawberry.field(
        description="Rises with every movement of this wallet's money: the higher one is newer."
    )
    cursor: Cursor = strawberry.field(
        description="This state. Bring it back to `walletUpdated(after:)` to go on from here."
    )

    @strawberry.field(
        description="Every movement of your budget and your received money, newest first, with what"
        " you had after each. The first one agrees with the balances as they are."
    )
    async def history(
        self, info: Info, first: First, after: After = None
    ) -> Connection[WalletMovement] | None:
        """Its last movements."""
        return await info.context.reading.history_of(self.viewer, first, after)
