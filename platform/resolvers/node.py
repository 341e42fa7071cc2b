"""Finding anything again by its global id.

Source: https://graphql.org/learn/global-object-identification/
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import strawberry

from likewise.community.liked_targets import like_by_id, targets_by_ids
from likewise.community.people import person_by_id
from likewise.errors import InvalidInput, NotFound
from likewise.identity.sessions import Viewer, session_by_id
from likewise.memberships.membership import membership_by_id
from likewise.memberships.payments import payment_by_id
from likewise.months import Month
from likewise.operators.audit_log import entry_by_id
from likewise.operators.members import member_by_id
from likewise.payouts.payout import payout_by_id
from likewise.payouts.registration import registration_of
from likewise.resolvers.access import viewer
from likewise.resolvers.asking import GlobalId
from likewise.resolvers.context import Info
from likewise.resolvers.operators_only import as_audit_entry, as_member
from likewise.resolvers.private import (
    as_like,
    as_me,
    as_membership,
    as_movement,
    as_payment,
    as_payout,
    as_registration,
    as_result,
    as_session,
    as_wallet,
)
from likewise.resolvers.public import as_settlement, as_target
from likewise.schema.global_ids import split_global_id
from likewise.schema.nodes import Node
from likewise.settlement.settlements import settlement_of
from likewise.statements.month_results import result_by_id
from likewise.statements.wallet import find_wallet
from likewise.statements.wallet_history import movement_by_id


@strawberry.type
class NodeQueries:
    """The query that Relay and caches need."""

    @strawberry.field(
        description="Anything with a global id, as what it is:"
        " `node(id: $id) { ... on Post { body } }`. Null if there is nothing, or it is not yours."
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
            case kind, number if kind in _PRIVATE and number.isdigit():
                asking = await viewer(info)
                return None if asking is None else await _private(kind, int(number), asking)
        raise InvalidInput("This is no global id of a node.", field="id")


async def _target(kind: str, number: int) -> Node | None:
    found = (await targets_by_ids([number])).get(number)
    if found is None or type(found).__name__ != kind:
        return None
    return as_target(found)


async def _private(kind: str, number: int, viewer: Viewer) -> Node | None:
    """What the viewer may see. That something else exists is none of her business."""
    find, as_shown = _PRIVATE[kind]
    found = await find(number)
    try:
        return None if found is None else as_shown(found, viewer)
    except NotFound:
        return None


_PRIVATE: Mapping[str, tuple[Callable[[int], Awaitable[Any]], Callable[[Any, Viewer], Node]]] = {
    "AuditEntry": (entry_by_id, as_audit_entry),
    "Like": (like_by_id, as_like),
    "Me": (person_by_id, as_me),
    "Member": (member_by_id, as_member),
    "Membership": (membership_by_id, as_membership),
    "MonthResult": (result_by_id, as_result),
    "Payment": (payment_by_id, as_payment),
    "Payout": (payout_by_id, as_payout),
    "Registration": (registration_of, as_registration),
    "Session": (session_by_id, as_session),
    "Wallet": (find_wallet, as_wallet),
    "WalletMovement": (movement_by_id, as_movement),
}
"""By the type in a global id: how something is found, whoever's it is, and how it is shown."""
