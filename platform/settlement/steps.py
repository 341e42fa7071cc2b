"""The durable steps of a closing: what is told of its progress, and where it can be struck.

After each of them the process may die, and another comes to the same end: the tests strike at every
one that is listed here (tests/faults/test_struck_closer.py).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from likewise.months import Month
from likewise.settlement.settlements import State


class Step(StrEnum):
    """Every durable step, in its order. BATCH_POSTED comes once for each batch.

    The last batches outlast the process at once, and a crash of PostgreSQL from POSTED on: until
    then one may take them back, and `posted_through` with them.
    """

    SEALED = "sealed"
    TAKEN_OVER = "taken over"
    LIKES_REPEATED = "likes repeated"
    BOOK_WRITTEN = "book written"
    BOOK_RECORDED = "book recorded"
    OUTCOME_WRITTEN = "outcome written"
    COMPUTED = "computed"
    BATCH_POSTED = "batch posted"
    POSTED = "posted"
    VERIFIED = "verified"
    TOLD = "told"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the closing of a month has come.

    `state` is the state reached. After a durable step, `step` names it; while something long goes
    on it is None. `done` rows of `total` on the way to the next state; a total of 0 is unknown.
    """

    month: Month
    state: State
    step: Step | None = None
    done: int = 0
    total: int = 0


OnProgress = Callable[[Progress], None]
