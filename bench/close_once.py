"""One closing of a month in a process of its own, which tells how far it is, line by line.

    python -m bench.close_once 2026-10

on the installation that the LIKEWISE_* variables name. `close_in_child` starts it and listens.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import os
import resource
import sys
import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from likewise.log import configure_logging
from likewise.models import database
from likewise.models.clock import at_moment
from likewise.months import Month
from likewise.settings import settings
from likewise.settlement.close import close_month
from likewise.settlement.steps import Progress
from likewise.subscriptions.ringing import ringing

_MEBI = 1 << 20
# Linux counts in KiB, macOS in bytes.
_RSS_UNIT_BYTES = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True)
class Step:
    """What the closing said after so many seconds: its state, the durable step just done, rows."""

    after_seconds: float
    state: str
    step: str | None
    done: int
    total: int


@dataclass(frozen=True)
class Closed:
    """A closing as it was seen from outside; memory is that of the closing process at its peak."""

    steps: list[Step]
    took_seconds: float
    cpu_seconds: float
    peak_mebibytes: int
    settlement: dict[str, Any]


async def close_in_child(
    database_url: str,
    redis_url: str,
    month: Month,
    *,
    moment: datetime | None = None,
    data_dir: Path | None = None,
    on_step: Callable[[Step], None] = lambda _: None,
) -> Closed:
    """Close a month in another process. What it writes stays in `data_dir`, or nowhere."""
    words = [str(month), *(["--moment", moment.isoformat()] if moment else [])]
    addresses = {"LIKEWISE_DATABASE_URL": database_url, "LIKEWISE_REDIS_URL": redis_url}
    if data_dir is not None:
        addresses["LIKEWISE_DATA_DIR"] = str(data_dir)
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bench.close_once", *words),
        env={**os.environ, **addresses},
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        return await _listen(child, on_step)
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()


async def _listen(child: asyncio.subprocess.Process, on_step: Callable[[Step], None]) -> Closed:
    assert child.stdout is not None
    steps: list[Step] = []
    found: dict[str, Any] = {}
    async for line in child.stdout:
        said = json.loads(line)
        if "state" in said:
            steps.append(Step(**said))
            on_step(steps[-1])
        else:
            found = said
    if await child.wait() != 0 or not found:
        raise RuntimeError(f"the closing ended with {child.returncode}")
    return Closed(steps=steps, **found)


async def _close(month: Month, moment: datetime | None) -> None:
    chosen = settings()
    assert chosen.database_url is not None
    assert chosen.redis_url is not None
    url, redis_url = (each.get_secret_value() for each in (chosen.database_url, chosen.redis_url))
    async with (
        database.connected(url, pool_size=chosen.database_pool_size),
        ringing(redis_url),
    ):
        began = time.perf_counter()

        def on_progress(now: Progress) -> None:
            after_seconds = time.perf_counter() - began
            _say(asdict(Step(after_seconds, now.state, now.step, now.done, now.total)))

        with at_moment(moment) if moment else nullcontext():
            settlement = await close_month(month, early=True, on_progress=on_progress)
        took_seconds = time.perf_counter() - began
    used = resource.getrusage(resource.RUSAGE_SELF)
    _say(
        {
            "took_seconds": took_seconds,
            "cpu_seconds": used.ru_utime + used.ru_stime,
            "peak_mebibytes": used.ru_maxrss * _RSS_UNIT_BYTES // _MEBI,
            "settlement": asdict(settlement),
        }
    )


def _say(what: dict[str, Any]) -> None:
    print(json.dumps(what, default=str), flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("month", type=Month.parse)
    parser.add_argument("--moment", type=datetime.fromisoformat, help="when it is for the database")
    asked = parser.parse_args()
    configure_logging(logging.WARNING)  # to stderr: what goes to stdout is for who listens
    asyncio.run(_close(asked.month, asked.moment))
