"""A process that closes a month and strikes itself down on the way."""

from __future__ import annotations

import asyncio
import os
import signal
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

import structlog

from likewise.errors import Refusal
from likewise.models.database import connected
from likewise.months import Month
from likewise.settlement import posting
from likewise.settlement.close import close_month
from likewise.settlement.steps import Progress, Step
from tests.support.forks import FORKS

Point = tuple[Step, int]
"""A fail point: a durable step, and the how-manieth time it is reached."""

NOWHERE: Point = (Step.CLOSED, 10_000)


@dataclass
class Closer:
    """The process as its test sees it: the steps that it told, and why it was refused, if so."""

    process: BaseProcess
    _told: Connection
    steps: list[str] = field(default_factory=list)
    refusal: str | None = None

    @classmethod
    def start(
        cls,
        database_url: str,
        month: Month,
        books: Path,
        strike: signal.Signals = signal.SIGKILL,
        at: Point = NOWHERE,
    ) -> Closer:
        """Begin to close a month, in batches of two, with a signal to itself at a point."""
        told, telling = FORKS.Pipe(duplex=False)
        process = FORKS.Process(
            target=_run, args=(database_url, month, books, strike, at, telling), daemon=True
        )
        process.start()
        telling.close()
        return cls(process, told)

    async def come_to(self, at: Point) -> None:
        """Wait until it has told this point."""
        while self.steps.count(at[0]) < at[1]:
            assert await asyncio.to_thread(self._hear), "it ended before"

    async def stopped(self) -> None:
        """Wait until it has stopped itself: it tells its step a moment before."""
        status = Path(f"/proc/{self.process.pid}/stat")
        while " T " not in (await asyncio.to_thread(status.read_text)).rpartition(")")[2][:3]:
            pass

    def go_on(self) -> None:
        """Let it go on after SIGSTOP."""
        assert self.process.pid is not None
        os.kill(self.process.pid, signal.SIGCONT)

    async def end(self) -> int:
        """Wait until it has ended; returns its exit code, or the signal as a negative number."""
        while await asyncio.to_thread(self._hear):
            pass
        await asyncio.to_thread(self.process.join)
        assert self.process.exitcode is not None
        return self.process.exitcode

    def _hear(self) -> bool:
        try:
            kind, said = self._told.recv()
        except EOFError:
            return False
        if kind == "step":
            self.steps.append(said)
        else:
            self.refusal = said
        return True


def _run(
    database_url: str,
    month: Month,
    books: Path,
    strike: signal.Signals,
    at: Point,
    telling: Connection,
) -> None:
    posting.OWNERS_PER_BATCH = 2
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    step, times_left = at

    def on_progress(progress: Progress) -> None:
        nonlocal times_left
        if progress.step is None:
            return
        telling.send(("step", str(progress.step)))
        times_left -= progress.step == step
        if times_left == 0:
            times_left = -1
            os.kill(os.getpid(), strike)

    async def close() -> None:
        async with connected(database_url, pool_size=2):
            await close_month(month, early=True, on_progress=on_progress, books=books)

    try:
        asyncio.run(close())
    except Refusal as refusal:
        telling.send(("refusal", refusal.code))
    except Exception:
        os._exit(1)  # it lost its database: whatever it says of that, nobody reads
