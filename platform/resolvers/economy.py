"""The economy."""

from __future__ import annotations

import strawberry

from likewise.resolvers.public import as_economy
from likewise.schema.economy import Economy
from likewise.statements.economy import economy


@strawberry.type
class EconomyQueries:
    """Queries about everybody's money."""

    @strawberry.field(description="The sums of all the money here.")
    async def economy(self) -> Economy | None:
        """For everybody."""
        return as_economy(await economy())
