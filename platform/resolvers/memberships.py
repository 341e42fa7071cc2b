"""Memberships: starting, changing and cancelling."""

from __future__ import annotations

import strawberry

from likewise.memberships.cancel_membership import cancel_membership
from likewise.memberships.change_membership import change_membership
from likewise.memberships.start_membership import start_membership
from likewise.resolvers.access import require_viewer
from likewise.resolvers.asking import Input
from likewise.resolvers.context import Info
from likewise.resolvers.private import as_membership
from likewise.resolvers.refusals import refusals_in
from likewise.schema.supporting import (
    CancelMembershipInput,
    CancelMembershipPayload,
    ChangeMembershipInput,
    ChangeMembershipPayload,
    StartMembershipInput,
    StartMembershipPayload,
)


@strawberry.type
class MembershipMutations:
    """Mutations of memberships."""

    @strawberry.mutation(
        description="Start a membership. The running month is charged now, and what is left after"
        " the provider's fee is your budget."
    )
    @refusals_in(StartMembershipPayload)
    async def start_membership(
        self,
        info: Info,
        input: Input[StartMembershipInput],
    ) -> StartMembershipPayload | None:
        """Raises NotSignedIn, AmountOutOfRange, InvalidInput and what paying raises."""
        viewer = await require_viewer(info)
        found = await start_membership(
            person_id=viewer.person_id,
            amount_micros=input.amount_micros,
            payment_method=input.payment_method,
            idempotency_key=input.idempotency_key,
        )
        return StartMembershipPayload(membership=as_membership(found, viewer))

    @strawberry.mutation(description="Change the amount or the payment method from now on.")
    @refusals_in(ChangeMembershipPayload)
    async def change_membership(
        self,
        info: Info,
        input: Input[ChangeMembershipInput],
    ) -> ChangeMembershipPayload | None:
        """Raises NotSignedIn, AmountOutOfRange, InvalidInput, NoMembership."""
        viewer = await require_viewer(info)
        found = await change_membership(
            person_id=viewer.person_id,
            amount_micros=input.amount_micros,
            payment_method=input.payment_method,
        )
        return ChangeMembershipPayload(membership=as_membership(found, viewer))

    @strawberry.mutation(description="Cancel your membership: no further month is charged.")
    @refusals_in(CancelMembershipPayload)
    async def cancel_membership(
        self,
        info: Info,
        input: Input[CancelMembershipInput],
    ) -> CancelMembershipPayload | None:
        """Raises NotSignedIn, NoMembership."""
        viewer = await require_viewer(info)
        found = await cancel_membership(person_id=viewer.person_id)
        return CancelMembershipPayload(
            membership=as_membership(found, viewer), client_mutation_id=input.client_mutation_id
        )
