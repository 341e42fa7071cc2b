"""Money out: papers and payouts, by their owners."""

from __future__ import annotations

from typing import Annotated

import strawberry

from likewise.payouts.cancel_payout import cancel_payout
from likewise.payouts.preview_payout import preview_payout
from likewise.payouts.register import register_for_payouts
from likewise.payouts.request_payout import request_payout
from likewise.resolvers.access import require_viewer
from likewise.resolvers.asking import Input, looked_for, wanted_number
from likewise.resolvers.context import Info
from likewise.resolvers.private import as_payout, as_payout_preview, as_registration
from likewise.resolvers.refusals import refusals_in
from likewise.schema.paying_out import (
    CancelPayoutInput,
    CancelPayoutPayload,
    RegisterForPayoutsInput,
    RegisterForPayoutsPayload,
    RequestPayoutInput,
    RequestPayoutPayload,
)
from likewise.schema.payouts import PayoutPreview
from likewise.schema.scalars import Micros


@strawberry.type
class PayoutQueries:
    """What can be known before a payout."""

    @strawberry.field(
        description="What a payout would bring if you asked for it now: nothing is asked for yet."
        " Refused as the request would be, by what is too small, too large or not available."
    )
    async def payout_preview(
        self,
        info: Info,
        amount_micros: Annotated[
            Micros | None,
            strawberry.argument(
                description='What would leave the wallet, the cut included: "25000000" is 25'
                " units. Everything available, if left out."
            ),
        ] = None,
    ) -> PayoutPreview | None:
        """Raises NotSignedIn, PayoutTooSmall, AmountOutOfRange, InsufficientFunds."""
        viewer = await require_viewer(info)
        found = await preview_payout(person_id=viewer.person_id, amount_micros=amount_micros)
        return as_payout_preview(found, viewer)


@strawberry.type
class PayoutMutations:
    """Mutations of one's own registration and payouts."""

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
