"""A dry run: what the running month would come to if it closed now. It touches nothing."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from likewise.errors import MonthOutOfOrder
from likewise.models import database
from likewise.months import Month
from likewise.settings import settings
from likewise.settlement.book import Policy
from likewise.settlement.book_writing import OnRows, write_book
from likewise.settlement.computing import compute
from likewise.settlement.next_month import next_month
from likewise.settlement.outcome import Outcome
from likewise.storage import Location


@dataclass(frozen=True, slots=True)
class Receiver:
    """Somebody whom the month would bring most: a person's handle or a site's host; in micros."""

    name: str
    received_micros: int
    kept_micros: int


@dataclass(frozen=True, slots=True)
class DryRun:
    """What a month would come to, who would get most of it, and how long that took to find out."""

    month: Month
    pot_count: int
    like_count: int
    outcome: Outcome
    top_receivers: tuple[Receiver, ...]
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
        await _top_receivers(outcome, top),
        written - began,
        computed - written,
    )


async def _top_receivers(outcome: Outcome, top: int) -> tuple[Receiver, ...]:
    """Who receives most, the most first; the smaller id first where it is the same."""
    order = np.lexsort((outcome.account_ids, -outcome.received_micros))[:top]
    places = [int(place) for place in order if outcome.received_micros[place] > 0]
    ids = [int(outcome.account_ids[place]) for place in places]
    names = {row["id"]: row["name"] for row in await database.rows(_NAMES, ids)}
    return tuple(
        Receiver(
            names[owner_id], int(outcome.received_micros[place]), int(outcome.kept_micros[place])
        )
        for owner_id, place in zip(ids, places, strict=True)
    )


_NAMES = """
SELECT id, '@' || handle AS name FROM persons WHERE id = ANY($1::bigint[])
UNION ALL
SELECT id, host FROM sites WHERE id = ANY($1::bigint[])
"""
