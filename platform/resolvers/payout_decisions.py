"""Money out, as operators see it: what waits for them, and what they decide."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import strawberry

from likewise.payouts.approve_payout import approve_payout
from likewise.payouts.approve_registration import approve_registration
from likewise.payouts.payout import payouts_in
from likewise.payouts.registration import submitted_registrations
from likewise.payouts.reject_payout import reject_payout
from likewise.payouts.reject_registration import reject_registration
from likewise.payouts.return_payout import return_payout
from likewise.resolvers.access import require_operator
from likewise.resolvers.asking import Input, looked_for, wanted_number
from likewise.resolvers.context import Info
from likewise.resolvers.private import as_payout, as_registration
from likewise.resolvers.refusals import refusals_in
from likewise.schema.connections import After, Connection, First, SliceAsked, connection_of
from likewise.schema.payout_decisions import (
    ApprovePayoutInput,
    ApprovePayoutPayload,
    ApproveRegistrationInput,
    ApproveRegistrationPayload,
    RejectPayoutInput,
    RejectPayoutPayload,
    RejectRegistrationInput,
    RejectRegistrationPayload,
    ReturnPayoutInput,
    ReturnPayoutPayload,
)
from likewise.schema.payouts import Payout, PayoutState, Registration


@strawberry.type
class PayoutQueueQueries:
    """What waits for an operator."""

    @strawberry.field(
        description="Papers that wait for an operator: those first that wait longest. For"
        " operators."
    )
    async def registration_queue(
        self, info: Info, first: First, after: After = None
    ) -> Connection[Registration] | None:
        """Raises NotSignedIn, Forbidden, InvalidInput."""
        operator = await require_operator(info)
        asked = SliceAsked.parse("registration queue", first, after)
        found = await submitted_registrations(first=asked.one_more, after_id=asked.after_id or 0)
        return connection_of(asked, found, partial(as_registration, viewer=operator))

    @strawberry.field(
        description="Everybody's payouts in one state, the oldest first. `REQUESTED` is what waits"
        " for an operator. For operators."
    )
    async def payout_queue(
        self,
        info: Info,
        first: First,
        after: After = None,
        state: Annotated[
            PayoutState, strawberry.argument(description="In which state: `PAID`, for example.")
        ] = PayoutState.REQUESTED,
    ) -> Connection[Payout] | None:
        """Raises NotSignedIn, Forbidden, InvalidInput."""
        operator = await require_operator(info)
        name = str(state.value)
        asked = SliceAsked.parse(f"{name} payouts", first, after)
        found = await payouts_in(name, first=asked.one_more, after_id=asked.after_id or 0)
        return connection_of(asked, found, partial(as_payout, viewer=operator))


@strawberry.type
class PayoutDecisionMutations:
    """What operators decide."""

    @strawberry.mutation(description="Approve somebody's papers. For operators.")
    @refusals_in(ApproveRegistrationPayload)
    async def approve_registration(
        self,
        info: Info,
        input: Input[ApproveRegistrationInput],
    ) -> ApproveRegistrationPayload | None:
        """Raises NotSignedIn, Forbidden, NotFound, WrongState."""
        operator = await require_operator(info)
        with looked_for("personId"):
            found = await approve_registration(
                operator_id=operator.person_id,
                person_id=wanted_number(input.person_id, "Person", field="personId"),
                submitted_at=input.submitted_at,
            )
        return ApproveRegistrationPayload(registration=as_registration(found, operator))

    @strawberry.mutation(description="Approve a payout, and send it to the bank. For operators.")
    @refusals_in(ApprovePayoutPayload)
    async def approve_payout(
        self, info: Info, input: Input[ApprovePayoutInput]
    ) -> ApprovePayoutPayload | None:
        """Raises NotSignedIn, Forbidden, NotFound, WrongState, KeyReused."""
        operator = await require_operator(info)
        with looked_for("payoutId"):
            found = await approve_payout(
                operator_id=operator.person_id,
                payout_id=wanted_number(input.payout_id, "Payout", field="payoutId"),
                idempotency_key=input.idempotency_key,
            )
        return ApprovePayoutPayload(payout=as_payout(found, operator))

    @strawberry.mutation(
        description="Reject somebody's papers, with a reason that she reads. She can hand them in"
        " again. For operators."
    )
    @refusals_in(RejectRegistrationPayload)
    async def reject_registration(
        self, info: Info, input: Input[RejectRegistrationInput]
    ) -> RejectRegistrationPayload | None:
        """Raises NotSignedIn, Forbidden, NotFound, WrongState, InvalidInput."""
        operator = await require_operator(info)
        with looked_for("personId"):
            found = await reject_registration(
                operator_id=operator.person_id,
                person_id=wanted_number(input.person_id, "Person", field="personId"),
                reason=input.reason,
                submitted_at=input.submitted_at,
            )
        return RejectRegistrationPayload(registration=as_registration(found, operator))

    @strawberry.mutation(
        description="Reject a payout that no bank has been told of, with a reason that its owner"
        " reads. All of it is in her wallet again. For operators."
    )
    @refusals_in(RejectPayoutPayload)
    async def reject_payout(
        self, info: Info, input: Input[RejectPayoutInput]
    ) -> RejectPayoutPayload | None:
        """Raises NotSignedIn, Forbidden, NotFound, WrongState, InvalidInput, KeyReused."""
        operator = await require_operator(info)
        with looked_for("payoutId"):
            found = await reject_payout(
                operator_id=operator.person_id,
                payout_id=wanted_number(input.payout_id, "Payout", field="payoutId"),
                reason=input.reason,
                idempotency_key=input.idempotency_key,
            )
        return RejectPayoutPayload(payout=as_payout(found, operator))

    @strawberry.mutation(
        description="Record that a payout which had been paid came back from the bank. All of it"
        " is in its owner's wallet again, the cut included. For operators."
    )
    @refusals_in(ReturnPayoutPayload)
    async def return_payout(
        self, info: Info, input: Input[ReturnPayoutInput]
    ) -> ReturnPayoutPayload | None:
        """Raises NotSignedIn, Forbidden, NotFound, WrongState, InvalidInput, KeyReused."""
        operator = await require_operator(info)
        with looked_for("payoutId"):
            found = await return_payout(
                operator_id=operator.person_id,
                payout_id=wanted_number(input.payout_id, "Payout", field="payoutId"),
                reason=input.reason,
                idempotency_key=input.idempotency_key,
            )
        return ReturnPayoutPayload(payout=as_payout(found, operator))
