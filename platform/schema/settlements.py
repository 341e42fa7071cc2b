"""The closing of a month, as everybody may see it."""

from __future__ import annotations

from datetime import datetime
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


@strawberry.type(description="How far a closing that runs right now has come on its way.")
class SettlementProgress:
    """The progress of a closing, from the process that does it."""

    done: int = strawberry.field(description="How many steps of the stage it is in are done.")
    total: int = strawberry.field(description="How many there are; 0 while that is not known.")


@strawberry.type(
    description="The closing of one month: its sums, and the digests with which anybody who has"
    " the book can check them. A month without one is open."
)
class Settlement(Node):
    """A settlement. What has not been computed yet is null."""

    month: MonthText = strawberry.field(description="The month that it closes.")
    state: SettlementState = strawberry.field(description="How far it has come.")
    progress: SettlementProgress | None = strawberry.field(
        description="How the stage goes on, while this very server works on it; else null."
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
    shares_digest: str | None = strawberry.field(
        description="SHA-256 of the list of all shares, like by like and hop by hop."
    )
    pot_count: int | None = strawberry.field(description="How many people had a pot.")
    like_count: int | None = strawberry.field(description="How many likes counted.")
    pots: Money | None = strawberry.field(description="All pots of the first hop together.")
    unshared: Money | None = strawberry.field(
        description="What stayed where it was, since its owner liked nothing."
    )
    kept: Money | None = strawberry.field(
        description="What receivers kept. With `unshared` it is exactly `pots`."
    )
    shared_by_hop: list[Money] | None = strawberry.field(
        description="What was shared at each hop: the pots first, then what was passed on."
    )
