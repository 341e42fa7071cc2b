"""The split on one machine, everything in memory as NumPy arrays.

Made for the headline month: 100 million likes in less than 8 GB. The likes may come in any order;
sorted by (person, like id) they cost least, sorted by like id a little more.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from scipy.sparse import csr_array

from likewise.settlement.outcome import Outcome, ShareBlock, SplitInputs
from likewise.settlement.split import (
    DEFAULT_MAX_HOPS,
    IndexArray,
    Int64Array,
    LikeIndex,
    Split,
    cut_pots,
    split,
)

_TABLE_SLOTS_PER_ID = 4
"""A look-up table may have so many slots for each id: beyond that the ids are hashed."""


class AccountNumbers:
    """Numbers the accounts 0 … n-1 in the order of their ids.

    Ids from a database's sequence lie close together, not far from zero: a table indexed by id is
    then by far the fastest. Any other ids are hashed.
    """

    def __init__(self, *columns: Int64Array) -> None:
        filled = [column for column in columns if len(column)]
        # Zero, if no id is below: then nothing has to be subtracted from 100 million of them.
        self._lowest_id = min([0, *(int(column.min()) for column in filled)])
        slot_count = max((int(column.max()) for column in filled), default=-1) - self._lowest_id + 1
        self._table: npt.NDArray[np.int32] | None = None
        if slot_count <= _TABLE_SLOTS_PER_ID * sum(len(column) for column in filled):
            self.account_ids = self._fill_table(filled, slot_count)
        else:
            distinct = [pc.unique(pa.array(column)).to_numpy() for column in filled]
            self.account_ids = np.unique(np.concatenate(distinct))

    def _fill_table(self, columns: list[Int64Array], slot_count: int) -> Int64Array:
        """Makes the table and gives the ids that occur, ascending."""
        occurs = np.zeros(slot_count, dtype=np.bool_)
        for column in columns:
            occurs[self._slots(column)] = True
        offsets = np.flatnonzero(occurs)
        self._table = np.zeros(slot_count, dtype=np.int32)
        self._table[offsets] = np.arange(len(offsets), dtype=np.int32)
        return offsets + self._lowest_id

    def _slots(self, ids: Int64Array) -> Int64Array:
        return ids - self._lowest_id if self._lowest_id else ids

    def of(self, ids: Int64Array) -> npt.NDArray[np.int32]:
        """The numbers of these ids, each of which must be one of the accounts'."""
        if self._table is not None:
            return self._table[self._slots(ids)]
        found: npt.NDArray[np.int32] = pc.index_in(
            pa.array(ids), value_set=pa.array(self.account_ids)
        ).to_numpy()
        return found


@dataclass(frozen=True)
class NumpySplitResult:
    """The outcome, and all that is needed to name every single share; see `SplitResult`.

    `like_ids` is by position in the index. Shares are not kept but made anew from the pots of each
    hop: seven hops of the headline month would be 700 million rows.
    """

    outcome: Outcome
    like_ids: Int64Array
    index: LikeIndex
    pots_by_hop: tuple[Int64Array, ...]
    likes_per_block: int = 1 << 20

    @property
    def share_block_count(self) -> int:
        """How many blocks `share_blocks` gives."""
        return -(-len(self.like_ids) // self.likes_per_block)

    @cached_property
    def _cuts_by_hop(self) -> list[tuple[Int64Array, Int64Array]]:
        return [cut_pots(self.index.starts, pots_micros) for pots_micros in self.pots_by_hop]

    def share_blocks(self) -> Iterator[ShareBlock]:
        """Every share above zero, sorted by (like id, hop), made block by block when asked for."""
        positions = np.argsort(self.like_ids)
        for first in range(0, len(positions), self.likes_per_block):
            yield self._share_block(positions[first : first + self.likes_per_block])

    def _share_block(self, positions: Int64Array) -> ShareBlock:
        """The shares of the likes at these positions."""
        starts = self.index.starts
        likers = np.searchsorted(starts, positions, side="right") - 1
        ranks = positions - starts[likers]
        share_micros = np.empty((len(positions), len(self.pots_by_hop)), dtype=np.int64)
        for hop, (lower_micros, higher_counts) in enumerate(self._cuts_by_hop):
            share_micros[:, hop] = lower_micros[likers] + (ranks < higher_counts[likers])
        rows, hops = np.nonzero(share_micros)
        return ShareBlock(self.like_ids[positions][rows], hops, share_micros[rows, hops])


def run_split(inputs: SplitInputs, *, max_hops: int = DEFAULT_MAX_HOPS) -> NumpySplitResult:
    """Splits one month. Raises InvalidInput and AmountOutOfRange as `split` does."""
    numbers = AccountNumbers(
        inputs.pot_person_ids, inputs.like_person_ids, inputs.like_recipient_ids
    )
    index, like_ids = _index_likes(inputs, numbers)
    pots_micros = np.zeros(index.account_count, dtype=np.int64)
    pots_micros[numbers.of(inputs.pot_person_ids)] = inputs.pot_amounts_micros
    forward_bps = np.zeros(index.account_count, dtype=np.int64)
    # Somebody may forward who has no pot, likes nothing and is liked by nobody: no account here.
    known = np.isin(inputs.forward_person_ids, numbers.account_ids)
    forward_bps[numbers.of(inputs.forward_person_ids[known])] = inputs.forward_bps[known]
    done = split(index, pots_micros, forward_bps, max_hops)
    in_outcome = done.received_micros > 0
    in_outcome[numbers.of(inputs.pot_person_ids)] = True
    outcome = _outcome_of(done, numbers.account_ids, in_outcome)
    return NumpySplitResult(outcome, like_ids, index, done.pots_by_hop)


def _outcome_of(done: Split, account_ids: Int64Array, in_outcome: npt.NDArray[np.bool_]) -> Outcome:
    """The rows of the split that belong into its outcome."""
    return Outcome(
        account_ids[in_outcome],
        done.unshared_micros[in_outcome],
        done.received_micros[in_outcome],
        done.passed_on_micros[in_outcome],
        tuple(int(pots_micros.sum()) for pots_micros in done.pots_by_hop),
    )


def _index_likes(inputs: SplitInputs, numbers: AccountNumbers) -> tuple[LikeIndex, Int64Array]:
    """The index of the likes, and their ids by position."""
    people, like_ids = numbers.of(inputs.like_person_ids), inputs.like_ids
    receivers = numbers.of(inputs.like_recipient_ids)
    account_count = len(numbers.account_ids)
    if not _is_sorted(people, like_ids):
        order = _order_by_person(people, like_ids, account_count)
        like_ids, receivers = like_ids[order], receivers[order]
    like_counts = np.bincount(people, minlength=account_count)
    likers = np.flatnonzero(like_counts)
    starts = np.concatenate([[0], np.cumsum(like_counts[likers])])
    return LikeIndex(likers, _narrowed(starts), receivers, account_count), like_ids


def _is_sorted(people: IndexArray, like_ids: Int64Array) -> bool:
    """Whether the likes stand in the order (person, like id)."""
    same_person = people[1:] == people[:-1]
    next_like = same_person & (like_ids[1:] > like_ids[:-1])
    return bool((next_like | (people[1:] > people[:-1])).all())


def _order_by_person(people: IndexArray, like_ids: Int64Array, account_count: int) -> IndexArray:
    """The order of rows that sorts the likes by (person, like id).

    Building a sparse matrix counts and places, and so sorts by person in linear time; its columns
    are the likes in ascending id, which it keeps in order within each person.
    """
    by_like_id = None if bool((like_ids[1:] > like_ids[:-1]).all()) else np.argsort(like_ids)
    rows = people if by_like_id is None else people[by_like_id]
    columns = _narrowed(np.arange(len(rows)))
    shape = (account_count, len(rows))
    cells = (np.ones(len(rows), dtype=np.int8), (rows, columns))
    order: IndexArray = csr_array(cells, shape=shape).indices
    return order if by_like_id is None else by_like_id[order]


def _narrowed(positions: Int64Array) -> IndexArray:
    """The same ascending positions in 32 bits if they fit: half the memory to walk in each hop."""
    if len(positions) and int(positions[-1]) > np.iinfo(np.int32).max:
        return positions
    return positions.astype(np.int32)
