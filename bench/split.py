"""The split of the headline month beside peers and the floor, all from the same files.

    python -m bench.split [--scale 0.2] [--rounds 3] [--data DIR] [--full]

The floor is reading the columns of the sealed likes from Parquet into memory, which any split has
to do first. Every round runs everybody, one after the other; figures are medians of the rounds, and
each peer must come to what we come to, to the micro. Spark, which is our own kernel on a cluster of
one machine, takes its turn once, at the end. `--full` runs the whole month, us alone.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np
import pyarrow.parquet as pq

from bench.headline_book import write_headline_book
from bench.split_full import FULL_SCALE, print_full, read_book
from bench.split_peers import Received, duckdb_split, numpy_split, polars_split
from bench.split_spark import spark_split, spark_started
from likewise.settlement.cores import core_count
from likewise.settlement.engines.numpy_engine import NumberedMonth, number_month, run_split
from likewise.settlement.outcome import Outcome
from likewise.settlement.split import DEFAULT_MAX_HOPS, Split, split

STANDARD_SCALE = 0.2
ROUNDS = 3
HOPS = {"one hop": 0, "all seven": DEFAULT_MAX_HOPS}

FLOOR = "floor: reading the likes' columns from Parquet"
READING = "us: reading all three files and checking them"
INDEX = "us: numbers and index, once for all hops"
KERNEL = "us: the split alone"
WHOLE = "us: from the files to the outcome"
PEERS = {
    "DuckDB: SQL, from the files": duckdb_split,
    "Polars: lazy, from the files": polars_split,
    "plain NumPy arrays, from the files": numpy_split,
}
SPARK_START = "Spark on all cores: its start"
SPARK = "Spark on all cores: our kernel, from the files"
_BARS = {"one hop": "0.2", "all seven": "1.0"}

Result = TypeVar("Result")


class Times:
    """What took how long, round by round; the first round warms everybody up and isn't kept."""

    def __init__(self) -> None:
        self._seconds: dict[tuple[str, str], list[float]] = {}

    def forget(self) -> None:
        """Begin anew: everybody is warm."""
        self._seconds.clear()

    def of(self, what: str, hops: str, work: Callable[[], Result]) -> Result:
        """Do the work, and note how long it took."""
        began = time.perf_counter()
        result = work()
        self._seconds.setdefault((what, hops), []).append(time.perf_counter() - began)
        return result

    def print(self) -> None:
        """A line for each, with its median and how many times the floor that is."""
        floor_seconds = statistics.median(self._seconds[FLOOR, ""])
        for (what, hops), seconds in sorted(self._seconds.items(), key=lambda each: each[0][1]):
            median_seconds = statistics.median(seconds)
            bar = f"   (bar {_BARS[hops]})" if what == KERNEL else ""
            ratio = f"{median_seconds / floor_seconds:7.2f} x{bar}"
            print(f"{hops:10} {what:48} {median_seconds:8.3f} s {ratio}")


def measure(
    scale: float = STANDARD_SCALE, rounds: int = ROUNDS, data_dir: Path | None = None
) -> None:
    """Print the table; with `data_dir` the book is kept there for the next time."""
    with tempfile.TemporaryDirectory(prefix="likewise-bench-") as temporary:
        folder = book_of(scale, data_dir or Path(temporary))
        times = Times()
        _round(folder, times)
        times.forget()
        for _ in range(rounds):
            _round(folder, times)
        _spark_round(folder, times)
    print(f"the split at {scale * 100:g} % of the headline month: medians of {rounds} rounds")
    times.print()


def book_of(scale: float, data_dir: Path) -> Path:
    """The folder with the book at this scale, which is written if it isn't there."""
    folder = data_dir / f"headline-{scale:g}"
    if not (folder / "forward.parquet").exists():
        write_headline_book(folder, scale)
    return folder


def _round(folder: Path, times: Times) -> None:
    times.of(FLOOR, "", partial(_read_likes, folder))
    inputs = times.of(READING, "", partial(read_book, folder))
    month = times.of(INDEX, "", partial(number_month, inputs))
    for hops, max_hops in HOPS.items():
        times.of(KERNEL, hops, partial(_split, month, max_hops))
    del inputs, month
    for hops, max_hops in HOPS.items():
        ours = times.of(WHOLE, hops, partial(_split_whole, folder, max_hops))
        for name, peer in PEERS.items():
            _check_equal(name, times.of(name, hops, partial(peer, folder, max_hops)), ours)


def _spark_round(folder: Path, times: Times) -> None:
    with ExitStack() as until_done:
        times.of(SPARK_START, "", lambda: until_done.enter_context(spark_started()))
        for hops, max_hops in HOPS.items():
            theirs = times.of(SPARK, hops, partial(spark_split, folder, max_hops))
            ours = _split_whole(folder, max_hops)
            assert theirs.digest() == ours.digest(), "Spark came to something else"
            assert theirs.shared_by_hop_micros == ours.shared_by_hop_micros


def _read_likes(folder: Path) -> None:
    with pq.ParquetFile(folder / "likes.parquet") as file:
        file.read(columns=["like_id", "person_id", "recipient_id"])


def _split(month: NumberedMonth, max_hops: int) -> Split:
    return split(
        month.index, month.pots_micros, month.forward_bps, max_hops, thread_count=core_count()
    )


def _split_whole(folder: Path, max_hops: int) -> Outcome:
    return run_split(read_book(folder), max_hops=max_hops).outcome


def _check_equal(name: str, theirs: Received, ours: Outcome) -> None:
    received = ours.received_micros > 0
    expected = (ours.account_ids[received], ours.received_micros[received])
    for column, ours_column in zip(theirs, expected, strict=True):
        assert np.array_equal(column, ours_column), f"{name} came to something else"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scale", type=float, default=STANDARD_SCALE)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--data", type=Path, help="keep the book here for the next time")
    parser.add_argument("--full", action="store_true", help="the whole month, us alone")
    options = parser.parse_args()
    if options.full:
        with tempfile.TemporaryDirectory(prefix="likewise-bench-") as own_dir:
            print_full((options.data or Path(own_dir)) / f"headline-{FULL_SCALE:g}")
    else:
        measure(options.scale, options.rounds, options.data)
