"""Feeds: what goes on by itself over a socket.

Each feed is opened by one function, which says who may and what is shown. The subscription's
resolver streams it through the executor; `operations/prepared.py` shows the same without, where it
can.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any, Generic, TypeVar

import strawberry

from likewise.community.posts import post_by_id
from likewise.errors import NotFound
from likewise.months import Month
from likewise.resolvers.access import require_follower, require_following_operator
from likewise.resolvers.asking import GlobalId, asked_number
from likewise.resolvers.context import Context, Info
from likewise.resolvers.private import as_likes_received, as_standing, as_wallet
from likewise.resolvers.public import as_post, as_settlement
from likewise.schema.likes_received import LikesReceived
from likewise.schema.posts import Post
from likewise.schema.scalars import Cursor, MonthText
from likewise.schema.settlements import Settlement
from likewise.schema.standing import Standing
from likewise.schema.wallet import Wallet
from likewise.subscriptions.cursors import parse_cursor
from likewise.subscriptions.feed import Feed
from likewise.subscriptions.settlement_feed import settlement_feed

Shown = TypeVar("Shown")


@dataclass(frozen=True, slots=True)
class Opened(Generic[Shown]):
    """A feed that may be followed, and how its states are shown."""

    feed: Feed[Any]
    as_shown: Callable[[Any], Shown]

    async def stream(self) -> AsyncGenerator[Shown, None]:
        """Its states as they are shown."""
        async with aclosing(self.feed.stream()) as states:
            async for each in states:
                yield self.as_shown(each)


async def open_wallet(context: Context, after: str | None = None) -> Opened[Wallet]:
    """The viewer's own wallet, nobody else's. Raises NotSignedIn, InvalidInput."""
    viewer = await require_follower(context)
    shown = None if after is None else parse_cursor(after, viewer.person_id)
    feed = Feed(context.broker.wallets, viewer.person_id, shown)
    return Opened(feed, partial(as_wallet, viewer=viewer))


async def open_likes_received(context: Context) -> Opened[LikesReceived]:
    """The likes of what is the viewer's own. Raises NotSignedIn."""
    viewer = await require_follower(context)
    feed = Feed(context.broker.likes, viewer.person_id)
    return Opened(feed, partial(as_likes_received, viewer=viewer))


async def open_standing(context: Context) -> Opened[Standing]:
    """How the viewer stands, nobody else. Raises NotSignedIn."""
    viewer = await require_follower(context)
    feed = Feed(context.broker.standings, viewer.person_id)
    return Opened(feed, partial(as_standing, viewer=viewer))


async def open_post(context: Context, id: str) -> Opened[Post]:
    """A post, for everybody. Raises InvalidInput, NotFound."""
    number = asked_number(id, "Post")
    if await post_by_id(number) is None:
        raise NotFound(field="id")
    return Opened(Feed(context.broker.posts, number), as_post)


FEEDS: Mapping[str, Callable[..., Awaitable[Opened[Any]]]] = {
    "walletUpdated": open_wallet,
    "likeReceived": open_likes_received,
    "standingUpdated": open_standing,
    "postUpdated": open_post,
}
"""By the field of the subscription that shows it: what opens a feed with the field's arguments."""


@strawberry.type(
    description="What can be watched, over a WebSocket with graphql-transport-ws, or as server-sent"
    " events. A session that ends, ends its feeds."
)
class Subscription:
    """The feeds."""

    @strawberry.subscription(
        description="Your wallet: as it is now, then again whenever it has changed. Always the"
        " latest state, so one that was overtaken is left out."
    )
    async def wallet_updated(
        self,
        info: Info,
        after: Annotated[
            Cursor | None,
            strawberry.argument(
                description="The `cursor` of the last state that you have seen: the feed goes on"
                " from there, with what you missed as one state, and nothing if you missed nothing."
            ),
        ] = None,
    ) -> AsyncGenerator[Wallet, None]:
        """As open_wallet()."""
        async with aclosing((await open_wallet(info.context, after)).stream()) as states:
            async for each in states:
                yield each

    @strawberry.subscription(
        description="What your things are liked: how it stands now, then again whenever somebody"
        " has liked one of them or taken a like back, several likes together."
    )
    async def like_received(self, info: Info) -> AsyncGenerator[LikesReceived, None]:
        """As open_likes_received()."""
        async with aclosing((await open_likes_received(info.context)).stream()) as states:
            async for each in states:
                yield each

    @strawberry.subscription(
        description="How you stand: as it is now, then again whenever somebody has decided on your"
        " papers or a payout, a membership or a payout came further, or you were frozen or set"
        " free."
    )
    async def standing_updated(self, info: Info) -> AsyncGenerator[Standing, None]:
        """As open_standing()."""
        async with aclosing((await open_standing(info.context)).stream()) as states:
            async for each in states:
                yield each

    @strawberry.subscription(
        description="A post: as it is now, then again whenever the number of its likes has changed."
    )
    async def post_updated(self, info: Info, id: GlobalId) -> AsyncGenerator[Post, None]:
        """As open_post()."""
        async with aclosing((await open_post(info.context, id)).stream()) as states:
            async for each in states:
                yield each

    @strawberry.subscription(
        description="The closing of a month, for operators: as it stands now, or null while the"
        " month is open, then whenever it has come further, a few times a second at most. It ends"
        " when the month is closed. A month that has not begun by the calendar, or lies before all"
        " that were closed, is refused."
    )
    async def settlement_progress(
        self,
        info: Info,
        month: Annotated[MonthText, strawberry.argument(description='The month, as "2026-10".')],
    ) -> AsyncGenerator[Settlement | None, None]:
        """Raises NotSignedIn, Forbidden, MalformedMonth, MonthNotBegun, MonthOutOfOrder."""
        await require_following_operator(info.context)
        watched = Month.parse(month)
        with info.context.operator_feed():
            async with aclosing(settlement_feed(info.context.broker, watched)) as feed:
                async for found in feed:
                    yield None if found is None else as_settlement(found)
