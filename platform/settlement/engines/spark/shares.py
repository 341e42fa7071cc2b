"""Naming every single share, sorted by (like id, hop): only when asked for. On the workers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import pyarrow as pa

from likewise.settlement.engines.spark.blocks import Block
from likewise.settlement.engines.spark.parcels import (
    Parcel,
    as_rows,
    cut_out,
    integers_in,
    parcels_of,
)
from likewise.settlement.split import Int64Array, shares_of_hop

_SAMPLES_PER_BLOCK = 1000


def sample_like_ids(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """In go the like ids of blocks, out comes an even sample of each."""
    for batch in batches:
        for packed in batch["like_ids"]:
            like_ids = np.sort(integers_in(packed.as_buffer()))
            places = np.arange(_SAMPLES_PER_BLOCK) * len(like_ids) // _SAMPLES_PER_BLOCK
            yield pa.record_batch(
                {"like_id": like_ids[np.unique(places)] if len(like_ids) else like_ids}
            )


def ranges_of(sampled_like_ids: Int64Array, range_count: int) -> Int64Array:
    """The first like ids of all ranges but the first, so that each holds about as many."""
    ascending = np.sort(sampled_like_ids)
    if not len(ascending):
        return ascending
    return ascending[np.arange(1, range_count) * len(ascending) // range_count]


def share_ranges(
    batches: Iterable[pa.RecordBatch], *, first_like_ids: Int64Array
) -> Iterator[pa.RecordBatch]:
    """In go blocks with what they shared by hop, out come their shares for each range of like ids.

    The kind of a parcel is the number of its hop, on the way in and on the way out.
    """
    bounds = np.arange(len(first_like_ids) + 2)
    for batch in batches:
        rows = zip(batch["people"], batch["like_ids"], batch["parcels"], strict=True)
        for people, packed, parcels in rows:
            block = Block.unpack(people)
            like_ids = integers_in(packed.as_buffer())
            ranges = np.searchsorted(first_like_ids, like_ids, side="right")
            order = np.argsort(ranges, kind="stable")
            like_ids, ranges = like_ids[order], ranges[order]
            cuts = np.searchsorted(ranges, bounds)
            for parcel in parcels_of(parcels.values):
                share_micros = shares_of_hop(block.starts, parcel.columns[0])[order]
                given = share_micros > 0
                counted = np.concatenate([[0], np.cumsum(given)])
                columns = like_ids[given], share_micros[given]
                yield as_rows(cut_out(parcel.kind, counted[cuts], *columns))


def sort_ranges(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """In go all shares of some ranges, out comes each range sorted by (like id, hop)."""
    by_range: dict[int, list[Parcel]] = {}
    for batch in batches:
        for parcel in parcels_of(batch.to_struct_array()):
            by_range.setdefault(parcel.block, []).append(parcel)
    for number in sorted(by_range):
        parcels = sorted(by_range.pop(number), key=lambda parcel: parcel.kind)
        like_ids = np.concatenate([parcel.columns[0] for parcel in parcels])
        share_micros = np.concatenate([parcel.columns[1] for parcel in parcels])
        hops = np.repeat(
            np.array([parcel.kind for parcel in parcels], dtype=np.int64),
            [len(parcel.columns[0]) for parcel in parcels],
        )
        order = np.argsort(like_ids, kind="stable")  # hops ascend already
        yield as_rows([Parcel(number, 0, (like_ids[order], hops[order], share_micros[order]))])
