"""A dry run: what the running month would come to if it closed now. It touches nothing."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from likewise.models import database
from likewise.months import Month
from likewise.settings import settings
from likewise.settlement.book import Policy, write_book
from likewise.settlement.outcome import Outcome
from likewise.settlement.verification import compute


@dataclass(frozen=True, slots=True)
class DryRun:
    """What a month would come to."""

    month: Month
    pot_count: int
    like_count: int
    outcome: Outcome


async def dry_run() -> DryRun:
    """Compute the month that is next to be closed, from a book that is thrown away again."""
    row = await database.row(_NEXT)
    assert row is not None
    month = Month.of(row["month"])
    policy = Policy(settings().currency, settings().max_hops)
    with TemporaryDirectory(prefix="likewise-dry-run-") as folder:
        book = await write_book(Path(folder), month=month, number=row["number"], policy=policy)
        outcome, _ = await asyncio.to_thread(compute, book)
    return DryRun(month, book.pot_count, book.like_count, outcome)


_NEXT = """
SELECT count(*) + 1 AS number, coalesce(
    (max(month) + interval '1 month')::date,
    (SELECT min(month) FROM likes),
    this_month()
) AS month FROM settlements
"""
