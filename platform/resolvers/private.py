"""What is somebody's own, as the API shows it to whoever may see it.

Nowhere else becomes anything private an object of the API (a test walks the code), and every
function here is told who looks: it raises NotFound if that person may not.
"""

from __future__ import annotations

from likewise.community import likes, likes_received, people
from likewise.identity import sessions
from likewise.identity.sessions import Viewer
from likewise.memberships import membership, payments
from likewise.operators import freezing
from likewise.payouts import payout, preview_payout, registration
from likewise.resolvers.access import for_owner, for_owner_and_operators
from likewise.resolvers.public import as_person
from likewise.schema.global_ids import global_id
from likewise.schema.likes import Like
from likewise.schema.likes_received import LikedTarget, LikesReceived
from likewise.schema.me import Me
from likewise.schema.memberships import Membership, MembershipState, Payment, PaymentState
from likewise.schema.money import Money
from likewise.schema.operating import Freeze
from likewise.schema.payouts import (
    Payout,
    PayoutPreview,
    PayoutState,
    PayoutStep,
    Registration,
    RegistrationState,
)
from likewise.schema.proofs import OutcomeProof
from likewise.schema.results import (
    Balances,
    MonthResult,
    WalletMovement,
    WalletMovementKind,
)
from likewise.schema.scalars import Cursor, MonthText, known_month
from likewise.schema.sessions import Session
from likewise.schema.standing import Standing
from likewise.schema.wallet import Giving, Received, Wallet
from likewise.settlement import proofs
from likewise.statements import month_results, standing, wallet, wallet_history
from likewise.subscriptions.cursors import cursor_of
from likewise.subscriptions.wallet_board import stamp_of_wallet


def as_me(found: people.Person, viewer: Viewer) -> Me:
    """A person as she sees herself."""
    for_owner(found.id, viewer)
    return Me(
        viewer=viewer,
        id=global_id("Me", found.id),
        handle=found.handle,
        is_operator=viewer.is_operator,
        person=as_person(found),
    )


def as_like(found: likes.Like, viewer: Viewer) -> Like:
    """A like, for who gave it: who liked what is hers to tell."""
    for_owner(found.person_id, viewer)
    return Like(
        id=global_id("Like", found.id),
        number=found.id,
        target_number=found.target_id,
        month=MonthText(str(found.month)),
        repeat=found.repeat,
        created_at=found.created_at,
    )


def as_session(found: sessions.Session, viewer: Viewer) -> Session:
    """A session, for whose it is."""
    for_owner(found.person_id, viewer)
    return Session(
        id=global_id("Session", found.id),
        created_at=found.created_at,
        expires_at=found.expires_at,
        in_use=found.id == viewer.session_id,
    )


def as_wallet(found: wallet.Wallet, viewer: Viewer) -> Wallet:
    """A wallet, for its owner."""
    for_owner(found.person_id, viewer)
    balances = found.balances
    return Wallet(
        viewer=viewer,
        id=global_id("Wallet", found.person_id),
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
        month=MonthText(str(found.month)),
        closed_month=known_month(found.closed_month),
        version=balances.version,
        cursor=Cursor(cursor_of(found.person_id, stamp_of_wallet(found))),
    )


def as_likes_received(found: likes_received.LikesReceived, viewer: Viewer) -> LikesReceived:
    """What was liked, for whose it is."""
    for_owner(found.person_id, viewer)
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


def as_membership(found: membership.Membership, viewer: Viewer) -> Membership:
    """A membership, for its owner."""
    for_owner(found.person_id, viewer)
    return Membership(
        id=global_id("Membership", found.id),
        amount=Money.of(found.amount_micros),
        state=MembershipState(found.state),
        payment_method_token=found.payment_method_token,
        payment_method_label=found.payment_method_label,
        started_at=found.started_at,
        cancelled_at=found.cancelled_at,
        paid_through=known_month(found.paid_through),
    )


def as_payment(found: payments.Payment, viewer: Viewer) -> Payment:
    """A payment, for who was to pay."""
    for_owner(found.person_id, viewer)
    fee_micros, credited_micros = found.fee_micros, found.credited_micros
    return Payment(
        id=global_id("Payment", found.id),
        month=MonthText(str(found.month)),
        amount=Money.of(found.amount_micros),
        fee=None if fee_micros is None else Money.of(fee_micros),
        credited=None if credited_micros is None else Money.of(credited_micros),
        state=PaymentState(found.state),
        decline_reason=found.decline_reason,
        requested_at=found.requested_at,
        answered_at=found.answered_at,
    )


def as_registration(found: registration.Registration, viewer: Viewer) -> Registration:
    """Papers, for their owner and operators. The bank account shows its ends only.

    The tax number is for who has to compare it, as long as she has: whoever gets hold of the
    owner's session finds none.
    """
    for_owner_and_operators(found.person_id, viewer)
    decides = viewer.is_operator and found.state == "submitted"
    return Registration(
        id=global_id("Registration", found.person_id),
        person_number=found.person_id,
        state=RegistrationState(found.state),
        legal_name=found.legal_name,
        country=found.country,
        iban=found.iban_ends,
        tax_number=found.tax_number if decides else None,
        submitted_at=found.submitted_at,
        decided_at=found.decided_at,
        reason=found.reason,
        held_until=found.held_until,
    )


def as_standing(found: standing.Standing, viewer: Viewer) -> Standing:
    """How somebody stands, for herself."""
    for_owner(found.person_id, viewer)
    freeze, papers, order = found.freeze, found.registration, found.membership
    return Standing(
        frozen=None if freeze is None else as_freeze(freeze, viewer),
        registration=None if papers is None else as_registration(papers, viewer),
        membership=None if order is None else as_membership(order, viewer),
        payout_steps=found.payout_steps,
    )


def as_payout(found: payout.Payout, viewer: Viewer) -> Payout:
    """A payout, for its owner and operators."""
    for_owner_and_operators(found.person_id, viewer)
    return Payout(
        id=global_id("Payout", found.id),
        person_number=found.person_id,
        amount=Money.of(found.amount_micros),
        net=Money.of(found.net_micros),
        cut=Money.of(found.cut_micros),
        cut_bps=found.cut_bps,
        state=PayoutState(found.state),
        requested_at=found.requested_at,
        iban=found.iban_ends,
        held_until=found.held_until,
        account_changed=found.account_changed,
        steps=[
            PayoutStep(
                state=PayoutState(step.state), happened_at=step.happened_at, reason=step.reason
            )
            for step in found.steps
        ],
    )


def as_payout_preview(found: preview_payout.PayoutPreview, viewer: Viewer) -> PayoutPreview:
    """What a payout would bring, for whose money it is."""
    for_owner(found.person_id, viewer)
    return PayoutPreview(
        amount=Money.of(found.allotment.amount_micros),
        net=Money.of(found.allotment.net_micros),
        cut=Money.of(found.allotment.cut_micros),
        cut_bps=found.cut_bps,
    )


def as_freeze(found: freezing.Freeze, viewer: Viewer) -> Freeze:
    """The freezing of a person, for herself and operators."""
    for_owner_and_operators(found.person_id, viewer)
    return Freeze(since=found.since, reason=found.reason)


def as_proof(found: proofs.Proof, viewer: Viewer) -> OutcomeProof:
    """A proof, for whose line it is."""
    for_owner(found.line.account_id, viewer)
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


def as_result(found: month_results.MonthResult, viewer: Viewer) -> MonthResult:
    """What a closed month came to, for whom it did."""
    for_owner(found.person_id, viewer)
    return MonthResult(
        id=global_id("MonthResult", found.id),
        month=MonthText(str(found.month)),
        like_count=found.like_count,
        opening=Balances(
            budget=Money.of(found.opening.budget_micros),
            received=Money.of(found.opening.received_micros),
        ),
        paid=Money.of(found.paid_micros),
        fee=Money.of(found.fee_micros),
        paid_in=Money.of(found.paid_in_micros),
        paid_out=Money.of(found.paid_out_micros),
        pot_budget=Money.of(found.pot_budget_micros),
        pot_received=Money.of(found.pot_received_micros),
        pot=Money.of(found.pot_micros),
        given=Money.of(found.given_micros),
        unshared=Money.of(found.unshared_micros),
        kept=Money.of(found.kept_micros),
        closing=Balances(
            budget=Money.of(found.closing.budget_micros),
            received=Money.of(found.closing.received_micros),
        ),
    )


def as_movement(found: wallet_history.WalletMovement, viewer: Viewer) -> WalletMovement:
    """A movement of money, for whose money it is."""
    for_owner(found.person_id, viewer)
    return WalletMovement(
        id=global_id("WalletMovement", found.id),
        moved_at=found.moved_at,
        kind=WalletMovementKind(found.kind),
        month=known_month(found.month),
        budget_change=Money.of(found.budget_change_micros),
        received_change=Money.of(found.received_change_micros),
        budget=Money.of(found.budget_micros),
        received=Money.of(found.received_micros),
    )
