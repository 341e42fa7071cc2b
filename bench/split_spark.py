"""The same split on Apache Spark, on all cores of this machine, from the same files.

Spark's own start is told apart: it is paid once, and says nothing of the month. Needs the extra
`spark`, which is loaded when it is asked for.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.headline_book import write_headline_book
from likewise.settlement.engines.choice import LOCAL_SPARK, split_by_engine
from likewise.settlement.engines.sources import SplitSources
from likewise.settlement.outcome import Outcome
from likewise.storage import Location

_FIRST_SCALE = 0.0001


@contextmanager
def spark_started() -> Iterator[None]:
    """Spark, until the block ends: the splits in it find it running, and its Python workers, too.

    The workers start with the first split, so that is one of next to nothing.
    """
    from likewise.settlement.engines.spark.session import acquire, release

    acquire(LOCAL_SPARK)
    try:
        with tempfile.TemporaryDirectory(prefix="likewise-bench-") as folder:
            write_headline_book(Path(folder), _FIRST_SCALE)
            spark_split(Path(folder), max_hops=0)
        yield
    finally:
        release(LOCAL_SPARK)


def spark_split(folder: Path, max_hops: int) -> Outcome:
    """The outcome of the book in this folder, as a close by Spark comes to it."""
    names = ("pots", "likes", "forward")
    sources = SplitSources(*(Location.parse(folder / f"{name}.parquet") for name in names))
    return split_by_engine(LOCAL_SPARK, sources, max_hops=max_hops).outcome
