"""Blocks: all that some people have, like and forward, ready for hop after hop. On the workers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from likewise.errors import MalformedFile
from likewise.settlement.engines.spark.parcels import (
    Parcel,
    ParcelKind,
    block_of,
    columns_of,
    joined,
    parcels_of,
    refusal_parcel,
)
from likewise.settlement.engines.spark.reading import InputFile
from likewise.settlement.split import Int64Array, exact_sum

BLOCK_COLUMNS = "block int, people array<binary>, like_ids binary, told string"
"""Those of blocks, in Spark's words; `told` is the sum of the pots in digits, or a refusal."""
_BLOCK_SCHEMA = pa.schema(
    [
        ("block", pa.int32()),
        ("people", pa.list_(pa.binary())),
        ("like_ids", pa.binary()),
        ("told", pa.string()),
    ]
)


@dataclass(frozen=True, slots=True)
class Block:
    """The people of one block. Ids ascend; what is by liker stands in the order of `likers`.

    The likes stand in the order (person, like id), and those of `likers[i]` from `starts[i]` to
    `starts[i + 1]`. `receivers[j]` is the number of who the like at position j brings money to;
    `receiver_ids` is by that number, and those who live in block b are numbered from `cuts[b]` to
    `cuts[b + 1]`. `unshared_micros` is by `pot_ids`, who have a pot: zero for who likes anything.
    """

    likers: Int64Array
    pots_micros: Int64Array
    forward_bps: Int64Array
    starts: Int64Array
    receivers: Int64Array
    receiver_ids: Int64Array
    cuts: Int64Array
    pot_ids: Int64Array
    unshared_micros: Int64Array

    @classmethod
    def unpack(cls, packed: Iterable[Any]) -> Block:
        """From a value of type array<binary>, without copying."""
        return cls(*columns_of(packed))

    def pack(self) -> list[bytes]:
        """As a value of type array<binary>."""
        return [column.tobytes() for column in astuple(self)]


def build_blocks(
    batches: Iterable[pa.RecordBatch], *, files: dict[ParcelKind, InputFile], block_count: int
) -> Iterator[pa.RecordBatch]:
    """On a worker: in go all parcels of some blocks, out comes a row for each block."""
    by_block: dict[int, list[Parcel]] = {}
    for batch in batches:
        for parcel in parcels_of(batch.to_struct_array()):
            by_block.setdefault(parcel.block, []).append(parcel)
    for number, parcels in by_block.items():
        row = {"block": number, **_row_of(parcels, files, block_count)}
        yield pa.RecordBatch.from_pylist([row], schema=_BLOCK_SCHEMA)


def _row_of(
    parcels: list[Parcel], files: dict[ParcelKind, InputFile], block_count: int
) -> dict[str, Any]:
    """A block, or why there can't be one."""
    refusals = [parcel for parcel in parcels if parcel.kind == ParcelKind.REFUSAL]
    try:
        if not refusals:
            (all_like_ids,) = joined(parcels, ParcelKind.LIKE_IDS, 1)
            files[ParcelKind.LIKES].refuse_repeated("like_id", np.sort(all_like_ids))
            block, like_ids = _build(parcels, files, block_count)
            told = str(exact_sum(block.pots_micros) + exact_sum(block.unshared_micros))
            return {"people": block.pack(), "like_ids": like_ids.tobytes(), "told": told}
    except MalformedFile as refusal:
        refusals = [refusal_parcel(refusal)]
    return {"people": [], "like_ids": b"", "told": refusals[0].told}


def _build(
    parcels: list[Parcel], files: dict[ParcelKind, InputFile], block_count: int
) -> tuple[Block, Int64Array]:
    """A block, and the ids of its likes by position. Raises MalformedFile for repeated people."""
    like_ids, people, recipients = joined(parcels, ParcelKind.LIKES, 3)
    order = np.lexsort((like_ids, people))
    likers, starts = _starts(people[order])
    receiver_ids, receivers, cuts = _number_receivers(recipients[order], block_count)
    pot_ids, amounts_micros = _by_person(parcels, ParcelKind.POTS, files)
    forward_ids, forward_bps = _by_person(parcels, ParcelKind.FORWARD, files)
    block = Block(
        likers=likers,
        pots_micros=found_at(pot_ids, amounts_micros, likers),
        forward_bps=found_at(forward_ids, forward_bps, likers),
        starts=starts,
        receivers=receivers,
        receiver_ids=receiver_ids,
        cuts=cuts,
        pot_ids=pot_ids,
        unshared_micros=np.where(np.isin(pot_ids, likers), 0, amounts_micros),
    )
    return block, like_ids[order]


def _starts(people: Int64Array) -> tuple[Int64Array, Int64Array]:
    """The ids that occur in an ascending column, and where each begins, with the end behind."""
    if not len(people):
        return people, np.zeros(1, dtype=np.int64)
    firsts = np.flatnonzero(np.concatenate([[True], people[1:] != people[:-1]]))
    return people[firsts], np.append(firsts, len(people))


def _number_receivers(
    recipients: Int64Array, block_count: int
) -> tuple[Int64Array, Int64Array, Int64Array]:
    """The receivers' ids by number, the number by like, and the first number in each block."""
    ids, by_id = np.unique(recipients, return_inverse=True)
    blocks = block_of(ids, block_count)
    order = np.argsort(blocks, kind="stable")
    numbers = np.empty(len(ids), dtype=np.int64)
    numbers[order] = np.arange(len(ids))
    cuts = np.searchsorted(blocks[order], np.arange(block_count + 1))
    return ids[order], numbers[by_id], cuts


def _by_person(
    parcels: list[Parcel], kind: ParcelKind, files: dict[ParcelKind, InputFile]
) -> tuple[Int64Array, Int64Array]:
    """A column by person, ascending. Raises MalformedFile for a person who is there twice."""
    ids, values = joined(parcels, kind, 2)
    order = np.argsort(ids)
    if kind in files:
        files[kind].refuse_repeated("person_id", ids[order])
    return ids[order], values[order]


def found_at(ids: Int64Array, values: Int64Array, wanted: Int64Array) -> Int64Array:
    """The values of the wanted ids, zero for those that are not there; `ids` ascending."""
    if not len(ids):
        return np.zeros(len(wanted), dtype=np.int64)
    places = np.searchsorted(ids, wanted)
    places[places == len(ids)] = 0
    return np.where(ids[places] == wanted, values[places], 0)
