"""A dry run: what the running month would come to if it closed now. It touches nothing."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from likewise.errors import MonthOutOfOrder
from likewise.months import Month
from likewise.settings import settings
from likewise.settlement.book import Policy
from likewise.settlement.book_writing import OnRows, write_book
from likewise.settlement.computing import compute
from likewise.settlement.next_month import next_month
from likewise.settlement.outcome import Outcome
from likewise.storage import Location


@dataclass(frozen=True, slots=True)
class DryRun:
    """What a month would come to, and how long that took to find out.

    `largest_received_micros`: the most that any accounts would receive, the largest first. Whose
    they are is not said (docs/decisions/a-dry-run-names-nobody.md).
    """

    month: Month
    pot_count: int
    like_count: int
    outcome: Outcome
    largest_received_micros: tuple[int, ...]
    reading_seconds: float
    computing_seconds: float


async def dry_run(*, top: int = 10, on_rows: OnRows = lambda _: None) -> DryRun:
    """Compute the month that is next to be closed, from a book that is thrown away again.

    Raises MonthOutOfOrder while a month is being closed, StorageFailed if the temporary folder
    cannot hold the book, and AmountOutOfRange.
    """
    began = time.monotonic()
    due = await next_month()
    if due.closing is not None:
        raise MonthOutOfOrder(f"{due.closing} is being closed: its pots are not shared out yet.")
    policy = Policy(settings().currency, settings().max_hops)
    with TemporaryDirectory(prefix="likewise-dry-run-") as folder:
        book = await write_book(
            Location.parse(Path(folder)),
            month=due.month,
            number=due.number,
            policy=policy,
            proof_salt=b"",
            on_rows=on_rows,
        )
        written = time.monotonic()
        outcome = (await asyncio.to_thread(compute, book)).outcome
        computed = time.monotonic()
    return DryRun(
        due.month,
        book.manifest.counts["pots"],
        book.manifest.counts["likes"],
        outcome,
        _largest_received(outcome, top),
        written - began,
        computed - written,
    )


def _largest_received(outcome: Outcome, top: int) -> tuple[int, ...]:
    found = np.sort(outcome.received_micros[outcome.received_micros > 0])[::-1][:top]
    return tuple(int(micros) for micros in found)
