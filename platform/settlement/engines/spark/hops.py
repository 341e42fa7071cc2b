"""One hop on one block: what it was brought, what of it is passed on, to whom. On the workers.

The rules are the kernel's, in `settlement/split.py`; here they are fed with parcels.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from scipy.sparse import csc_array

from likewise.errors import AmountOutOfRange
from likewise.settlement.engines.spark.blocks import Block, found_at
from likewise.settlement.engines.spark.parcels import (
    Parcel,
    ParcelKind,
    as_rows,
    cut_out,
    joined,
    parcels_of,
    refusal_parcel,
)
from likewise.settlement.split import Int64Array, parts_of, runs_of_hop


@dataclass(frozen=True, slots=True)
class _Account:
    """What the accounts of a block have come to so far, and what the last hop brought them."""

    ids: Int64Array
    received_micros: Int64Array
    passed_on_micros: Int64Array
    brought_ids: Int64Array
    brought_micros: Int64Array


def share_hop(batches: Iterable[pa.RecordBatch], *, hop: int) -> Iterator[pa.RecordBatch]:
    """In goes each block with what the hop before brought, out come the parcels of this hop."""
    for number, block, parcels in _opened(batches):
        try:
            accounts = _gather(parcels)
        except AmountOutOfRange as refusal:
            yield as_rows([refusal_parcel(refusal)])
            continue
        if hop == 0:
            pots_micros, passed_on_micros = block.pots_micros, accounts.passed_on_micros
        else:
            brought_micros = found_at(accounts.brought_ids, accounts.brought_micros, block.likers)
            pots_micros = parts_of(brought_micros, block.forward_bps)
            passing_on = pots_micros > 0
            passed_on_micros = accounts.passed_on_micros.copy()
            places = np.searchsorted(accounts.ids, block.likers[passing_on])
            passed_on_micros[places] += pots_micros[passing_on]
        totals = (accounts.ids, accounts.received_micros, passed_on_micros)
        yield as_rows(
            [
                Parcel(number, ParcelKind.TOTALS, totals),
                Parcel(number, ParcelKind.SHARED, (pots_micros,), str(pots_micros.sum())),
            ]
        )
        if pots_micros.any():
            yield as_rows(_brought(block, pots_micros))


def finish(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """In goes each block with what the last hop brought, out comes its part of the outcome."""
    for number, block, parcels in _opened(batches):
        try:
            accounts = _gather(parcels)
        except AmountOutOfRange as refusal:
            yield as_rows([refusal_parcel(refusal)])
            continue
        got = accounts.received_micros > 0
        ids = np.union1d(block.pot_ids, accounts.ids[got])
        outcome = (
            ids,
            found_at(block.pot_ids, block.unshared_micros, ids),
            found_at(accounts.ids, accounts.received_micros, ids),
            found_at(accounts.ids, accounts.passed_on_micros, ids),
        )
        yield as_rows([Parcel(number, 0, outcome)])


def _opened(batches: Iterable[pa.RecordBatch]) -> Iterator[tuple[int, Block, list[Parcel]]]:
    """The blocks in rows of (block, people, parcels), each with the parcels that it was sent."""
    for batch in batches:
        numbers: list[Any] = batch["block"].to_pylist()
        for number, people, parcels in zip(numbers, batch["people"], batch["parcels"], strict=True):
            yield number, Block.unpack(people), parcels_of(parcels.values, block=number)


def _gather(parcels: list[Parcel]) -> _Account:
    """Adds what a hop brought to the totals. Raises AmountOutOfRange."""
    ids_before, received_before, passed_on_before = joined(parcels, ParcelKind.TOTALS, 3)
    brought_ids, brought_micros = _summed(*joined(parcels, ParcelKind.BROUGHT, 2))
    ids = np.union1d(ids_before, brought_ids)
    received_micros = found_at(ids_before, received_before, ids)
    received_micros[np.searchsorted(ids, brought_ids)] += brought_micros
    # Coins that go round count each time: a sum over hops can outgrow what one hop can't.
    if (received_micros < 0).any():
        raise AmountOutOfRange("What one account receives is more than 64 bits hold")
    passed_on_micros = found_at(ids_before, passed_on_before, ids)
    return _Account(ids, received_micros, passed_on_micros, brought_ids, brought_micros)


def _summed(ids: Int64Array, micros: Int64Array) -> tuple[Int64Array, Int64Array]:
    """The ids, ascending, once each, and the sum for each: parts of the pots, so within 64 bits."""
    if not len(ids):
        return ids, micros
    order = np.argsort(ids, kind="stable")
    ids = ids[order]
    firsts = np.flatnonzero(np.concatenate([[True], ids[1:] != ids[:-1]]))
    return ids[firsts], np.add.reduceat(micros[order], firsts)


def _brought(block: Block, pots_micros: Int64Array) -> Iterator[Parcel]:
    """What the people of a block give, summed by receiver, to the receivers' blocks."""
    borders, shares_micros = runs_of_hop(block.starts, pots_micros)
    ones = np.ones(len(block.receivers), dtype=np.int64)
    shape = (len(block.receiver_ids), len(shares_micros))
    gives_to: Any = csc_array((ones, block.receivers, borders), shape=shape, copy=False)
    brought_micros: Int64Array = gives_to @ shares_micros
    got: npt.NDArray[np.bool_] = brought_micros > 0
    counted = np.concatenate([[0], np.cumsum(got)])
    yield from cut_out(
        ParcelKind.BROUGHT, counted[block.cuts], block.receiver_ids[got], brought_micros[got]
    )
