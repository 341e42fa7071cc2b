"""What operators see and do about members, and what they did."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

import strawberry
from strawberry import enum_value

from likewise.schema.descriptions import IDEMPOTENCY_KEY
from likewise.schema.memberships import MembershipState
from likewise.schema.money import Money
from likewise.schema.nodes import Node, Target
from likewise.schema.payouts import RegistrationState
from likewise.schema.people import Person
from likewise.schema.reading import Info
from likewise.schema.refusals import ERRORS, Refusal
from likewise.schema.scalars import MonthText


@strawberry.enum(description="How a member stands, to look for those who do.")
class MemberState(Enum):
    """operators/members.py knows how to find them."""

    FROZEN = enum_value("frozen", description="Frozen by an operator.")
    OPERATOR = enum_value("operator", description="Runs this installation.")
    PAYING = enum_value("paying", description="Has an active membership.")
    PAST_DUE = enum_value("past_due", description="The payment for this month was declined.")
    REGISTERED = enum_value("registered", description="Papers for payouts are approved.")


@strawberry.enum(description="What an operator can have done.")
class OperatorDeed(Enum):
    """Each `Deed` of operators/deeds.py, which records them."""

    REGISTRATION_APPROVED = enum_value("registration_approved", description="Approved papers.")
    REGISTRATION_REJECTED = enum_value("registration_rejected", description="Rejected papers.")
    PAYOUT_APPROVED = enum_value("payout_approved", description="Approved a payout.")
    PAYOUT_REJECTED = enum_value("payout_rejected", description="Rejected a payout.")
    PAYOUT_RETURNED = enum_value(
        "payout_returned", description="Recorded that a bank returned a payout."
    )
    MONTH_RUN_DRY = enum_value(
        "month_run_dry", description="Had the next month split without changing anything."
    )
    CLOSING_STARTED = enum_value("closing_started", description="Sealed a month that had ended.")
    CLOSING_STARTED_EARLY = enum_value(
        "closing_started_early", description="Sealed a month that had not ended."
    )
    MONTH_CLOSED = enum_value("month_closed", description="Brought a closing to its end.")
    MONTH_VERIFIED = enum_value("month_verified", description="Verified a month.")
    LEDGER_CHECKED = enum_value("ledger_checked", description="Had the whole ledger checked.")
    PERSON_FROZEN = enum_value("person_frozen", description="Froze a person.")
    PERSON_UNFROZEN = enum_value("person_unfrozen", description="Unfroze a person.")
    OPERATOR_APPOINTED = enum_value("operator_appointed", description="Made a person an operator.")
    OPERATOR_DISMISSED = enum_value(
        "operator_dismissed", description="Made an operator a member again."
    )


@strawberry.type(
    description="The freezing of a person: she can read, and do nothing. Money that likes bring her"
    " still arrives."
)
class Freeze:
    """Since when, and why."""

    since: datetime = strawberry.field(description="Since when.")
    reason: str = strawberry.field(
        description='Why, in the words of the operator: "Three cards were reported stolen".'
    )


@strawberry.type(
    description="A person as operators see her: how she stands, and nothing of what she owns,"
    " likes, or where she is reached."
)
class Member(Node):
    """A member, for operators."""

    person: Person = strawberry.field(description="She, as everybody sees her.")
    is_operator: bool = strawberry.field(description="Whether she runs this installation.")
    joined_at: datetime = strawberry.field(description="When she signed up.")
    membership_state: MembershipState | None = strawberry.field(
        description="How her membership stands; null if she never had one."
    )
    registration_state: RegistrationState | None = strawberry.field(
        description="How her papers for payouts stand; null if she handed none in."
    )
    frozen: Freeze | None = strawberry.field(description="Her freezing; null if she is not frozen.")


@strawberry.type(description="A deed of an operator. Nobody can change or remove it.")
class AuditEntry(Node):
    """An entry of the log, for operators."""

    operator_number: strawberry.Private[int | None]
    person_number: strawberry.Private[int | None]
    deed: OperatorDeed = strawberry.field(description="What was done.")
    happened_at: datetime = strawberry.field(description="When.")
    payout_id: strawberry.ID | None = strawberry.field(
        description='The payout that it was about: "UGF5b3V0Ojc=". Null if it was about none.'
    )
    amount: Money | None = strawberry.field(
        description="The amount of that payout, its cut included; null if it was about none."
    )
    month: MonthText | None = strawberry.field(
        description="The month that it was about; null if it was about none."
    )
    reason: str | None = strawberry.field(
        description="Why, in the words of who did it, where a reason is asked for; else null."
    )

    @strawberry.field(
        description="Who did it; null: whoever has the command line of this installation."
    )
    async def operator(self, info: Info) -> Person | None:
        """Read together with the other people of the same answer."""
        return await _person(info, self.operator_number)

    @strawberry.field(description="Whom it was about; null if it was about nobody.")
    async def person(self, info: Info) -> Person | None:
        """Read together with the other people of the same answer."""
        return await _person(info, self.person_number)


async def _person(info: Info, number: int | None) -> Person | None:
    found: Target | None = None if number is None else await info.context.reading.target(number)
    assert found is None or isinstance(found, Person)
    return found


@strawberry.input(description="Whom to freeze, and why. For operators.")
class FreezePersonInput:
    """An operator stops somebody's acts."""

    person_id: strawberry.ID = strawberry.field(description='The id of the person: "UGVyc29uOjc=".')
    reason: str = strawberry.field(
        description="Why, 1 to 500 characters. She reads it, and it stays in the log:"
        ' "Three cards were reported stolen".'
    )
    idempotency_key: str = strawberry.field(description=IDEMPOTENCY_KEY)


@strawberry.type(description="The member who was frozen.")
class FreezePersonPayload:
    """Answers freezePerson."""

    member: Member | None = strawberry.field(default=None, description="The member as she stands.")
    errors: list[Refusal] = strawberry.field(default_factory=list, description=ERRORS)


@strawberry.input(description="Whom to unfreeze. For operators.")
class UnfreezePersonInput:
    """An operator lets somebody act again."""

    person_id: strawberry.ID = strawberry.field(description='The id of the person: "UGVyc29uOjc=".')
    idempotency_key: str = strawberry.field(description=IDEMPOTENCY_KEY)


@strawberry.type(description="The member who was unfrozen.")
class UnfreezePersonPayload:
    """Answers unfreezePerson."""

    member: Member | None = strawberry.field(default=None, description="The member as she stands.")
    errors: list[Refusal] = strawberry.field(default_factory=list, description=ERRORS)
