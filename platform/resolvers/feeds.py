"""Feeds: what goes on by itself over a socket."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Annotated

import strawberry

from likewise.months import Month
from likewise.resolvers.context import Info
from likewise.resolvers.mapping import as_wallet
from likewise.resolvers.settlement import as_settlement
from likewise.resolvers.viewer import require_operator, require_viewer
from likewise.schema.scalars import MonthText
from likewise.schema.settlements import Settlement
from likewise.schema.wallet import Wallet
from likewise.subscriptions.settlement_feed import settlement_feed
from likewise.subscriptions.wallet_feed import wallet_feed


@strawberry.type(description="What can be watched, over a WebSocket with graphql-transport-ws.")
class Subscription:
    """The feeds."""

    @strawberry.subscription(
        description="Your wallet: as it is now, then again whenever it has changed. Always the"
        " latest state, so one that was overtaken is left out."
    )
    async def wallet_updated(self, info: Info) -> AsyncGenerator[Wallet, None]:
        """The viewer's own wallet, nobody else's. Raises NotSignedIn."""
        person_id = (await require_viewer(info)).person_id
        async with aclosing(wallet_feed(info.context.broker, person_id)) as feed:
            async for found in feed:
                yield as_wallet(found)

    @strawberry.subscription(
        description="The closing of a month, for operators: as it stands now, or null while the"
        " month is open, then whenever it has come further, a few times a second at most. It ends"
        " when the month is closed."
    )
    async def settlement_progress(
        self,
        info: Info,
        month: Annotated[MonthText, strawberry.argument(description="The month.")],
    ) -> AsyncGenerator[Settlement | None, None]:
        """Raises NotSignedIn, Forbidden, MalformedMonth."""
        await require_operator(info)
        async with aclosing(settlement_feed(info.context.broker, Month.parse(month))) as feed:
            async for found in feed:
                yield None if found is None else as_settlement(found)
