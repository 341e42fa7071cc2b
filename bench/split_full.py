"""The whole headline month, once, us alone, in a process of its own: time, memory and digest."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

from bench.headline_book import write_headline_book
from likewise.settlement.cores import core_count
from likewise.settlement.engines.numpy_engine import run_split
from likewise.settlement.outcome import SplitInputs
from likewise.settlement.split_files import read_inputs
from likewise.storage import Location

FULL_SCALE = 1.0
Result = TypeVar("Result")


@dataclass(frozen=True)
class FullSplit:
    """What the whole month took; the memory is the process's highest, in bytes."""

    likes: int
    reading_seconds: float
    splitting_seconds: float
    digest_seconds: float
    digest: str
    memory_bytes: int


def print_full(folder: Path) -> None:
    """Print what all seven hops of 100 million likes take, with the book in this folder."""
    if not (folder / "forward.parquet").exists():
        _in_a_process(write_headline_book, folder, FULL_SCALE)
    done = _in_a_process(_measure, folder)
    print(f"{done.likes:,} likes, all hops, {core_count()} cores")
    print(f"  reading and checking the files  {done.reading_seconds:6.2f} s")
    print(f"  index once, seven hops, outcome {done.splitting_seconds:6.2f} s")
    print(f"  digest of the outcome           {done.digest_seconds:6.2f} s   {done.digest}")
    print(f"  memory at the most              {done.memory_bytes / 2**30:6.2f} GiB")


def read_book(folder: Path) -> SplitInputs:
    """The files of a book, read and checked as for a close."""
    return read_inputs(
        *(Location.parse(folder / f"{name}.parquet") for name in ("pots", "likes", "forward"))
    )


def _measure(folder: Path) -> FullSplit:
    times = [time.perf_counter()]
    inputs = read_book(folder)
    times.append(time.perf_counter())
    outcome = run_split(inputs).outcome
    times.append(time.perf_counter())
    digest = outcome.digest()
    times.append(time.perf_counter())
    reading, splitting, digesting = (after - before for before, after in pairwise(times))
    peak_bytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10
    return FullSplit(len(inputs.like_ids), reading, splitting, digesting, digest, peak_bytes)


def _in_a_process(work: Callable[..., Result], *values: object) -> Result:
    """Run in a new process, begun small: a process's highest memory counts its parent's, too."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        return process.submit(work, *values).result()
