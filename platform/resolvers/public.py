"""What everybody may see, as the API shows it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from likewise.community import pages, people, posts
from likewise.schema.economy import AccountKind, AccountSum, Economy, LedgerHealth
from likewise.schema.global_ids import global_id
from likewise.schema.money import Money
from likewise.schema.nodes import Target
from likewise.schema.pages import Page
from likewise.schema.people import Person
from likewise.schema.posts import Post
from likewise.schema.scalars import MonthText
from likewise.schema.settlements import (
    NextMonth,
    Settlement,
    SettlementDurations,
    SettlementHop,
    SettlementProgress,
    SettlementState,
)
from likewise.settlement import next_month, settlements
from likewise.statements import economy


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
        number=found.id,
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
        passed_on=None if by_hop is None else Money.of(sum(by_hop[1:])),
        by_hop=None if by_hop is None else _hops(by_hop),
    )


def as_account_sum(found: economy.AccountSum) -> AccountSum:
    """All accounts of a kind."""
    return AccountSum(
        kind=AccountKind(found.kind),
        account_count=found.account_count,
        balance=Money.of(found.balance_micros),
    )


def as_next_month(found: next_month.NextMonth) -> NextMonth:
    """The month that is next to be closed."""
    return NextMonth(
        month=MonthText(str(found.month)),
        starts_at=found.month.start,
        has_begun=found.has_begun,
        ends_at=found.month.end,
        has_ended=found.has_ended,
    )


def as_economy(found: economy.Economy) -> Economy:
    """The sums over everybody."""
    return Economy(
        as_of=found.as_of,
        paid_in=Money.of(found.paid_in_micros),
        fees=Money.of(found.fees_micros),
        shared=Money.of(found.shared_micros),
        passed_on=Money.of(found.passed_on_micros),
        paid_out=Money.of(found.paid_out_micros),
        cut=Money.of(found.cut_micros),
        waiting=Money.of(found.waiting_micros),
        people=found.people,
        supporters=found.supporters,
        months_closed=found.months_closed,
        ledger_health=_ledger_health_of(found.last_check),
    )


def _ledger_health_of(found: economy.LastCheck | None) -> LedgerHealth | None:
    if found is None:
        return None
    return LedgerHealth(
        checked_at=found.checked_at,
        ok=found.finding_count == 0,
        finding_count=found.finding_count,
        account_count=found.account_count,
        transfer_count=found.transfer_count,
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
