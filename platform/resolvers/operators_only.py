"""What operators alone see, as the API shows it. Like `private.py`: who looks is asked here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from likewise.community import people
from likewise.identity.sessions import Viewer
from likewise.ledger.audit.check_ledger import CHECKS
from likewise.ledger.audit.health import Check
from likewise.ledger.audit.kept_check import KeptCheck, kept_check
from likewise.models import inspecting
from likewise.operators import audit_log, members
from likewise.resolvers.access import for_operators
from likewise.resolvers.private import as_freeze
from likewise.resolvers.public import as_person
from likewise.schema import refusals
from likewise.schema.global_ids import global_id
from likewise.schema.inspections import (
    DryRun,
    Inspection,
    InspectionKind,
    InspectionState,
    LedgerCheck,
    LedgerCheckPart,
    LedgerFinding,
    MendedFile,
    MonthChange,
    MonthSums,
    Verification,
)
from likewise.schema.memberships import MembershipState
from likewise.schema.money import Money
from likewise.schema.operating import AuditEntry, Member, OperatorDeed
from likewise.schema.payouts import RegistrationState
from likewise.schema.scalars import MonthText, known_month
from likewise.schema.settlements import SettlementHop
from likewise.settlement import dry_run_by_request
from likewise.settlement.dry_run_by_request import KeptDryRun, kept_dry_run
from likewise.settlement.verification import Verified
from likewise.settlement.verify_by_request import kept_verification


def as_member(found: members.Member, viewer: Viewer) -> Member:
    """A member, for operators."""
    for_operators(viewer)
    membership, registration = found.membership_state, found.registration_state
    return Member(
        id=global_id("Member", found.id),
        person=as_person(people.Person(found.id, found.handle, found.display_name, found.about)),
        is_operator=found.is_operator,
        joined_at=found.joined_at,
        membership_state=None if membership is None else MembershipState(membership),
        registration_state=None if registration is None else RegistrationState(registration),
        frozen=None if found.freeze is None else as_freeze(found.freeze, viewer),
    )


def as_audit_entry(found: audit_log.Entry, viewer: Viewer) -> AuditEntry:
    """A deed of an operator, for operators."""
    for_operators(viewer)
    return AuditEntry(
        id=global_id("AuditEntry", found.id),
        operator_number=found.operator_id,
        person_number=found.person_id,
        deed=OperatorDeed(found.deed.value),
        happened_at=found.happened_at,
        payout_id=None if found.payout_id is None else global_id("Payout", found.payout_id),
        amount=None if found.amount_micros is None else Money.of(found.amount_micros),
        month=known_month(found.month),
        reason=found.reason,
    )


def as_inspection(found: inspecting.Inspection, viewer: Viewer) -> Inspection:
    """An inspection, with what its kind found, if it is done."""
    for_operators(viewer)
    month, result = found.month, found.result
    shown = Inspection(
        kind=InspectionKind(found.kind),
        month=known_month(month),
        state=InspectionState(found.state),
        asked_at=found.asked_at,
        ended_at=found.ended_at,
        refusal=as_refusal(found, viewer),
        dry_run=None,
        verification=None,
        ledger_check=None,
    )
    if result is None:
        return shown
    match found.kind:
        case "dry_run":
            shown.dry_run = as_dry_run(kept_dry_run(result), viewer)
        case "verification":
            assert month is not None, "it is the verification of a month"
            shown.verification = as_verification(*kept_verification(month, result), viewer)
        case "ledger_check":
            shown.ledger_check = as_ledger_check(kept_check(result), viewer)
    return shown


def as_dry_run(found: KeptDryRun, viewer: Viewer) -> DryRun:
    """What the next month would come to."""
    for_operators(viewer)
    return DryRun(
        sums=as_month_sums(found.sums, viewer),
        change=None if found.before is None else as_month_change(found.sums, found.before, viewer),
        by_hop=[
            SettlementHop(hop=hop, shared=Money.of(amount_micros))
            for hop, amount_micros in enumerate(found.shared_by_hop_micros)
        ],
        largest_received=[Money.of(each) for each in found.largest_received_micros],
        reading=timedelta(seconds=found.reading_seconds),
        computing=timedelta(seconds=found.computing_seconds),
    )


def as_month_sums(found: dry_run_by_request.MonthSums, viewer: Viewer) -> MonthSums:
    """What a month comes to."""
    for_operators(viewer)
    return MonthSums(
        month=MonthText(str(found.month)),
        pots=Money.of(found.pots_micros),
        kept=Money.of(found.kept_micros),
        unshared=Money.of(found.unshared_micros),
        pot_count=found.pot_count,
        like_count=found.like_count,
        account_count=found.account_count,
    )


def as_month_change(
    now: dry_run_by_request.MonthSums, before: dry_run_by_request.MonthSums, viewer: Viewer
) -> MonthChange:
    """How much more there is now than before."""
    for_operators(viewer)
    return MonthChange(
        since=MonthText(str(before.month)),
        pots=Money.of(now.pots_micros - before.pots_micros),
        kept=Money.of(now.kept_micros - before.kept_micros),
        unshared=Money.of(now.unshared_micros - before.unshared_micros),
        pot_count=now.pot_count - before.pot_count,
        like_count=now.like_count - before.like_count,
        account_count=now.account_count - before.account_count,
    )


def as_verification(found: Verified, took: timedelta, viewer: Viewer) -> Verification:
    """What a verification found."""
    for_operators(viewer)
    return Verification(
        book_digest=found.book_digest,
        outcome_digest=found.outcome_digest,
        merkle_root=found.merkle_root,
        transfer_count=found.transfer_count or 0,
        mended_files=[
            MendedFile(
                name=each.name,
                was_missing=each.found == "missing",
                written_again=each.written_again,
            )
            for each in found.wrong_files
        ],
        took=took,
    )


def as_ledger_check(found: KeptCheck, viewer: Viewer) -> LedgerCheck:
    """A check of the ledger, part by part."""
    for_operators(viewer)
    health = found.health
    return LedgerCheck(
        checked_at=health.checked_at,
        finding_count=health.finding_count,
        account_count=health.account_count,
        transfer_count=health.transfer_count,
        parts=_parts_of(found, CHECKS, viewer),
        took=found.took,
    )


def _parts_of(found: KeptCheck, checks: Sequence[Check], viewer: Viewer) -> list[LedgerCheckPart]:
    for_operators(viewer)
    parts = []
    for check in checks:
        findings = [each for each in found.health.findings if each.code in check.codes]
        unlisted = sum(found.health.unlisted.get(code, 0) for code in check.codes)
        parts.append(
            LedgerCheckPart(
                name=check.name,
                finding_count=len(findings) + unlisted,
                findings=[
                    LedgerFinding(code=each.code, sentence=each.sentence) for each in findings
                ],
            )
        )
    return parts


def as_refusal(found: inspecting.Inspection, viewer: Viewer) -> refusals.Refusal | None:
    """Why an inspection could not, or what it says is wrong."""
    for_operators(viewer)
    if found.refusal_code is None:
        return None
    return refusals.Refusal(
        code=refusals.ErrorCode(found.refusal_code), message=found.refusal_message or "", field=None
    )
