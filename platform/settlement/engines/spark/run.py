"""The split on Spark, as its driver sees it: which partitions there are, and what follows what."""

from __future__ import annotations

import weakref
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import Any

import numpy as np
from py4j.protocol import Py4JError
from pyspark import StorageLevel
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as sql

from likewise.errors import AmountOutOfRange
from likewise.settlement.engines.sources import SplitSources
from likewise.settlement.engines.spark.blocks import BLOCK_COLUMNS, build_blocks
from likewise.settlement.engines.spark.frames import Keeping, failing_in_one_line, told, union
from likewise.settlement.engines.spark.hops import finish, share_hop
from likewise.settlement.engines.spark.parcels import (
    PARCEL_COLUMNS,
    ParcelKind,
    columns_of,
    integers_in,
)
from likewise.settlement.engines.spark.reading import Footer, InputFile, deal_out_groups
from likewise.settlement.engines.spark.session import acquire, release
from likewise.settlement.engines.spark.shares import (
    ranges_of,
    sample_like_ids,
    share_ranges,
    sort_ranges,
)
from likewise.settlement.outcome import Outcome, ShareBlock
from likewise.settlement.split import DEFAULT_MAX_HOPS, INT64_MAX, check_max_hops

_LIKES_PER_BLOCK = 1 << 19
"""A block is a single row to Spark, which copies it a few times: so many take about 13 MB."""
_SHARES_PER_RANGE = 1 << 22
_NO_PARCELS = "cast(array() as array<struct<kind: int, columns: array<binary>>>) parcels"
_runs = count()


@dataclass(frozen=True, slots=True)
class _Month:
    """A month on a cluster: `blocks` stay with their workers for as long as it is worked on."""

    master: str
    keeping: Keeping
    blocks: DataFrame
    like_count: int

    def with_parcels(self, parcels: DataFrame, *names: str) -> DataFrame:
        """Each block's row, with the columns named, and all parcels for it as one array."""
        gathered = parcels.groupBy("block").agg(
            sql.collect_list(sql.struct("kind", "columns")).alias("parcels")
        )
        blocks = self.blocks.select("block", "people", *names)
        return blocks.join(gathered.hint("shuffle_hash"), "block")


class SparkSplitResult:
    """The outcome, and Spark with all that is needed to name every single share.

    Spark ends when nobody holds the result any more. See `SplitResult`.
    """

    def __init__(self, outcome: Outcome, month: _Month, parcels_by_hop: list[DataFrame]) -> None:
        self.outcome = outcome
        self._month = month
        hop_count = len(outcome.shared_by_hop_micros)
        self._parcels_by_hop = parcels_by_hop[:hop_count]
        self.share_block_count = -(-month.like_count * hop_count // _SHARES_PER_RANGE)

    def share_blocks(self) -> Iterator[ShareBlock]:
        """Every share above zero, sorted by (like id, hop): a range of like ids at a time."""
        if not self.share_block_count:
            return
        with failing_in_one_line(self._month.master):
            for row in self._sorted_ranges().toLocalIterator(prefetchPartitions=True):
                yield ShareBlock(*(integers_in(column) for column in row["columns"]))

    def _sorted_ranges(self) -> DataFrame:
        """One row for each range of like ids, the ranges in ascending partitions."""
        month, range_count = self._month, self.share_block_count
        samples = month.blocks.select("like_ids").mapInArrow(sample_like_ids, "like_id bigint")
        first_like_ids = ranges_of(samples.toArrow()["like_id"].to_numpy(), range_count)
        shared = [
            parcels.where(sql.col("kind") == ParcelKind.SHARED).withColumn("kind", sql.lit(hop))
            for hop, parcels in enumerate(self._parcels_by_hop)
        ]
        by_block = union(shared).repartitionById(month.keeping.block_count, "block")
        to_ranges = partial(share_ranges, first_like_ids=first_like_ids)
        by_range = month.with_parcels(by_block, "like_ids").mapInArrow(to_ranges, PARCEL_COLUMNS)
        return by_range.repartitionById(range_count, "block").mapInArrow(
            sort_ranges, PARCEL_COLUMNS
        )


def run_split_on_spark(
    sources: SplitSources, *, master: str, max_hops: int = DEFAULT_MAX_HOPS
) -> SparkSplitResult:
    """Splits one month on the Spark at `master`: "local[*]", "spark://host:port", "yarn", …

    The workers read the files themselves. Raises InvalidInput, MalformedFile and AmountOutOfRange
    as the other engine does, and ServerUnavailable if there is no Spark or it fails.
    """
    check_max_hops(max_hops)
    files = _files(sources)
    footers = {kind: file.footer() for kind, file in files.items()}
    session = acquire(master)
    like_count = footers[ParcelKind.LIKES].row_count
    parallelism = session.sparkContext.defaultParallelism
    keeping = Keeping(max(parallelism, -(-like_count // _LIKES_PER_BLOCK)))
    try:
        with failing_in_one_line(master):
            blocks = _deal_out(session, files, footers, keeping)
            result = _split(_Month(master, keeping, blocks, like_count), max_hops)
    except BaseException:
        _let_go(keeping, master)
        raise
    weakref.finalize(result, _let_go, keeping, master)
    return result


def _files(sources: SplitSources) -> dict[ParcelKind, InputFile]:
    locations = {
        ParcelKind.POTS: sources.pots,
        ParcelKind.LIKES: sources.likes,
        ParcelKind.FORWARD: sources.forward,
    }
    return {kind: InputFile(kind, where) for kind, where in locations.items() if where is not None}


def _let_go(keeping: Keeping, master: str) -> None:
    """Frees the workers' disks, and ends Spark, unless another split is at work there."""
    # Where Spark has failed altogether, there is nothing left to free.
    with suppress(PySparkException, Py4JError, OSError):
        keeping.let_go()
    release(master)


def _split(month: _Month, max_hops: int) -> SparkSplitResult:
    before = month.blocks.selectExpr("block", "people", _NO_PARCELS)
    parcels_by_hop: list[DataFrame] = []
    shared_by_hop_micros: list[int] = []
    for hop in range(max_hops + 1):
        parcels = month.keeping.keep(before, partial(share_hop, hop=hop), PARCEL_COLUMNS)
        parcels_by_hop.append(parcels)
        sums = told(parcels.where(sql.col("kind").isin(ParcelKind.SHARED, ParcelKind.REFUSAL)))
        before = month.with_parcels(parcels.where(sql.col("kind") != ParcelKind.SHARED))
        if not (shared_micros := sum(map(int, sums))):
            break
        shared_by_hop_micros.append(shared_micros)
    finished = before.mapInArrow(finish, PARCEL_COLUMNS).persist(StorageLevel.DISK_ONLY)
    told(finished)
    rows = finished.select("columns").toArrow()["columns"]
    finished.unpersist()
    return SparkSplitResult(_outcome(rows, tuple(shared_by_hop_micros)), month, parcels_by_hop)


def _deal_out(
    session: SparkSession,
    files: dict[ParcelKind, InputFile],
    footers: dict[ParcelKind, Footer],
    keeping: Keeping,
) -> DataFrame:
    """Deals the inputs out to their blocks. Raises MalformedFile and AmountOutOfRange."""
    dealt = [_nothing(session, keeping.block_count)]
    for kind, file in files.items():
        group_count = footers[kind].group_count
        deal = partial(deal_out_groups, file=file, block_count=keeping.block_count)
        groups = session.range(0, group_count, 1, max(1, group_count))
        dealt.append(groups.mapInArrow(deal, PARCEL_COLUMNS))
    by_block = union(dealt).repartitionById(keeping.block_count, "block")
    build = partial(build_blocks, files=files, block_count=keeping.block_count)
    blocks = keeping.keep(by_block, build, BLOCK_COLUMNS)
    if sum(map(int, told(blocks))) > INT64_MAX:
        raise AmountOutOfRange("The pots together are more than 64 bits hold")
    return blocks


def _nothing(session: SparkSession, block_count: int) -> DataFrame:
    """An empty parcel for each block.

    What it tells is the number of the run: to Spark, two runs on files of the same names were the
    same otherwise, and the second would be given what the first has persisted.
    """
    columns = ("cast(id as int) block", f"{ParcelKind.NOTHING:d} kind", f"'{next(_runs)}' told")
    return session.range(0, block_count, 1, 1).selectExpr(*columns, "array() columns")


def _outcome(rows: Iterable[Any], shared_by_hop_micros: tuple[int, ...]) -> Outcome:
    """The outcome of all blocks, sorted by account."""
    by_block = [tuple(columns_of(packed)) for packed in rows]
    columns = [np.concatenate(columns) for columns in zip(*by_block, strict=True)]
    order = np.argsort(columns[0])
    ids, unshared_micros, received_micros, passed_on_micros = (column[order] for column in columns)
    return Outcome(ids, unshared_micros, received_micros, passed_on_micros, shared_by_hop_micros)
