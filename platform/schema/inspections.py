"""Inspections: what operators have looked at, and what came of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum

import strawberry
from strawberry import enum_value

from likewise.schema.money import Money
from likewise.schema.refusals import Refusal
from likewise.schema.scalars import MonthText
from likewise.schema.settlements import SettlementHop


@strawberry.enum(description="What is looked at.")
class InspectionKind(Enum):
    """The kinds of the inspections table."""

    DRY_RUN = enum_value(
        "dry_run", description="What the next month would come to if it were closed now."
    )
    VERIFICATION = enum_value(
        "verification", description="Whether a closed month is what its book comes to."
    )
    LEDGER_CHECK = enum_value("ledger_check", description="Whether the ledger agrees with itself.")


@strawberry.enum(description="How an inspection stands.")
class InspectionState(Enum):
    """The states of the inspections table."""

    RUNNING = enum_value("running", description="It goes on: ask again in a while.")
    DONE = enum_value("done", description="It came to its end: see what it found.")
    REFUSED = enum_value("refused", description="It could not, or something is wrong: `refusal`.")
    FAILED = enum_value(
        "failed", description="Its server went away, or had a fault that its log tells of."
    )


@strawberry.type(description="What a month comes to, as far as two months can be compared.")
class MonthSums:
    """The sums of one month."""

    month: MonthText = strawberry.field(description='The month, as "2026-10".')
    pots: Money = strawberry.field(description="All pots of the first hop together.")
    kept: Money = strawberry.field(description="What receivers keep.")
    unshared: Money = strawberry.field(
        description="What stays where it was, since its owner liked nothing."
    )
    pot_count: int = strawberry.field(description="How many people have a pot.")
    like_count: int = strawberry.field(description="How many likes count.")
    account_count: int = strawberry.field(description="How many people and sites it is about.")


@strawberry.type(description="How much more there is than in another month: less is negative.")
class MonthChange:
    """The differences of two months' sums."""

    since: MonthText = strawberry.field(description="The month that was closed last.")
    pots: Money = strawberry.field(description="Of `pots`.")
    kept: Money = strawberry.field(description="Of `kept`.")
    unshared: Money = strawberry.field(description="Of `unshared`.")
    pot_count: int = strawberry.field(description="Of `potCount`.")
    like_count: int = strawberry.field(description="Of `likeCount`.")
    account_count: int = strawberry.field(description="Of `accountCount`.")


@strawberry.type(
    description="The next month as it would be if it were closed now. Nothing has been changed."
)
class DryRun:
    """What a dry run came to."""

    sums: MonthSums = strawberry.field(description="What the month would come to.")
    change: MonthChange | None = strawberry.field(
        description="The difference to the month that was closed last; null if none was."
    )
    by_hop: list[SettlementHop] = strawberry.field(description="What each hop would share.")
    largest_received: list[Money] = strawberry.field(
        description="The largest sums that likes would bring anybody, ten at most, the largest"
        " first. Whose they would be is not said: how much anybody gets is theirs alone."
    )
    reading: timedelta = strawberry.field(description="How long reading the month took.")
    computing: timedelta = strawberry.field(description="How long splitting it took.")


@strawberry.type(description="A file beside a book that was not what the book comes to.")
class MendedFile:
    """A file of an outcome."""

    name: str = strawberry.field(description='The file, as "outcome.parquet".')
    was_missing: bool = strawberry.field(description="It was missing; else it was changed.")
    written_again: bool = strawberry.field(description="Whether it is as it must be now.")


@strawberry.type(
    description="A closed month that was computed again from its book, and found to be what the"
    " ledger holds."
)
class Verification:
    """What a verification found."""

    book_digest: str = strawberry.field(description="SHA-256 of the manifest of the book.")
    outcome_digest: str = strawberry.field(description="SHA-256 of what it comes to.")
    merkle_root: str | None = strawberry.field(description="The root over the outcome's lines.")
    transfer_count: int = strawberry.field(description="How many transfers were compared.")
    mended_files: list[MendedFile] = strawberry.field(
        description="Files of the outcome that had got lost or changed; mostly none."
    )
    took: timedelta = strawberry.field(description="How long it took.")


@strawberry.type(description="Something in the ledger that does not fit.")
class LedgerFinding:
    """A finding of the audit."""

    code: str = strawberry.field(description='What kind of thing it is, as "balance_differs".')
    sentence: str = strawberry.field(description="What it is, with the ids that it is about.")


@strawberry.type(description="One of the checks of the ledger, and what it found.")
class LedgerCheckPart:
    """A check of the audit."""

    name: str = strawberry.field(description='Its name, as "balances".')
    finding_count: int = strawberry.field(description="How many things it found.")
    findings: list[LedgerFinding] = strawberry.field(
        description="What it found: of each code the first twenty."
    )


@strawberry.type(description="A check of the whole ledger, with all that it found.")
class LedgerCheck:
    """What a check of the ledger found."""

    checked_at: datetime = strawberry.field(description="The moment that it is about.")
    finding_count: int = strawberry.field(description="How many things do not fit.")
    account_count: int = strawberry.field(description="How many accounts there were.")
    transfer_count: int = strawberry.field(description="How many transfers there were.")
    parts: list[LedgerCheckPart] = strawberry.field(description="Check by check.")
    took: timedelta = strawberry.field(description="How long it took.")


@strawberry.type(
    description="Something that reads very much and changes nothing. Of each kind one runs at a"
    " time; what came of the last one is kept."
)
class Inspection:
    """An inspection. Of the three results it has the one of its kind, when it is done."""

    kind: InspectionKind = strawberry.field(description="What is looked at.")
    month: MonthText | None = strawberry.field(description="The month that is verified; else null.")
    state: InspectionState = strawberry.field(description="How it stands.")
    asked_at: datetime = strawberry.field(description="When it began.")
    ended_at: datetime | None = strawberry.field(description="When it ended, as far as is known.")
    refusal: Refusal | None = strawberry.field(description="Why it could not, or what is wrong.")
    dry_run: DryRun | None = strawberry.field(description="What a dry run came to.")
    verification: Verification | None = strawberry.field(description="What a verification found.")
    ledger_check: LedgerCheck | None = strawberry.field(description="What the check found.")
