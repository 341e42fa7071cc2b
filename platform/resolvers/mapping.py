"""From what use cases return to what the API shows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from likewise.community import likes, likes_received, pages, people, posts
from likewise.memberships import membership
from likewise.payouts import payout, registration
from likewise.schema.global_ids import global_id
from likewise.schema.likes import Like
from likewise.schema.likes_received import LikedTarget, LikesReceived
from likewise.schema.memberships import Membership, MembershipState
from likewise.schema.money import Money
from likewise.schema.nodes import Target
from likewise.schema.pages import Page
from likewise.schema.payouts import (
    Payout,
    PayoutState,
    PayoutStep,
    Registration,
    RegistrationState,
)
from likewise.schema.people import Person
from likewise.schema.posts import Post
from likewise.schema.proofs import OutcomeProof
from likewise.schema.scalars import Cursor, MonthText
from likewise.schema.settlements import (
    Settlement,
    SettlementDurations,
    SettlementHop,
    SettlementProgress,
    SettlementState,
)
from likewise.schema.wallet import Giving, Received, Wallet
from likewise.settlement import proofs, settlements
from likewise.statements import wallet
from likewise.subscriptions.cursors import cursor_of
from likewise.subscriptions.wallet_board import stamp_of_wallet


def as_person(found: people.Person) -> Person:
    """A person, in public."""
    return Person(
        id=global_id("Person", found.id),
        number=found.id,
        handle=found.handle,
        display_name=found.display_name,
        about=found.about,
    )


def as_post(found: posts.Post) -> Post:
    """A post."""
    return Post(
        id=global_id("Post", found.id),
        number=found.id,
        body=found.body,
        author=as_person(found.author),
        like_count=found.like_count,
        created_at=found.created_at,
    )


def as_page(found: pages.Page) -> Page:
    """A page."""
    return Page(
        id=global_id("Page", found.id),
        url=found.url,
        host=found.host,
        like_count=found.like_count,
        waiting=Money.of(found.waiting_micros),
    )


def as_target(found: people.Person | posts.Post | pages.Page) -> Target:
    """What can be liked, as what it is."""
    match found:
        case people.Person():
            return as_person(found)
        case posts.Post():
            return as_post(found)
        case pages.Page():
            return as_page(found)


def as_like(found: likes.Like) -> Like:
    """A like, for who gave it."""
    return Like(
        id=global_id("Like", found.id),
        target_number=found.target_id,
        month=MonthText(str(found.month)),
        repeat=found.repeat,
        created_at=found.created_at,
    )


def as_wallet(found: wallet.Wallet) -> Wallet:
    """A wallet, for its owner."""
    balances = found.balances
    return Wallet(
        budget=Money.of(balances.budget_micros),
        received=Received(
            available=Money.of(balances.available_micros),
            held=Money.of(balances.on_hold_micros),
            in_flight=Money.of(balances.in_flight_micros),
        ),
        projection=Money.of(found.projection_micros),
        giving=Giving(
            pot=Money.of(found.giving.pot_micros),
            like_count=found.giving.like_count,
            share=Money.of(found.giving.share_micros),
        ),
        version=balances.version,
        cursor=Cursor(cursor_of(found.person_id, stamp_of_wallet(found))),
    )


def as_likes_received(found: likes_received.LikesReceived) -> LikesReceived:
    """What was liked, for whose it is."""
    return LikesReceived(
        month=MonthText(str(found.month)),
        total=found.total,
        latest=[
            LikedTarget(
                target_number=each.target_id,
                like_count=each.number_of_likes,
                liked_at=each.liked_at,
            )
            for each in found.latest
        ],
    )


def as_membership(found: membership.Membership) -> Membership:
    """A membership, for its owner."""
    paid_through = found.paid_through
    return Membership(
        id=global_id("Membership", found.id),
        amount=Money.of(found.amount_micros),
        state=MembershipState(found.state),
        payment_method_label=found.payment_method_label,
        started_at=found.started_at,
        cancelled_at=found.cancelled_at,
        paid_through=None if paid_through is None else MonthText(str(paid_through)),
    )


def as_registration(found: registration.Registration) -> Registration:
    """Papers, for their owner and operators. The bank account shows its ends only."""
    return Registration(
        id=global_id("Registration", found.person_id),
        state=RegistrationState(found.state),
        legal_name=found.legal_name,
        country=found.country,
        iban=f"{found.iban[:4]}…{found.iban[-4:]}",
        submitted_at=found.submitted_at,
        decided_at=found.decided_at,
    )


def as_payout(found: payout.Payout) -> Payout:
    """A payout, for its owner and operators."""
    return Payout(
        id=global_id("Payout", found.id),
        amount=Money.of(found.amount_micros),
        net=Money.of(found.net_micros),
        cut=Money.of(found.cut_micros),
        cut_bps=found.cut_bps,
        state=PayoutState(found.state),
        requested_at=found.requested_at,
        steps=[
            PayoutStep(state=PayoutState(step.state), happened_at=step.happened_at)
            for step in found.steps
        ],
    )


def as_proof(found: proofs.Proof) -> OutcomeProof:
    """A proof, for whose line it is."""
    line = found.line
    return OutcomeProof(
        month=MonthText(found.month),
        unshared=Money.of(line.unshared_micros),
        received=Money.of(line.received_micros),
        passed_on=Money.of(line.passed_on_micros),
        kept=Money.of(line.kept_micros),
        merkle_root=found.root,
        document=found.as_json(),
    )


def as_settlement(found: settlements.Settlement) -> Settlement:
    """A settlement as the API shows it."""
    by_hop = found.shared_by_hop_micros
    return Settlement(
        id=global_id("Settlement", found.month),
        month=MonthText(str(found.month)),
        state=SettlementState(found.state),
        progress=_progress_of(found),
        early=found.early,
        max_hops=found.max_hops,
        sealed_at=found.sealed_at,
        computed_at=found.computed_at,
        posted_at=found.posted_at,
        verified_at=found.verified_at,
        closed_at=found.closed_at,
        book_digest=found.book_digest,
        outcome_digest=found.outcome_digest,
        merkle_root=found.merkle_root,
        engine=found.engine,
        durations=_durations_of(found),
        pot_count=found.pot_count,
        like_count=found.like_count,
        account_count=found.account_count,
        movement_count=found.movement_count,
        pots=Money.of_known(found.pots_micros),
        unshared=Money.of_known(found.unshared_micros),
        kept=Money.of_known(found.kept_micros),
        by_hop=None if by_hop is None else _hops(by_hop),
    )


def _progress_of(found: settlements.Settlement) -> SettlementProgress | None:
    if found.state != "computed" or found.movement_count is None:
        return None
    return SettlementProgress(done=found.posted_count, total=found.movement_count)


def _durations_of(found: settlements.Settlement) -> SettlementDurations:
    return SettlementDurations(
        book=_time_between(found.sealed_at, found.book_written_at),
        compute=_time_between(found.book_written_at, found.computed_at),
        post=_time_between(found.computed_at, found.posted_at),
        verify=_time_between(found.posted_at, found.verified_at),
        tell=_time_between(found.verified_at, found.closed_at),
        total=_time_between(found.sealed_at, found.closed_at),
    )


def _time_between(begun_at: datetime | None, ended_at: datetime | None) -> timedelta | None:
    return None if begun_at is None or ended_at is None else ended_at - begun_at


def _hops(shared_micros: Sequence[int]) -> list[SettlementHop]:
    return [
        SettlementHop(hop=hop, shared=Money.of(amount_micros))
        for hop, amount_micros in enumerate(shared_micros)
    ]
