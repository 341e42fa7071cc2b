"""What fields read: many of one answer together, and nothing that nobody asked for."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import cached_property, partial

from strawberry.dataloader import DataLoader

from likewise.community.forwarding import forwarding_of
from likewise.community.liked_targets import liked_among
from likewise.community.likes import likes_of
from likewise.community.posts import Post as FoundPost
from likewise.community.posts import SliceOfAuthor, newest_posts_of
from likewise.community.showing_likes import shows_likes
from likewise.community.supporters import (
    ShownLike,
    SliceOfLikes,
    SliceOfWall,
    Supporter,
    shown_likes_of,
    supporters_of,
)
from likewise.errors import NotFound
from likewise.identity.profile import email_of, joined_at
from likewise.identity.sessions import Viewer, sessions_of
from likewise.memberships.membership import membership_of
from likewise.memberships.payments import payments_of
from likewise.models.gate import running_month
from likewise.months import Month
from likewise.operators.freezing import freeze_of
from likewise.payouts.payout import payouts_of
from likewise.payouts.registration import registration_of
from likewise.resolvers.loading import (
    asking_once,
    load_like_counts,
    load_people,
    load_shares,
    load_targets,
)
from likewise.resolvers.private import (
    as_freeze,
    as_like,
    as_membership,
    as_movement,
    as_payment,
    as_payout,
    as_proof,
    as_registration,
    as_result,
    as_session,
    as_wallet,
)
from likewise.resolvers.public import as_account_sum, as_person, as_post
from likewise.schema.connections import Connection, SliceAsked, connection_of
from likewise.schema.economy import AccountKind, AccountSum
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
from likewise.settlement.proving import prove
from likewise.statements.economy import account_sums
from likewise.statements.month_results import result_of, results_of
from likewise.statements.wallet import wallet_of
from likewise.statements.wallet_history import history_of


class Readers:
    """schema.reading.Reading, done. Its loaders gather and never keep: a socket lives long."""

    def __init__(self, viewer: Callable[[], Awaitable[Viewer | None]]) -> None:
        self._viewer = viewer

    async def like_count(self, target_id: int) -> int:
        """How many likes a target has got."""
        return await self._like_counts.load(target_id)

    async def target(self, target_id: int) -> Target:
        """The person, post or page with this id."""
        return await self._targets.load(target_id)

    async def person(self, person_id: int) -> Person:
        """The person with this id, who is somebody."""
        return await self._people.load(person_id)

    async def viewer_has_liked(self, target_id: int) -> bool:
        """Whether whoever asks likes the target this month."""
        return await self._viewer_likes.load(target_id)

    async def posts_of(self, author_id: int, first: int, after: str | None) -> Connection[Post]:
        """Some of somebody's posts. Raises InvalidInput."""
        asked = SliceAsked.parse("posts", first, after)
        wish = SliceOfAuthor(author_id, asked.one_more, asked.after_id)
        return connection_of(asked, await self._posts.load(wish), as_post)

    async def supporters_of(
        self, target_id: int, first: int, after: str | None
    ) -> Connection[Person]:
        """Some of a wall. Raises InvalidInput."""
        asked = SliceAsked.parse("supporters", first, after)
        found = await self._supporters.load(SliceOfWall(target_id, asked.one_more, asked.after_id))
        return connection_of(asked, found, lambda each: as_person(each.person))

    async def shown_likes_of(
        self, person_id: int, first: int, after: str | None
    ) -> Connection[Target] | None:
        """Some of what somebody shows that she likes. Raises InvalidInput."""
        asked = SliceAsked.parse("shown likes", first, after)
        wish = SliceOfLikes(person_id, asked.one_more, asked.after_id)
        found = await self._shown_likes.load(wish)
        if found is None:
            return None
        ids = [each.target_id for each in found]
        targets = dict(zip(ids, await self._targets.load_many(ids), strict=True))
        return connection_of(asked, found, lambda each: targets[each.target_id])

    async def email_of(self, viewer: Viewer) -> str | None:
        """The viewer's email."""
        return await email_of(viewer.person_id)

    async def joined_at(self, viewer: Viewer) -> datetime:
        """The viewer's first moment."""
        return await joined_at(viewer.person_id)

    async def shows_likes(self, viewer: Viewer) -> bool:
        """The viewer's choice."""
        return await shows_likes(viewer.person_id)

    async def sessions_of(
        self, viewer: Viewer, first: int, after: str | None
    ) -> Connection[Session]:
        """Some of the viewer's sessions. Raises InvalidInput."""
        asked = SliceAsked.parse("sessions", first, after)
        found = await sessions_of(viewer.person_id, first=asked.one_more, after_id=asked.after_id)
        return connection_of(asked, found, partial(as_session, viewer=viewer))

    async def account_sums(self) -> list[AccountSum]:
        """As schema.reading says."""
        found = [as_account_sum(each) for each in await account_sums()]
        return sorted(found, key=lambda each: list(AccountKind).index(each.kind))

    async def wallet_of(self, viewer: Viewer) -> Wallet:
        """The viewer's wallet."""
        return as_wallet(await wallet_of(viewer.person_id), viewer)

    async def membership_of(self, viewer: Viewer) -> Membership | None:
        """The viewer's membership."""
        found = await membership_of(viewer.person_id)
        return None if found is None else as_membership(found, viewer)

    async def payments_of(
        self, viewer: Viewer, first: int, after: str | None
    ) -> Connection[Payment]:
        """Some of the viewer's payments. Raises InvalidInput."""
        asked = SliceAsked.parse("payments", first, after)
        found = await payments_of(viewer.person_id, first=asked.one_more, before_id=asked.after_id)
        return connection_of(asked, found, partial(as_payment, viewer=viewer))

    async def likes_of(
        self, viewer: Viewer, month: MonthText | None, first: int, after: str | None
    ) -> Connection[Like]:
        """Some of the viewer's likes. Raises MalformedMonth, InvalidInput."""
        asked = SliceAsked.parse("likes", first, after)
        wanted = (await running_month()).month if month is None else Month.parse(month)
        found = await likes_of(
            viewer.person_id, wanted, first=asked.one_more, after_id=asked.after_id
        )
        return connection_of(asked, found, partial(as_like, viewer=viewer))

    async def forwarding_of(self, viewer: Viewer) -> int:
        """What the viewer passes on, in basis points."""
        return await forwarding_of(viewer.person_id)

    async def payouts_of(self, viewer: Viewer, first: int, after: str | None) -> Connection[Payout]:
        """Some of the viewer's payouts. Raises InvalidInput."""
        asked = SliceAsked.parse("payouts", first, after)
        found = await payouts_of(viewer.person_id, first=asked.one_more, before_id=asked.after_id)
        return connection_of(asked, found, partial(as_payout, viewer=viewer))

    async def registration_of(self, viewer: Viewer) -> Registration | None:
        """The viewer's papers."""
        found = await registration_of(viewer.person_id)
        return None if found is None else as_registration(found, viewer)

    async def freeze_of(self, viewer: Viewer) -> Freeze | None:
        """How the viewer is frozen."""
        found = await freeze_of(viewer.person_id)
        return None if found is None else as_freeze(found, viewer)

    async def proof_of(self, viewer: Viewer, month: MonthText) -> OutcomeProof | None:
        """The proof of the viewer's line. Raises MalformedMonth, BookDamaged, StorageFailed."""
        try:
            return as_proof(await prove(Month.parse(month), viewer.person_id), viewer)
        except NotFound:
            return None

    async def share_of(self, like_id: int) -> int | None:
        """What a like gave first hand, in micros; None while its month is open."""
        return await self._shares.load(like_id)

    async def result_of(self, viewer: Viewer, month: MonthText) -> MonthResult | None:
        """What a closed month came to for the viewer. Raises MalformedMonth."""
        found = await result_of(viewer.person_id, Month.parse(month))
        return None if found is None else as_result(found, viewer)

    async def results_of(
        self, viewer: Viewer, first: int, after: str | None
    ) -> Connection[MonthResult]:
        """Some of the viewer's closed months. Raises InvalidInput."""
        asked = SliceAsked.parse("results", first, after)
        found = await results_of(viewer.person_id, first=asked.one_more, after_id=asked.after_id)
        return connection_of(asked, found, partial(as_result, viewer=viewer))

    async def history_of(
        self, viewer: Viewer, first: int, after: str | None
    ) -> Connection[WalletMovement]:
        """Some of the movements of the viewer's money. Raises InvalidInput."""
        asked = SliceAsked.parse("history", first, after)
        found = await history_of(viewer.person_id, first=asked.one_more, after_id=asked.after_id)
        return connection_of(asked, found, partial(as_movement, viewer=viewer))

    @cached_property
    def _shares(self) -> DataLoader[int, int | None]:
        return DataLoader(load_shares, cache=False)

    @cached_property
    def _like_counts(self) -> DataLoader[int, int]:
        return DataLoader(load_like_counts, cache=False)

    @cached_property
    def _posts(self) -> DataLoader[SliceOfAuthor, list[FoundPost]]:
        return asking_once(newest_posts_of)

    @cached_property
    def _supporters(self) -> DataLoader[SliceOfWall, list[Supporter]]:
        return asking_once(supporters_of)

    @cached_property
    def _shown_likes(self) -> DataLoader[SliceOfLikes, list[ShownLike] | None]:
        return asking_once(shown_likes_of)

    @cached_property
    def _targets(self) -> DataLoader[int, Target]:
        return DataLoader(load_targets, cache=False)

    @cached_property
    def _people(self) -> DataLoader[int, Person]:
        return DataLoader(load_people, cache=False)

    @cached_property
    def _viewer_likes(self) -> DataLoader[int, bool]:
        return DataLoader(self._load_viewer_likes, cache=False)

    async def _load_viewer_likes(self, target_ids: list[int]) -> list[bool]:
        viewer = await self._viewer()
        if viewer is None:
            return [False] * len(target_ids)
        liked = await liked_among(viewer.person_id, list(dict.fromkeys(target_ids)))
        return [each in liked for each in target_ids]
