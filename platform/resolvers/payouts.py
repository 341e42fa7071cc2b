"""Money out: papers and payouts, by their owners and by operators."""

from __future__ import annotations

import strawberry

from likewise.payouts.approve_payout import approve_payout
from likewise.payouts.approve_registration import approve_registration
from likewise.payouts.cancel_payout import cancel_payout
from likewise.payouts.register import register_for_payouts
from likewise.payouts.request_payout import request_payout
from likewise.resolvers.access import require_operator, require_viewer
from likewise.resolvers.asking import Input, looked_for, wanted_number
from likewise.resolvers.context import Info
from likewise.resolvers.private import as_payout, as_registration
from likewise.resolvers.refusals import refusals_in
from likewise.schema.paying_out import (
    ApprovePayoutInput,
    ApprovePayoutPayload,
    ApproveRegistrationInput,
    ApproveRegistrationPayload,
    CancelPayoutInput,
    CancelPayoutPayload,
    RegisterForPayoutsInput,
    RegisterForPayoutsPayload,
    RequestPayoutInput,
    RequestPayoutPayload,
)


@strawberry.type
class PayoutMutations:
    """Mutations of registrations and payouts."""

    @strawberry.mutation(
        description="Hand in your papers for payouts. From their approval on you keep what comes"
        " in, unless you have said otherwise with `setForwarding`."
    )
    @refusals_in(RegisterForPayoutsPayload)
    async def register_for_payouts(
        self,
        info: Info,
        input: Input[RegisterForPayoutsInput],
    ) -> RegisterForPayoutsPayload | None:
        """Raises NotSignedIn, InvalidInput."""
        viewer = await require_viewer(info)
        found = await register_for_payouts(
            person_id=viewer.person_id,
            legal_name=input.legal_name,
            country=input.country,
            tax_number=input.tax_number,
            iban=input.iban,
        )
        return RegisterForPayoutsPayload(registration=as_registration(found, viewer))

    @strawberry.mutation(
        description="Ask for a payout of received money that is available. It is set aside until"
        " an operator has looked at it."
    )
    @refusals_in(RequestPayoutPayload)
    async def request_payout(
        self, info: Info, input: Input[RequestPayoutInput]
    ) -> RequestPayoutPayload | None:
        """Raises NotSignedIn, NotRegistered, PayoutTooSmall, InsufficientFunds and others."""
        viewer = await require_viewer(info)
        found = await request_payout(
            person_id=viewer.person_id,
            amount_micros=input.amount_micros,
            idempotency_key=input.idempotency_key,
        )
        return RequestPayoutPayload(payout=as_payout(found, viewer))

    @strawberry.mutation(description="Cancel a payout of yours that nobody has approved yet.")
    @refusals_in(CancelPayoutPayload)
    async def cancel_payout(
        self, info: Info, input: Input[CancelPayoutInput]
    ) -> CancelPayoutPayload | None:
        """Raises NotSignedIn, NotFound (of somebody else, too), WrongState, KeyReused."""
        viewer = await require_viewer(info)
        with looked_for("payoutId"):
            found = await cancel_payout(
                person_id=viewer.person_id,
                payout_id=wanted_number(input.payout_id, "Payout", field="payoutId"),
                idempotency_key=input.idempotency_key,
            )
        return CancelPayoutPayload(payout=as_payout(found, viewer))

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
