"""Finding anything again by its global id.

Source: https://graphql.org/learn/global-object-identification/
"""

from __future__ import annotations

import strawberry

from likewise.community.liked_targets import own_like, targets_by_ids
from likewise.errors import InvalidInput
from likewise.identity.sessions import Viewer
from likewise.memberships.membership import membership_of
from likewise.months import Month
from likewise.payouts.payout import payout_by_id
from likewise.payouts.registration import registration_of
from likewise.resolvers.asking import GlobalId
from likewise.resolvers.context import Info
from likewise.resolvers.mapping import (
    as_like,
    as_membership,
    as_payout,
    as_registration,
    as_settlement,
    as_target,
)
from likewise.resolvers.viewer import viewer
from likewise.schema.global_ids import split_global_id
from likewise.schema.nodes import Node
from likewise.settlement.settlements import settlement_of


@strawberry.type
class NodeQueries:
    """The query that Relay and caches need."""

    @strawberry.field(
        description="Anything with a global id; null if there is nothing, or it is not yours."
    )
    async def node(self, info: Info, id: GlobalId) -> Node | None:
        """Each by the same rules as elsewhere. Raises InvalidInput."""
        parts = split_global_id(id)
        match parts:
            case ("Person" | "Post" | "Page") as kind, number if number.isdigit():
                return await _target(kind, int(number))
            case "Settlement", month if not month.isdigit():
                found = await settlement_of(Month.parse(month))
                return None if found is None else as_settlement(found)
            case ("Like" | "Membership" | "Payout" | "Registration") as kind, number if (
                number.isdigit()
            ):
                asking = await viewer(info)
                return None if asking is None else await _private(asking, kind, int(number))
        raise InvalidInput("This is no global id of a node.", field="id")


async def _target(kind: str, number: int) -> Node | None:
    found = (await targets_by_ids([number])).get(number)
    if found is None or type(found).__name__ != kind:
        return None
    return as_target(found)


async def _private(asking: Viewer, kind: str, number: int) -> Node | None:
    """What is the viewer's own. That something else exists is none of her business."""
    match kind:
        case "Like":
            like = await own_like(asking.person_id, number)
            return None if like is None else as_like(like)
        case "Membership":
            membership = await membership_of(asking.person_id)
            if membership is None or membership.id != number:
                return None
            return as_membership(membership)
        case "Registration":
            papers = await registration_of(number) if number == asking.person_id else None
            return None if papers is None else as_registration(papers)
    return await _payout(asking, number)


async def _payout(asking: Viewer, number: int) -> Node | None:
    """Its owner's, and operators'."""
    found = await payout_by_id(number)
    if found is None or not (found.person_id == asking.person_id or asking.is_operator):
        return None
    return as_payout(found)
