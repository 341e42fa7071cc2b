"""What operators do about members, and what they did."""

from __future__ import annotations

from functools import partial
from typing import Annotated, cast

import strawberry

from likewise.operators.audit_log import audit_log
from likewise.operators.deeds import Deed
from likewise.operators.freezing import freeze_person, unfreeze_person
from likewise.operators.members import Member as FoundMember
from likewise.operators.members import Standing, member_by_handle, member_by_id, members
from likewise.resolvers.access import require_operator
from likewise.resolvers.asking import Input, asked_number, looked_for, wanted_number
from likewise.resolvers.context import Info
from likewise.resolvers.operators_only import as_audit_entry, as_member
from likewise.resolvers.refusals import refusals_in
from likewise.schema.connections import After, Connection, First, SliceAsked, connection_of
from likewise.schema.operating import (
    AuditEntry,
    FreezePersonInput,
    FreezePersonPayload,
    Member,
    MemberState,
    OperatorDeed,
    UnfreezePersonInput,
    UnfreezePersonPayload,
)


@strawberry.type
class OperatingQueries:
    """What operators look at."""

    @strawberry.field(
        description='Members, the newest first: `members(first: 20, search: "ad") { edges { node'
        " { person { handle } joinedAt } } }`. For operators."
    )
    async def members(
        self,
        info: Info,
        first: First,
        after: After = None,
        search: Annotated[
            str | None,
            strawberry.argument(
                description='How a handle or a name begins, "ad"; or a whole email address, which'
                " nobody is shown. Left out: everybody."
            ),
        ] = None,
        state: Annotated[
            MemberState | None,
            strawberry.argument(description="Only who stands so: `FROZEN`. Left out: everybody."),
        ] = None,
    ) -> Connection[Member] | None:
        """Raises NotSignedIn, Forbidden, InvalidInput."""
        operator = await require_operator(info)
        asked = SliceAsked.parse("members", first, after)
        found = await members(
            search=search,
            standing=None if state is None else cast("Standing", state.value),
            first=asked.one_more,
            before_id=asked.after_id,
        )
        return connection_of(asked, found, partial(as_member, viewer=operator))

    @strawberry.field(
        description="The member with this handle; null if there is none. For operators."
    )
    async def member(
        self,
        info: Info,
        handle: Annotated[
            str, strawberry.argument(description='Her handle, without an @: "ada_l".')
        ],
    ) -> Member | None:
        """Raises NotSignedIn, Forbidden."""
        operator = await require_operator(info)
        found = await member_by_handle(handle)
        return None if found is None else as_member(found, operator)

    @strawberry.field(
        description="What operators did, the newest first: `auditLog(first: 20) { edges { node"
        " { deed happenedAt operator { handle } reason } } }`. For operators."
    )
    async def audit_log(
        self,
        info: Info,
        first: First,
        after: After = None,
        person_id: Annotated[
            strawberry.ID | None,
            strawberry.argument(
                description='Only what this person did, or what was about her: "UGVyc29uOjc=".'
            ),
        ] = None,
        deed: Annotated[
            OperatorDeed | None,
            strawberry.argument(description="Only deeds of this kind: `PERSON_FROZEN`."),
        ] = None,
    ) -> Connection[AuditEntry] | None:
        """Raises NotSignedIn, Forbidden, InvalidInput."""
        operator = await require_operator(info)
        asked = SliceAsked.parse("audit log", first, after)
        found = await audit_log(
            person_id=None if person_id is None else asked_number(person_id, "Person"),
            deed=None if deed is None else Deed(str(deed.value)),
            first=asked.one_more,
            before_id=asked.after_id,
        )
        return connection_of(asked, found, partial(as_audit_entry, viewer=operator))


@strawberry.type
class OperatingMutations:
    """What operators do about members."""

    @strawberry.mutation(
        description="Freeze a person: she can read, and do nothing. What she has done stays, and"
        " what likes bring her arrives. For operators; an operator cannot be frozen."
    )
    @refusals_in(FreezePersonPayload)
    async def freeze_person(
        self, info: Info, input: Input[FreezePersonInput]
    ) -> FreezePersonPayload | None:
        """Raises NotSignedIn, Forbidden, NotFound, WrongState, InvalidInput, KeyReused."""
        operator = await require_operator(info)
        person_id = wanted_number(input.person_id, "Person", field="personId")
        with looked_for("personId"):
            await freeze_person(
                operator_id=operator.person_id,
                person_id=person_id,
                reason=input.reason,
                idempotency_key=input.idempotency_key,
            )
        return FreezePersonPayload(member=as_member(await _existing(person_id), operator))

    @strawberry.mutation(
        description="Unfreeze a person: she can do everything again. For operators."
    )
    @refusals_in(UnfreezePersonPayload)
    async def unfreeze_person(
        self, info: Info, input: Input[UnfreezePersonInput]
    ) -> UnfreezePersonPayload | None:
        """Raises NotSignedIn, Forbidden, NotFound, WrongState, InvalidInput, KeyReused."""
        operator = await require_operator(info)
        person_id = wanted_number(input.person_id, "Person", field="personId")
        with looked_for("personId"):
            await unfreeze_person(
                operator_id=operator.person_id,
                person_id=person_id,
                idempotency_key=input.idempotency_key,
            )
        return UnfreezePersonPayload(member=as_member(await _existing(person_id), operator))


async def _existing(person_id: int) -> FoundMember:
    found = await member_by_id(person_id)
    assert found is not None, "people are never deleted"
    return found
