"""The economy, and what one could be."""

from __future__ import annotations

from typing import Annotated

import strawberry

from likewise.resolvers.public import as_economy
from likewise.resolvers.simulations import as_simulation, question_of
from likewise.schema.economy import Economy
from likewise.schema.simulation import Simulation, SimulationInput
from likewise.settings import settings
from likewise.statements.economy import economy
from likewise.statements.simulation import simulation


@strawberry.type
class EconomyQueries:
    """Queries about everybody's money."""

    @strawberry.field(description="The sums of all the money here.")
    async def economy(self) -> Economy | None:
        """For everybody."""
        return as_economy(await economy())

    @strawberry.field(
        description="What a month would come to with other numbers. A model, and no promise."
    )
    async def simulation(
        self,
        input: Annotated[
            SimulationInput,
            strawberry.argument(description="The numbers; {} has all as they were."),
        ],
    ) -> Simulation | None:
        """For everybody."""
        question = question_of(input, settings().membership_default_micros)
        return as_simulation(await simulation(question), settings().cut_bps)
