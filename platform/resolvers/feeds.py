"""Feeds: what goes on by itself over a socket."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing

import strawberry

from likewise.resolvers.context import Info
from likewise.resolvers.mapping import as_wallet
from likewise.resolvers.viewer import require_viewer
from likewise.schema.wallet import Wallet
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
