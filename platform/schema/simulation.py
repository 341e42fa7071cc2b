"""A simulation: an economy of likes with other numbers."""

from __future__ import annotations

import strawberry

from likewise.schema.money import Money
from likewise.schema.scalars import Micros


@strawberry.input(
    description="An economy to be imagined. What is left out is as in the month that it began with:"
    " 500 million people of whom 1 % pay."
)
class SimulationInput:
    """The numbers that one may turn."""

    people: int = strawberry.field(
        default=500_000_000, description="How many people take part, 100 to 1000000000."
    )
    supporter_bps: int = strawberry.field(
        default=100,
        description="The part of them who pay, in basis points, 10 to 10000: 100 is 1 %.",
    )
    amount_micros: Micros | None = strawberry.field(
        default=None,
        description='What they pay a month, in the mean, 10000 to 1000000000: "5000000" is five'
        " units. The default of the installation, if left out.",
    )
    likes_each: int = strawberry.field(
        default=20, description="How many likes a person gives a month, in the mean, 1 to 50."
    )
    forward_bps: int = strawberry.field(
        default=10_000,
        description="What people who are no creators pass on of what comes in, in basis points, 0"
        " to 10000.",
    )


@strawberry.type(description="Some of the people of a simulation: those whom likes bring anything.")
class SimulationReceivers:
    """How many, and how much."""

    people: int = strawberry.field(description="How many receive anything, as 4800000.")
    received: Money = strawberry.field(
        description="What they receive together in the month. A coin that goes round counts each"
        " time."
    )
    mean: Money = strawberry.field(description="What one of them receives in the mean.")
    median: Money = strawberry.field(description="What the one in the middle receives.")


@strawberry.type(
    description="One hop of a simulation. What is not told here is shared at the next."
)
class SimulationHop:
    """Where the money of one hop goes."""

    hop: int = strawberry.field(description="Its number, from 0.")
    shared: Money = strawberry.field(description="What likes give at this hop.")
    to_creators: Money = strawberry.field(description="What of it reaches creators.")
    kept: Money = strawberry.field(description="What of it stays with people who are no creators.")


@strawberry.type(
    description="One month of an imagined economy, by the same split that closes a real month:"
    " docs/simulation.md has the model. `unshared`, and of each hop what reaches creators and what"
    " is kept, come to `paidIn` to the micro."
)
class Simulation:
    """The answer of the simulator."""

    supporters: int = strawberry.field(description="How many people pay, as 5000000.")
    computed_people: int = strawberry.field(
        description="How many people were computed, as 10000; what they did is scaled up to all."
    )
    paid_in: Money = strawberry.field(description="What supporters pay in the month.")
    unshared: Money = strawberry.field(
        description="What stays with supporters who happen to like nothing."
    )
    by_hop: list[SimulationHop] = strawberry.field(
        description="What is shared hop by hop; hop 0 are the supporters' own pots."
    )
    passed_on: Money = strawberry.field(
        description="What likes give on from what they had brought: all hops but the first."
    )
    supporters_like: Money = strawberry.field(
        description="What one like of a supporter brings in the mean, passing on included."
    )
    others_like: Money = strawberry.field(
        description="What one like of somebody who pays nothing brings in the mean."
    )
    friends: SimulationReceivers = strawberry.field(
        description="People who are no creators: friends of those who pay, and their friends."
    )
    creators: SimulationReceivers = strawberry.field(
        description="One person in a hundred, who makes what others like, and keeps what it brings."
    )
    cut: Money = strawberry.field(
        description="What the platform would keep if creators had all of it paid out."
    )
