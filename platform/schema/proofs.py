"""What a person can show of a closed month: her line, and that it is in the outcome."""

from __future__ import annotations

import strawberry

from likewise.schema.money import Money
from likewise.schema.scalars import MonthText


@strawberry.type(
    description="Your line in the outcome of a closed month, with what it takes to check that it"
    " is in there. Nobody else can ask for it; whom you show the document can check it, too."
)
class OutcomeProof:
    """A person's proof of her line."""

    month: MonthText = strawberry.field(description="The month.")
    unshared: Money = strawberry.field(
        description="What stayed in your pot, since you liked nothing that month."
    )
    received: Money = strawberry.field(description="What likes brought you, at all hops together.")
    passed_on: Money = strawberry.field(description="What of it you passed on with your likes.")
    kept: Money = strawberry.field(description="What of it you kept.")
    merkle_root: str = strawberry.field(
        description="The root that the line leads to: `merkleRoot` of the month's settlement."
    )
    document: str = strawberry.field(
        description="The proof, as JSON: save it as a file for `likewise month proof`. It is"
        " checked offline; docs/proof.md tells how without that program."
    )
