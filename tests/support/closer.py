"""A process that closes a month and strikes itself down on the way.

Arguments: database URL, month, books folder, signal name, and at which step (`Step`'s value, and
the how-manieth time it is reached) the signal comes; a step that never comes lets it end. Prints
one line for each step.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

import structlog

from likewise.errors import Refusal
from likewise.models.database import connected
from likewise.months import Month
from likewise.settlement import posting
from likewise.settlement.close import close_month
from likewise.settlement.steps import Progress


async def main(
    database_url: str, month: str, books: str, strike: str, step: str, time: str
) -> None:
    """Close the month, in batches of two, with the strike on the way."""
    posting.OWNERS_PER_BATCH = 2
    times_left = int(time)

    def on_progress(progress: Progress) -> None:
        nonlocal times_left
        if progress.step is None:
            return
        print(progress.step, flush=True)
        if progress.step == step:
            times_left -= 1
            if times_left == 0:
                os.kill(os.getpid(), signal.Signals[strike])

    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    async with connected(database_url, pool_size=2):
        try:
            await close_month(
                Month.parse(month), early=True, on_progress=on_progress, books=Path(books)
            )
        except Refusal as refusal:
            sys.exit(refusal.code)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
