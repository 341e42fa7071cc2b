"""Whoever is signed in, with what only she sees."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import strawberry

from likewise.identity.sessions import Viewer
from likewise.schema.connections import After, Connection, First
from likewise.schema.likes import Like
from likewise.schema.memberships import Membership, Payment
from likewise.schema.nodes import Node
from likewise.schema.operating import Freeze
from likewise.schema.payouts import Payout, Registration
from likewise.schema.people import Person
from likewise.schema.proofs import OutcomeProof
from likewise.schema.reading import Info
from likewise.schema.results import MonthResult
from likewise.schema.scalars import MonthText
from likewise.schema.sessions import Session
from likewise.schema.wallet import Wallet


@strawberry.type(description="You: what others see of you, and what only you do.")
class Me(Node):
    """The person who asks, and as whom what is hers is read."""

    viewer: strawberry.Private[Viewer]
    handle: str = strawberry.field(description="Your unique short name.")
    is_operator: bool = strawberry.field(
        description="Whether you run this installation: approve payouts, close months."
    )
    person: Person = strawberry.field(
        description="You, as everybody sees you: who likes your profile likes this id."
    )

    @strawberry.field(
        description='What you sign in with: "ada@example.org"; null if you sign in otherwise.'
    )
    async def email(self, info: Info) -> str | None:
        """Her email, which nobody else sees."""
        return await info.context.reading.email_of(self.viewer)

    @strawberry.field(description="When you signed up.")
    async def joined_at(self, info: Info) -> datetime:
        """Since when she is here."""
        return await info.context.reading.joined_at(self.viewer)

    @strawberry.field(
        description="Whether everybody may see what you like: `setPrivacy` changes it. Nobody may,"
        " unless you have said so."
    )
    async def shows_likes(self, info: Info) -> bool:
        """Her choice."""
        return await info.context.reading.shows_likes(self.viewer)

    @strawberry.field(description="Where you are signed in now, the newest first.")
    async def sessions(
        self, info: Info, first: First, after: After = None
    ) -> Connection[Session] | None:
        """Some of her sessions."""
        return await info.context.reading.sessions_of(self.viewer, first, after)

    @strawberry.field(description="Your money.")
    async def wallet(self, info: Info) -> Wallet:
        """Her wallet."""
        return await info.context.reading.wallet_of(self.viewer)

    @strawberry.field(description="Your membership; null if you never had one.")
    async def membership(self, info: Info) -> Membership | None:
        """Her membership."""
        return await info.context.reading.membership_of(self.viewer)

    @strawberry.field(
        description="The payments of your membership, newest first: also those that were declined."
    )
    async def payments(
        self, info: Info, first: First, after: After = None
    ) -> Connection[Payment] | None:
        """Some of her payments."""
        return await info.context.reading.payments_of(self.viewer, first, after)

    @strawberry.field(description="Your likes of a month, newest first.")
    async def likes(
        self,
        info: Info,
        first: First,
        after: After = None,
        month: Annotated[
            MonthText | None,
            strawberry.argument(description='The month, as "2026-10". Left out: the running one.'),
        ] = None,
    ) -> Connection[Like] | None:
        """Some of her likes."""
        return await info.context.reading.likes_of(self.viewer, month, first, after)

    @strawberry.field(
        description="How much of what comes in you pass on with your likes, in basis points:"
        " 10000 is all of it, 2500 a quarter, 0 nothing."
    )
    async def forwarding(self, info: Info) -> int:
        """Her forwarding, in basis points."""
        return await info.context.reading.forwarding_of(self.viewer)

    @strawberry.field(description="Your payouts, newest first.")
    async def payouts(
        self, info: Info, first: First, after: After = None
    ) -> Connection[Payout] | None:
        """Some of her payouts."""
        return await info.context.reading.payouts_of(self.viewer, first, after)

    @strawberry.field(description="Your papers for payouts; null if you handed none in.")
    async def registration(self, info: Info) -> Registration | None:
        """Her registration."""
        return await info.context.reading.registration_of(self.viewer)

    @strawberry.field(
        description="How an operator has frozen you; null if you are not frozen. While you are,"
        " what you do is refused: ACCOUNT_FROZEN."
    )
    async def frozen(self, info: Info) -> Freeze | None:
        """How she is frozen."""
        return await info.context.reading.freeze_of(self.viewer)

    @strawberry.field(
        description="The proof of your line in the outcome of a month; null if the month is not"
        " closed, or has no line of yours: you had no pot, and nobody's like brought you anything."
    )
    async def proof(
        self,
        info: Info,
        month: Annotated[MonthText, strawberry.argument(description='The month, as "2026-10".')],
    ) -> OutcomeProof | None:
        """Her proof."""
        return await info.context.reading.proof_of(self.viewer, month)

    @strawberry.field(
        description="What a closed month came to for you; null if it is not closed, or nothing of"
        " yours was in it. It is told from the ledger alone."
    )
    async def result(
        self,
        info: Info,
        month: Annotated[MonthText, strawberry.argument(description='The month, as "2026-10".')],
    ) -> MonthResult | None:
        """Her result of a month."""
        return await info.context.reading.result_of(self.viewer, month)

    @strawberry.field(description="What your closed months came to, the last one first.")
    async def results(
        self, info: Info, first: First, after: After = None
    ) -> Connection[MonthResult] | None:
        """Her results."""
        return await info.context.reading.results_of(self.viewer, first, after)
