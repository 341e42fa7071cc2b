"""What a settlement does to the money of people and sites: pure, from the book and the outcome."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from likewise.settlement.outcome import Outcome
from likewise.settlement.split import Int64Array


@dataclass(frozen=True, slots=True)
class Pots:
    """The pots of hop 0 by owner, ascending, and which of her accounts each came from; micros."""

    owner_ids: Int64Array
    budget_micros: Int64Array
    received_micros: Int64Array


@dataclass(frozen=True, slots=True)
class Movements:
    """What is taken from and given to people and sites, by ascending id; columns, in micros."""

    owner_ids: Int64Array
    from_budget_micros: Int64Array
    from_received_micros: Int64Array
    kept_micros: Int64Array

    def __len__(self) -> int:
        return len(self.owner_ids)

    def columns(self) -> tuple[Int64Array, Int64Array, Int64Array, Int64Array]:
        """All four, the owners first."""
        return (
            self.owner_ids,
            self.from_budget_micros,
            self.from_received_micros,
            self.kept_micros,
        )


def movements_of(pots: Pots, outcome: Outcome) -> Movements:
    """What the outcome moves; who keeps her pot and gets nothing is left out."""
    places = np.searchsorted(outcome.account_ids, pots.owner_ids)
    gives = outcome.unshared_micros[places] == 0
    from_budget = np.zeros(len(outcome.account_ids), dtype=np.int64)
    from_received = np.zeros(len(outcome.account_ids), dtype=np.int64)
    from_budget[places] = np.where(gives, pots.budget_micros, 0)
    from_received[places] = np.where(gives, pots.received_micros, 0)
    kept = outcome.kept_micros
    moves = (from_budget | from_received | kept) != 0
    return Movements(
        outcome.account_ids[moves], from_budget[moves], from_received[moves], kept[moves]
    )
