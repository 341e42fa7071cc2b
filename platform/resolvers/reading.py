"""What fields read: many of one answer together, and nothing that nobody asked for."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import cached_property

from strawberry.dataloader import DataLoader

from likewise.community.forwarding import forwarding_of
from likewise.community.liked_targets import liked_among, targets_by_ids
from likewise.community.likes import likes_of
from likewise.community.posts import newest_posts
from likewise.community.targets import like_counts
from likewise.errors import NotFound
from likewise.identity.sessions import Viewer
from likewise.memberships.membership import membership_of
from likewise.models.gate import running_month
from likewise.months import Month
from likewise.payouts.payout import payouts_of
from likewise.payouts.registration import registration_of
from likewise.resolvers.mapping import (
    as_like,
    as_membership,
    as_payout,
    as_post,
    as_proof,
    as_registration,
    as_target,
    as_wallet,
)
from likewise.schema.connections import Connection, SliceAsked, connection_of
from likewise.schema.likes import Like
from likewise.schema.memberships import Membership
from likewise.schema.nodes import Target
from likewise.schema.payouts import Payout, Registration
from likewise.schema.posts import Post
from likewise.schema.proofs import OutcomeProof
from likewise.schema.scalars import MonthText
from likewise.schema.wallet import Wallet
from likewise.settlement.proving import prove
from likewise.statements.wallet import wallet_of


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

    async def viewer_has_liked(self, target_id: int) -> bool:
        """Whether whoever asks likes the target this month."""
        return await self._viewer_likes.load(target_id)

    async def posts_of(self, author_id: int, first: int, after: str | None) -> Connection[Post]:
        """Some of somebody's posts. Raises InvalidInput."""
        asked = SliceAsked.parse("posts", first, after)
        found = await newest_posts(
            first=asked.one_more, after_id=asked.after_id, author_id=author_id
        )
        return connection_of(asked, found, key_of=lambda each: each.id, node_of=as_post)

    async def wallet_of(self, person_id: int) -> Wallet:
        """A person's wallet."""
        return as_wallet(await wallet_of(person_id))

    async def membership_of(self, person_id: int) -> Membership | None:
        """A person's membership."""
        found = await membership_of(person_id)
        return None if found is None else as_membership(found)

    async def likes_of(
        self, person_id: int, month: MonthText | None, first: int, after: str | None
    ) -> Connection[Like]:
        """Some of a person's likes. Raises MalformedMonth, InvalidInput."""
        asked = SliceAsked.parse("likes", first, after)
        wanted = (await running_month()).month if month is None else Month.parse(month)
        found = await likes_of(person_id, wanted, first=asked.one_more, after_id=asked.after_id)
        return connection_of(asked, found, key_of=lambda each: each.id, node_of=as_like)

    async def forwarding_of(self, person_id: int) -> int:
        """What a person passes on, in basis points."""
        return await forwarding_of(person_id)

    async def payouts_of(self, person_id: int, first: int, after: str | None) -> Connection[Payout]:
        """Some of a person's payouts. Raises InvalidInput."""
        asked = SliceAsked.parse("payouts", first, after)
        found = await payouts_of(person_id, first=asked.one_more, before_id=asked.after_id)
        return connection_of(asked, found, key_of=lambda each: each.id, node_of=as_payout)

    async def registration_of(self, person_id: int) -> Registration | None:
        """A person's papers."""
        found = await registration_of(person_id)
        return None if found is None else as_registration(found)

    async def proof_of(self, person_id: int, month: MonthText) -> OutcomeProof | None:
        """The proof of a person's line. Raises MalformedMonth, BookDamaged, StorageFailed."""
        try:
            return as_proof(await prove(Month.parse(month), person_id))
        except NotFound:
            return None

    @cached_property
    def _like_counts(self) -> DataLoader[int, int]:
        return DataLoader(_load_like_counts, cache=False)

    @cached_property
    def _targets(self) -> DataLoader[int, Target]:
        return DataLoader(_load_targets, cache=False)

    @cached_property
    def _viewer_likes(self) -> DataLoader[int, bool]:
        return DataLoader(self._load_viewer_likes, cache=False)

    async def _load_viewer_likes(self, target_ids: list[int]) -> list[bool]:
        viewer = await self._viewer()
        if viewer is None:
            return [False] * len(target_ids)
        liked = await liked_among(viewer.person_id, target_ids)
        return [each in liked for each in target_ids]


async def _load_like_counts(target_ids: list[int]) -> list[int]:
    counts = await like_counts(target_ids)
    return [counts[each] for each in target_ids]


async def _load_targets(target_ids: list[int]) -> list[Target]:
    found = await targets_by_ids(target_ids)
    return [as_target(found[each]) for each in target_ids]
