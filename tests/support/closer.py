"""A process that closes a month and strikes itself down on the way.

Arguments: database URL, month, books folder, signal name, and at which step (counted from 0) the
signal comes; a step that never comes lets it end. Prints one line for each step.
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
from likewise.settlement.close import Progress, close_month


async def main(database_url: str, month: str, books_dir: str, strike: str, step: str) -> None:
    """Close the month, in batches of two, with the strike on the way."""
    posting.ROWS_PER_BATCH = 2
    steps_left = int(step)

    def on_progress(progress: Progress) -> None:
        nonlocal steps_left
        print(f"step {progress.state} {progress.done}", flush=True)
        if steps_left == 0:
            os.kill(os.getpid(), signal.Signals[strike])
        steps_left -= 1

    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    async with connected(database_url, pool_size=2):
        try:
            await close_month(
                Month.parse(month), early=True, on_progress=on_progress, books_dir=Path(books_dir)
            )
        except Refusal as refusal:
            sys.exit(refusal.code)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
