"""What fields read when they are asked for. The resolvers do it (resolvers/reading.py)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import strawberry

if TYPE_CHECKING:
    from datetime import datetime

    from likewise.identity.sessions import Viewer
    from likewise.schema.connections import Connection
    from likewise.schema.economy import AccountSum
    from likewise.schema.likes import Like
    from likewise.schema.memberships import Membership, Payment
    from likewise.schema.nodes import Target
    from likewise.schema.operating import Freeze
    from likewise.schema.payouts import Payout, Registration
    from likewise.schema.people import Person
    from likewise.schema.posts import Post
    from likewise.schema.proofs import OutcomeProof
    from likewise.schema.results import MonthResult, WalletMovement
    from likewise.schema.scalars import MonthText
    from likewise.schema.sessions import Session
    from likewise.schema.wallet import Wallet


class Reading(Protocol):
    """Reads what belongs to something that has been found already.

    What takes a `viewer` is hers alone.
    """

    async def like_count(self, target_id: int) -> int:
        """How many likes a target has got, in all months together."""

    async def target(self, target_id: int) -> Target:
        """The person, post or page with this id."""

    async def person(self, person_id: int) -> Person:
        """The person with this id."""

    async def viewer_has_liked(self, target_id: int) -> bool:
        """Whether whoever asks likes the target this month."""

    async def posts_of(self, author_id: int, first: int, after: str | None) -> Connection[Post]:
        """Some of somebody's posts, newest first."""

    async def supporters_of(
        self, target_id: int, first: int, after: str | None
    ) -> Connection[Person]:
        """Some of those who like a target, or its owner's things, this month and show it."""

    async def shown_likes_of(
        self, person_id: int, first: int, after: str | None
    ) -> Connection[Target] | None:
        """Some of what somebody likes this month; None: she keeps it to herself."""

    async def email_of(self, viewer: Viewer) -> str | None:
        """What the viewer signs in with, if she does with an email."""

    async def joined_at(self, viewer: Viewer) -> datetime:
        """When the viewer signed up."""

    async def shows_likes(self, viewer: Viewer) -> bool:
        """Whether the viewer shows what she likes."""

    async def sessions_of(
        self, viewer: Viewer, first: int, after: str | None
    ) -> Connection[Session]:
        """Some of the viewer's sessions, newest first."""

    async def account_sums(self) -> list[AccountSum]:
        """All accounts, kind by kind."""

    async def wallet_of(self, viewer: Viewer) -> Wallet:
        """The viewer's wallet."""

    async def membership_of(self, viewer: Viewer) -> Membership | None:
        """The viewer's membership, if she ever had one."""

    async def payments_of(
        self, viewer: Viewer, first: int, after: str | None
    ) -> Connection[Payment]:
        """Some of the viewer's payments, newest first."""

    async def likes_of(
        self, viewer: Viewer, month: MonthText | None, first: int, after: str | None
    ) -> Connection[Like]:
        """Some of the viewer's likes of a month; None: the running one."""

    async def forwarding_of(self, viewer: Viewer) -> int:
        """What the viewer passes on of what comes in, in basis points."""

    async def payouts_of(self, viewer: Viewer, first: int, after: str | None) -> Connection[Payout]:
        """Some of the viewer's payouts, newest first."""

    async def registration_of(self, viewer: Viewer) -> Registration | None:
        """The viewer's papers, if she handed any in."""

    async def freeze_of(self, viewer: Viewer) -> Freeze | None:
        """How the viewer is frozen, if she is."""

    async def proof_of(self, viewer: Viewer, month: MonthText) -> OutcomeProof | None:
        """The proof of the viewer's line in a closed month, if there is one."""

    async def share_of(self, like_id: int) -> int | None:
        """What a like gave first hand, in micros; None while its month is open."""

    async def result_of(self, viewer: Viewer, month: MonthText) -> MonthResult | None:
        """What a closed month came to for the viewer."""

    async def results_of(
        self, viewer: Viewer, first: int, after: str | None
    ) -> Connection[MonthResult]:
        """Some of the viewer's closed months, the last one first."""

    async def history_of(
        self, viewer: Viewer, first: int, after: str | None
    ) -> Connection[WalletMovement]:
        """Some of the movements of the viewer's money, newest first."""


class HasReading(Protocol):
    """The context of an operation, as much of it as the types may see."""

    @property
    def reading(self) -> Reading:
        """How fields read."""


Info = strawberry.Info[HasReading, None]
