"""Simulations: from an input to a question, and from the answer to what the API shows."""

from __future__ import annotations

from likewise.schema.money import Money
from likewise.schema.simulation import (
    Simulation,
    SimulationHop,
    SimulationInput,
    SimulationReceivers,
)
from likewise.simulator.economy import Hop, Receivers
from likewise.statements import simulation


def question_of(asked: SimulationInput, default_micros: int) -> simulation.Question:
    """What is asked; `default_micros` is paid where no amount is named. Raises InvalidInput."""
    return simulation.Question(
        people=asked.people,
        supporter_bps=asked.supporter_bps,
        amount_micros=default_micros if asked.amount_micros is None else asked.amount_micros,
        likes_each=asked.likes_each,
        forward_bps=asked.forward_bps,
    )


def as_simulation(found: simulation.Simulation, cut_bps: int) -> Simulation:
    """A simulation as the API shows it."""
    economy = found.economy
    return Simulation(
        supporters=economy.assumptions.payers,
        computed_people=economy.assumptions.sample_people,
        paid_in=Money.of(economy.money_in_micros),
        unshared=Money.of(economy.unshared_micros),
        by_hop=[_hop(number, hop) for number, hop in enumerate(economy.hops)],
        passed_on=Money.of(economy.passed_on_micros),
        supporters_like=Money.of(economy.likes_worth.payers_micros),
        others_like=Money.of(economy.likes_worth.others_micros),
        friends=_receivers(economy.friends),
        creators=_receivers(found.creators),
        cut=Money.of(found.cut_micros(cut_bps)),
    )


def _hop(number: int, hop: Hop) -> SimulationHop:
    return SimulationHop(
        hop=number,
        shared=Money.of(hop.shared_micros),
        to_creators=Money.of(hop.to_creators_micros),
        kept=Money.of(hop.kept_micros),
    )


def _receivers(found: Receivers) -> SimulationReceivers:
    return SimulationReceivers(
        people=found.people,
        received=Money.of(found.received_micros),
        mean=Money.of(found.mean_micros),
        median=Money.of(found.median_micros),
    )
