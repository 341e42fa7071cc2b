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

from likewise.settlement.cores import core_count
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
            ids = np.sort(np.concatenate(distinct))  # NumPy's own `unique` hashes: 100 x slower
            self.account_ids = (
                ids[np.concatenate([[True], ids[1:] != ids[:-1]])] if len(ids) else ids
            )

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
            # As `self._table[...]`, in half the time.
            return np.take(self._table, self._slots(ids))
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


@dataclass(frozen=True, slots=True)
class NumberedMonth:
    """One month as the kernel takes it, with numbers for ids: what is made once for all hops.

    By number of account: its id, its pot and what it forwards, and whether it stands in the pots.
    `like_ids` is by position in the index.
    """

    account_ids: Int64Array
    pots_micros: Int64Array
    forward_bps: Int64Array
    has_pot: npt.NDArray[np.bool_]
    index: LikeIndex
    like_ids: Int64Array


def run_split(
    inputs: SplitInputs, *, max_hops: int = DEFAULT_MAX_HOPS, thread_count: int | None = None
) -> NumpySplitResult:
    """Splits one month, with a thread for each core if not told otherwise.

    Raises InvalidInput and AmountOutOfRange as `split` does.
    """
    month = number_month(inputs)
    done = split(
        month.index,
        month.pots_micros,
        month.forward_bps,
        max_hops,
        thread_count=thread_count or core_count(),
    )
    return NumpySplitResult(_outcome_of(month, done), month.like_ids, month.index, done.pots_by_hop)


def number_month(inputs: SplitInputs) -> NumberedMonth:
    """Numbers the accounts and sorts the likes, unless they are."""
    person_ids, like_ids = inputs.like_person_ids, inputs.like_ids
    recipient_ids = inputs.like_recipient_ids
    if not _is_sorted(person_ids, like_ids):
        order = _order_by_person(person_ids, like_ids)
        person_ids, like_ids = person_ids[order], like_ids[order]
        recipient_ids = recipient_ids[order]
    starts = _starts_of_people(person_ids)
    liker_ids = person_ids[starts[:-1]]
    numbers = AccountNumbers(inputs.pot_person_ids, liker_ids, recipient_ids)
    account_count = len(numbers.account_ids)
    pots_micros = np.zeros(account_count, dtype=np.int64)
    has_pot = np.zeros(account_count, dtype=np.bool_)
    with_pots = numbers.of(inputs.pot_person_ids)
    pots_micros[with_pots] = inputs.pot_amounts_micros
    has_pot[with_pots] = True
    forward_bps = np.zeros(account_count, dtype=np.int64)
    # Somebody may forward who has no pot, likes nothing and is liked by nobody: no account here.
    known = np.isin(inputs.forward_person_ids, numbers.account_ids)
    forward_bps[numbers.of(inputs.forward_person_ids[known])] = inputs.forward_bps[known]
    likers = numbers.of(liker_ids).astype(np.int64)
    index = LikeIndex(likers, _narrowed(starts), numbers.of(recipient_ids), account_count)
    return NumberedMonth(numbers.account_ids, pots_micros, forward_bps, has_pot, index, like_ids)


def _outcome_of(month: NumberedMonth, done: Split) -> Outcome:
    """The rows of the split that belong into its outcome."""
    in_outcome = month.has_pot | (done.received_micros > 0)
    return Outcome(
        month.account_ids[in_outcome],
        done.unshared_micros[in_outcome],
        done.received_micros[in_outcome],
        done.passed_on_micros[in_outcome],
        tuple(int(pots_micros.sum()) for pots_micros in done.pots_by_hop),
    )


def _is_sorted(person_ids: Int64Array, like_ids: Int64Array) -> bool:
    """Whether the likes stand in the order (person, like id)."""
    in_order = person_ids[1:] == person_ids[:-1]
    in_order &= like_ids[1:] > like_ids[:-1]
    in_order |= person_ids[1:] > person_ids[:-1]
    return bool(in_order.all())


def _starts_of_people(person_ids: Int64Array) -> Int64Array:
    """Where the likes of each person begin, and behind the last of them where all end."""
    is_first = np.ones(len(person_ids) + 1, dtype=np.bool_)
    np.not_equal(person_ids[1:], person_ids[:-1], out=is_first[1:-1])
    return np.flatnonzero(is_first)


def _order_by_person(person_ids: Int64Array, like_ids: Int64Array) -> IndexArray:
    """The order of rows that sorts the likes by (person, like id).

    Building a sparse matrix counts and places, and so sorts by person in linear time; its columns
    are the likes in ascending id, which it keeps in order within each person.
    """
    numbers = AccountNumbers(person_ids)
    people = numbers.of(person_ids)
    by_like_id = None if bool((like_ids[1:] > like_ids[:-1]).all()) else np.argsort(like_ids)
    rows = people if by_like_id is None else people[by_like_id]
    columns = _narrowed(np.arange(len(rows)))
    shape = (len(numbers.account_ids), len(rows))
    cells = (np.ones(len(rows), dtype=np.int8), (rows, columns))
    order: IndexArray = csr_array(cells, shape=shape).indices
    return order if by_like_id is None else by_like_id[order]


def _narrowed(positions: Int64Array) -> IndexArray:
    """The same ascending positions in 32 bits if they fit: half the memory to walk in each hop."""
    if len(positions) and int(positions[-1]) > np.iinfo(np.int32).max:
        return positions
    return positions.astype(np.int32)
