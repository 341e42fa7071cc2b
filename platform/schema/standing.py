"""How somebody stands: what others decide on."""

from __future__ import annotations

import strawberry

from likewise.schema.memberships import Membership
from likewise.schema.operating import Freeze
from likewise.schema.payouts import Registration


@strawberry.type(
    description="How you stand with this installation: what operators, banks and providers decide"
    " on, and you wait for."
)
class Standing:
    """How a person stands."""

    frozen: Freeze | None = strawberry.field(
        description="How an operator has frozen you; null if you are not frozen."
    )
    registration: Registration | None = strawberry.field(
        description="Your papers for payouts; null if you handed none in."
    )
    membership: Membership | None = strawberry.field(
        description="Your membership; null if you never had one."
    )
    payout_steps: int = strawberry.field(
        description="How many steps your payouts have taken so far, all together. When it rises,"
        " `Me.payouts` tells which: 7."
    )
