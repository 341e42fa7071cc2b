"""Finding anything again by its global id.

Source: https://graphql.org/learn/global-object-identification/
"""

from __future__ import annotations

import strawberry

from likewise.community.liked_targets import targets_by_ids
from likewise.errors import InvalidInput
from likewise.months import Month
from likewise.payouts.payout import payout_by_id
from likewise.resolvers.asking import GlobalId
from likewise.resolvers.context import Info
from likewise.resolvers.mapping import as_payout, as_target
from likewise.resolvers.settlement import as_settlement
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
            case "Payout", number if number.isdigit():
                return await _payout(info, int(number))
            case "Settlement", month if not month.isdigit():
                found = await settlement_of(Month.parse(month))
                return None if found is None else as_settlement(found)
        raise InvalidInput("This is no global id of a node.", field="id")


async def _target(kind: str, number: int) -> Node | None:
    found = (await targets_by_ids([number])).get(number)
    if found is None or type(found).__name__ != kind:
        return None
    return as_target(found)


async def _payout(info: Info, number: int) -> Node | None:
    """Its owner's, and operators'. That it exists is nobody else's business."""
    asking = await viewer(info)
    found = None if asking is None else await payout_by_id(number)
    if asking is None or found is None:
        return None
    if found.person_id != asking.person_id and not asking.is_operator:
        return None
    return as_payout(found)
