"""Money out: papers and payouts, seen by who they belong to."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

import strawberry
from strawberry import enum_value

from likewise.schema.money import Money
from likewise.schema.nodes import Node
from likewise.schema.people import Person
from likewise.schema.reading import Info


@strawberry.enum(description="How a registration stands.")
class RegistrationState(Enum):
    """The states of the registrations table."""

    SUBMITTED = enum_value("submitted", description="An operator has not looked at it yet.")
    APPROVED = enum_value("approved", description="Payouts can be requested.")
    REJECTED = enum_value("rejected", description="Not accepted. It can be handed in again.")


@strawberry.enum(description="How a payout stands.")
class PayoutState(Enum):
    """The states of the payouts table."""

    REQUESTED = enum_value("requested", description="Waits for an operator. Can be cancelled.")
    APPROVED = enum_value("approved", description="An operator agreed; it is about to be sent.")
    SENT = enum_value("sent", description="The bank has the order.")
    PAID = enum_value("paid", description="It arrived.")
    REJECTED = enum_value("rejected", description="An operator refused; the money is back.")
    CANCELLED = enum_value("cancelled", description="Its owner changed her mind; money is back.")
    RETURNED = enum_value("returned", description="The bank sent it back, and so did the cut.")


@strawberry.type(
    description="A person's papers for payouts: identity, tax residence, bank account."
)
class Registration(Node):
    """The papers of a person."""

    person_number: strawberry.Private[int]
    state: RegistrationState = strawberry.field(description="How it stands.")
    legal_name: str = strawberry.field(description="The name on her papers.")
    country: str = strawberry.field(
        description='Where she is taxed, in two letters of ISO 3166-1: "DE".'
    )
    iban: str = strawberry.field(
        description='Her bank account, all but its ends hidden: "DE89…3000".'
    )
    tax_number: str | None = strawberry.field(
        description='Her tax number: "12345678903". For operators alone, and only while it waits'
        " for them; else null."
    )
    submitted_at: datetime = strawberry.field(description="When it was handed in.")
    decided_at: datetime | None = strawberry.field(
        description="When an operator decided; null until then."
    )
    reason: str | None = strawberry.field(
        description="Why an operator rejected it, in her words; null otherwise."
    )
    held_until: datetime | None = strawberry.field(
        description="Until when payouts wait, since the bank account was changed; null: they do"
        " not."
    )

    @strawberry.field(description="Whose papers they are.")
    async def person(self, info: Info) -> Person:
        """Read together with the people of other papers in the same answer."""
        return await info.context.reading.person(self.person_number)


@strawberry.type(description="A state that a payout came to.")
class PayoutStep:
    """A step of a payout."""

    state: PayoutState = strawberry.field(description="The state that it came to.")
    happened_at: datetime = strawberry.field(description="When it came to it.")
    reason: str | None = strawberry.field(
        description="Why it was rejected or returned, in the operator's words or the bank's; null"
        " otherwise."
    )


@strawberry.type(description="Received money on its way to a bank account.")
class Payout(Node):
    """A payout. Its amount is what the bank gets and the cut."""

    person_number: strawberry.Private[int]
    amount: Money = strawberry.field(description="What leaves the wallet: `net` and `cut`.")
    net: Money = strawberry.field(description="What the bank gets, in whole cents.")
    cut: Money = strawberry.field(description="What the platform keeps of it.")
    cut_bps: int = strawberry.field(
        description="The rate of the cut, in basis points: 1000 is a tenth."
    )
    state: PayoutState = strawberry.field(description="How it stands.")
    requested_at: datetime = strawberry.field(description="When it was requested.")
    iban: str = strawberry.field(
        description='The bank account that it goes to, all but its ends hidden: "DE89…3000".'
    )
    held_until: datetime | None = strawberry.field(
        description="Until when it waits, since the bank account was changed; null: it does not."
    )
    account_changed: bool = strawberry.field(
        description="Whether she has named another bank account since: then it is never sent, and"
        " has to be cancelled or rejected."
    )
    steps: list[PayoutStep] = strawberry.field(
        description="The way that it took so far, the first step first."
    )

    @strawberry.field(description="Who is paid.")
    async def person(self, info: Info) -> Person:
        """Read together with the people of other payouts in the same answer."""
        return await info.context.reading.person(self.person_number)


@strawberry.type(description="What would become of an amount if it were paid out now.")
class PayoutPreview:
    """A payout that nobody has asked for."""

    amount: Money = strawberry.field(
        description="What would leave the wallet: `net` and `cut`. Of what was asked for, the rest"
        " of a cent stays."
    )
    net: Money = strawberry.field(description="What the bank would get, in whole cents.")
    cut: Money = strawberry.field(description="What the platform would keep of it.")
    cut_bps: int = strawberry.field(
        description="The rate of the cut, in basis points: 1000 is a tenth."
    )
