"""The closing of a month, as everybody may see it."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum

import strawberry
from strawberry import enum_value

from likewise.schema.money import Money
from likewise.schema.nodes import Node
from likewise.schema.scalars import MonthText


@strawberry.enum(description="How far the closing of a month has come.")
class SettlementState(Enum):
    """The states of the settlements table, in their order."""

    SEALED = enum_value("sealed", description="No like and no payment enters the month any more.")
    COMPUTED = enum_value("computed", description="Who gets what is computed from the book.")
    POSTED = enum_value("posted", description="The ledger has every transfer of it.")
    VERIFIED = enum_value("verified", description="Ledger and book agree, to the micro.")
    CLOSED = enum_value("closed", description="Done: wallets are told, the month is public.")


@strawberry.type(description="The month that is next to be closed.")
class NextMonth:
    """An open month."""

    month: MonthText = strawberry.field(description='The month, as "2026-10".')
    starts_at: datetime = strawberry.field(description="Its first moment.")
    has_begun: bool = strawberry.field(
        description="Whether it has begun. It has not if the month before was closed early: likes"
        " and payments count for it then, and it can't be closed until `startsAt`."
    )
    ends_at: datetime = strawberry.field(description="Its end: the first moment after it.")
    has_ended: bool = strawberry.field(
        description="Whether it is over. Else closing it, once it has begun, is `early`: likes and"
        " payments count for the next month from then on."
    )


@strawberry.type(description="How much of a settlement has entered the ledger.")
class SettlementProgress:
    """The progress of posting, which is the stage with many durable steps."""

    done: int = strawberry.field(
        description="Of how many people and sites the money has been moved."
    )
    total: int = strawberry.field(description="Of how many it has to be.")


@strawberry.type(
    description="How long each stage took by the clock, from the end of the stage"
    " before it: with the time in which nobody went on, if a closing was interrupted. Null until"
    " the stage has ended."
)
class SettlementDurations:
    """The times between the durable steps of a closing."""

    book: timedelta | None = strawberry.field(
        description="From the seal until the book was written, repeating likes included."
    )
    compute: timedelta | None = strawberry.field(description="Computing who gets what.")
    post: timedelta | None = strawberry.field(description="Entering it in the ledger.")
    verify: timedelta | None = strawberry.field(description="Comparing ledger and book.")
    tell: timedelta | None = strawberry.field(description="Telling everybody.")
    total: timedelta | None = strawberry.field(description="From the seal until the end.")


@strawberry.type(description="One round of the split.")
class SettlementHop:
    """What one hop of a settlement did."""

    hop: int = strawberry.field(
        description="Its number: hop 0 shares the pots, each later one what the hop before brought."
    )
    shared: Money = strawberry.field(description="What was shared at this hop.")


@strawberry.type(
    description="The closing of one month: its sums, and the digests with which anybody who has"
    " the book can check them. A month without one is open."
)
class Settlement(Node):
    """A settlement. What has not been computed yet is null."""

    month: MonthText = strawberry.field(description="The month that it closes.")
    state: SettlementState = strawberry.field(description="How far it has come.")
    progress: SettlementProgress | None = strawberry.field(
        description="How far posting has come, while that is what goes on (`COMPUTED`); else null."
    )
    early: bool = strawberry.field(description="Whether the month was closed before its end.")
    max_hops: int = strawberry.field(description="The last hop: money is passed on so often.")
    sealed_at: datetime = strawberry.field(description="When the month was sealed.")
    computed_at: datetime | None = strawberry.field(description="When the split was computed.")
    posted_at: datetime | None = strawberry.field(description="When the ledger had all of it.")
    verified_at: datetime | None = strawberry.field(description="When ledger and book agreed.")
    closed_at: datetime | None = strawberry.field(description="When everything was done.")
    book_digest: str | None = strawberry.field(
        description="SHA-256 of the manifest of the book, the sealed inputs."
    )
    outcome_digest: str | None = strawberry.field(
        description="SHA-256 of the outcome: who recomputes the month comes to the same one."
    )
    merkle_root: str | None = strawberry.field(
        description="The root of the Merkle tree over the lines of the outcome: with her proof,"
        " anybody can check that her line is in it."
    )
    engine: str | None = strawberry.field(
        description="What computed the split: `numpy` or `spark`. Both come to the same digest."
    )
    durations: SettlementDurations = strawberry.field(description="How long each stage took.")
    pot_count: int | None = strawberry.field(description="How many people had a pot.")
    like_count: int | None = strawberry.field(description="How many likes counted.")
    account_count: int | None = strawberry.field(
        description="How many accounts the outcome has, people's and sites', with a line for each."
    )
    movement_count: int | None = strawberry.field(
        description="How many people and sites have more or less money by it."
    )
    pots: Money | None = strawberry.field(description="All pots of the first hop together.")
    unshared: Money | None = strawberry.field(
        description="What stayed where it was, since its owner liked nothing."
    )
    kept: Money | None = strawberry.field(
        description="What receivers kept. With `unshared` it is exactly `pots`."
    )
    passed_on: Money | None = strawberry.field(
        description="What went on from hand to hand after the first hop: the same coins once more."
    )
    by_hop: list[SettlementHop] | None = strawberry.field(
        description="Hop by hop: the pots first, then what was passed on."
    )
