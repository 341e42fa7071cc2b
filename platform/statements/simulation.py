"""What an economy of likes would come to with other numbers: the simulator's answer, in no time.

A simulation is computed on a sample that is small enough to be computed while somebody waits, in a
thread, and one at a time in this process, however many ask: whoever asks the same is told the same
from memory. The model and its limits: docs/simulation.md.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from likewise.errors import InvalidInput
from likewise.money import BPS_PER_WHOLE, part_of
from likewise.simulator.assumptions import Assumptions
from likewise.simulator.economy import Economy, Receivers, simulate_economy
from likewise.simulator.statistics import receivers_of
from likewise.together import Together

SAMPLE_PEOPLE = 10_000
SAMPLE_LIKES = 250_000
REMEMBERED = 500
"""A few kilobytes each."""
_AT_ONCE = 4
"""In one lot, one after the other: who comes then waits for no more than two lots."""

RANGES = {
    "people": (100, 1_000_000_000),
    "supporterBps": (10, BPS_PER_WHOLE),
    "amountMicros": (10_000, 1_000_000_000),
    "likesEach": (1, 50),
    "forwardBps": (0, BPS_PER_WHOLE),
}
"""From and to, by input field. So much of it that a sample always has somebody in it who pays."""


@dataclass(frozen=True, slots=True)
class Question:
    """An economy to be imagined: see `Assumptions`. Raises InvalidInput beyond RANGES."""

    people: int
    supporter_bps: int
    amount_micros: int
    likes_each: int
    forward_bps: int

    def __post_init__(self) -> None:
        values = (
            self.people,
            self.supporter_bps,
            self.amount_micros,
            self.likes_each,
            self.forward_bps,
        )
        for (field, (lowest, highest)), value in zip(RANGES.items(), values, strict=True):
            if not lowest <= value <= highest:
                raise InvalidInput(f"`{field}` is from {lowest} to {highest}.", field=field)

    @property
    def assumptions(self) -> Assumptions:
        """The same for the simulator, with a small sample."""
        return Assumptions(
            people=self.people,
            paying=Decimal(self.supporter_bps).scaleb(-4),
            amount_micros=self.amount_micros,
            mean_likes=self.likes_each,
            forward_bps=self.forward_bps,
            sample=min(self.people, SAMPLE_PEOPLE, SAMPLE_LIKES // self.likes_each),
        )


@dataclass(frozen=True, slots=True)
class Simulation:
    """One month of the imagined economy, and what it brings its creators."""

    economy: Economy
    creators: Receivers

    def cut_micros(self, cut_bps: int) -> int:
        """What the platform keeps if creators take out all that they received."""
        return part_of(self.creators.received_micros, cut_bps)


async def simulation(question: Question) -> Simulation:
    """The answer, and always the same. Takes some tens of milliseconds, or none if it is known."""
    if question in _known:
        _known.move_to_end(question)
        return _known[question]
    return await _together.ask(question)


async def _simulate(questions: list[Question]) -> Sequence[Simulation | Exception]:
    return [await _simulated(question) for question in questions]


async def _simulated(question: Question) -> Simulation | Exception:
    if question not in _known:
        try:
            found = await asyncio.to_thread(_simulation_of, question)
        except Exception as error:
            return error
        _known[question] = found
        if len(_known) > REMEMBERED:
            _known.popitem(last=False)
    return _known[question]


def _simulation_of(question: Question) -> Simulation:
    economy = simulate_economy(question.assumptions, thread_count=1)
    return Simulation(economy, receivers_of(economy.bundles))


_known = OrderedDict[Question, Simulation]()
_together = Together[Question, Simulation](_simulate, at_once=_AT_ONCE, name="simulations")
