"""Frames of rows by block, on the driver: kept where they are made, and what workers tell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
from py4j.protocol import Py4JError
from pyspark import StorageLevel
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame

from likewise.errors import ServerUnavailable
from likewise.settlement.engines.spark.parcels import as_refusal
from likewise.settlement.engines.spark.session import why_it_ended


@dataclass(frozen=True, slots=True)
class Keeping:
    """What the workers keep for one split, on their disks, until it is let go."""

    block_count: int
    _kept: list[DataFrame] = field(default_factory=list)

    def keep(
        self,
        rows: DataFrame,
        function: Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]],
        schema: str,
    ) -> DataFrame:
        """What the function makes of the rows, each at its block's partition, where it stays.

        What is lost with a worker is made again from what it was made of.
        """
        made = rows.mapInArrow(function, schema).repartitionById(self.block_count, "block")
        # On disk, which is memory as long as there is some to spare: blocks in Java's own would
        # crowd out what they are worked on with.
        self._kept.append(made.persist(StorageLevel.DISK_ONLY))
        return _as_it_is_kept(made)

    def let_go(self) -> None:
        """Gives the workers their disks back."""
        while self._kept:
            self._kept.pop().unpersist()


def _as_it_is_kept(persisted: DataFrame) -> DataFrame:
    """The same frame, whose plan says only that it is persisted, and not how it came about.

    Otherwise the plan of each hop would hold the plans of all before, and Spark goes through plans
    many times. There is no public way to say so.
    """
    session = persisted.sparkSession
    plan = persisted._jdf.queryExecution().withCachedData()
    java: Any = session._jvm
    dataset = java.org.apache.spark.sql.classic.Dataset
    return DataFrame(dataset.ofRows(session._jsparkSession, plan), session)


def union(frames: list[DataFrame]) -> DataFrame:
    """All rows of frames with the same columns."""
    together = frames[0]
    for frame in frames[1:]:
        together = together.union(frame)
    return together


def told(rows: DataFrame) -> list[str]:
    """What the workers tell, row by row. Raises what they refuse."""
    texts = [row["told"] for row in rows.select("told").collect()]
    for refusal in filter(None, map(as_refusal, texts)):
        raise refusal
    return texts


@contextmanager
def failing_in_one_line(master: str) -> Iterator[None]:
    """Raises ServerUnavailable for whatever Spark could not cope with, its own retries included."""
    try:
        yield
    except (PySparkException, Py4JError, ConnectionError) as error:
        raise ServerUnavailable(f"Apache Spark failed: {_reason(master, error)}") from error


def _reason(master: str, error: Exception) -> str:
    """What went wrong, in one line, as far as it can be found out."""
    if (ended := why_it_ended(master)) is not None:
        return ended
    try:
        text = str(error)
    except Py4JError:  # Spark ended just now, and can't be asked any more
        return type(error).__name__
    cause = re.search(r"^\S*(Error|Exception): .+$", text, re.MULTILINE)
    return cause[0] if cause else text.partition("\n")[0]
