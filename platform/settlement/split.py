"""The split: who gets how much of whose pot, hop by hop. Pure, on NumPy int64 arrays, exact.

Everybody is a *number* here, 0 … n-1; what the number stands for is the engine's affair. An engine
numbers the accounts, sorts the likes by (liker, like id), and gives this module all of them
(`split`) or, one hop at a time, the likes of some of the likers (`shares_of_hop`).

No hop walks the likes in Python or divides for each of them. A pot makes at most two sizes of
share, and the bigger ones lie first: so the likes of one person are two *runs* of equal shares. A
hop is one sparse integer product, runs times receivers, and from hop to hop only the borders of the
runs move. SciPy lets go of the interpreter's lock in it, so threads share a hop, each taking the
likes of some likers; what they got is added up, and integers have the same sum in any order.

Source: docs/money.md, "The split".
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise, repeat
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.sparse import csc_array

from likewise.errors import AmountOutOfRange, InvalidInput
from likewise.money import BPS_PER_WHOLE

Int64Array: TypeAlias = npt.NDArray[np.int64]
"""Micros, ids or basis points."""
IndexArray: TypeAlias = npt.NDArray[np.int32] | npt.NDArray[np.int64]
"""Numbers of accounts or positions of likes: 32 bits wide where that is enough."""

DEFAULT_MAX_HOPS = 6
HIGHEST_MAX_HOPS = 64
INT64_MAX = 2**63 - 1


@dataclass(frozen=True, slots=True)
class LikeIndex:
    """The likes of one month, sorted by (liker, like id): made once, used by every hop.

    `likers[i]` is the number of the i-th person who likes anything, ascending; her likes stand at
    `starts[i]` to `starts[i + 1]`, so `starts` is one longer and nobody here is without a like;
    `receivers[j]` is the number of the account that the like at position j brings money to.
    """

    likers: IndexArray
    starts: IndexArray
    receivers: IndexArray
    account_count: int

    def parts(self, part_count: int) -> list[LikeIndex]:
        """The same likes in so many parts of whole likers, with about as many likes in each."""
        like_borders = np.arange(part_count + 1) * len(self.receivers) // part_count
        liker_borders = np.searchsorted(self.starts, like_borders)
        return [self._part(first, last) for first, last in pairwise(liker_borders.tolist())]

    def _part(self, first: int, last: int) -> LikeIndex:
        """The likes of the likers from the first to before the last; nothing big is copied."""
        start, end = self.starts[first], self.starts[last]
        starts = self.starts[first : last + 1] - start
        return LikeIndex(
            self.likers[first:last], starts, self.receivers[start:end], self.account_count
        )


@dataclass(frozen=True, slots=True)
class Split:
    """What the split did: arrays by number of account, in micros.

    `pots_by_hop[h][i]` is what the i-th *liker* shared at hop h; hops without a pot are left out.
    """

    unshared_micros: Int64Array
    received_micros: Int64Array
    passed_on_micros: Int64Array
    pots_by_hop: tuple[Int64Array, ...]


def check_max_hops(max_hops: int) -> None:
    """Raises InvalidInput unless hops 0 to `max_hops` are something that can be run."""
    if not 0 <= max_hops <= HIGHEST_MAX_HOPS:
        raise InvalidInput(f"max_hops must be 0 to {HIGHEST_MAX_HOPS}", field="max_hops")


def cut_pots(starts: IndexArray, pots_micros: Int64Array) -> tuple[Int64Array, Int64Array]:
    """What every like of a person gets at least, in micros, and how many get one micro more.

    Both by liker. Source: rule 1, P // n, and the first P % n likes one micro more.
    """
    return np.divmod(pots_micros, np.diff(starts))


def runs_of_hop(starts: IndexArray, pots_micros: Int64Array) -> tuple[IndexArray, Int64Array]:
    """The borders of the runs of equal shares, and the share of each run in micros.

    Two runs for a liker: her first P % n likes with the higher share, the others with the lower.
    The borders are one more than the runs, which may be empty.
    """
    lower_micros, higher_counts = cut_pots(starts, pots_micros)
    borders = np.empty(2 * len(starts) - 1, dtype=starts.dtype)
    borders[0::2] = starts
    borders[1::2] = starts[:-1] + higher_counts
    shares_micros = np.empty(2 * len(lower_micros), dtype=np.int64)
    # Not simply + 1: it would overflow in the empty higher run of one like for a pot of 2**63 - 1.
    shares_micros[0::2] = lower_micros + (higher_counts > 0)
    shares_micros[1::2] = lower_micros
    return borders, shares_micros


def shares_of_hop(starts: IndexArray, pots_micros: Int64Array) -> Int64Array:
    """What each like gives at one hop, in micros, by position: for any set of likers.

    `starts` as in LikeIndex, `pots_micros` by liker. This is all that a partition of likers needs;
    summing by receiver is left to whoever holds the partitions.
    """
    borders, shares_micros = runs_of_hop(starts, pots_micros)
    return np.repeat(shares_micros, np.diff(borders))


def received_of_hop(index: LikeIndex, ones: Int64Array, pots_micros: Int64Array) -> Int64Array:
    """What one hop brings to each account, in micros, by number; `pots_micros` is by liker.

    `ones` holds a 1 for each like, or more of them, handed in so that it is made once. Sums can't
    overflow: they are parts of the pots, which together fit in 64 bits.
    """
    borders, shares_micros = runs_of_hop(index.starts, pots_micros)
    shape = (index.account_count, len(shares_micros))
    gives_to = csc_array(
        (ones[: len(index.receivers)], index.receivers, borders), shape=shape, copy=False
    )
    return np.asarray(gives_to @ shares_micros, dtype=np.int64)


def parts_of(amounts_micros: Int64Array, bps: Int64Array) -> Int64Array:
    """`money.part_of` for arrays: amount * bps // 10 000, and no overflow on the way there."""
    whole = amounts_micros // BPS_PER_WHOLE
    rest = amounts_micros - whole * BPS_PER_WHOLE
    return whole * bps + rest * bps // BPS_PER_WHOLE


def exact_sum(values: Int64Array) -> int:
    """The sum as a Python integer, right beyond 64 bits, too; for up to 2**31 values."""
    return (int((values >> 32).sum()) << 32) + int((values & 0xFFFF_FFFF).sum())


def split(
    index: LikeIndex,
    pots_micros: Int64Array,
    forward_bps: Int64Array,
    max_hops: int,
    *,
    thread_count: int = 1,
) -> Split:
    """Shares all pots over all likes, for hops 0 to `max_hops`.

    `pots_micros` and `forward_bps` are by number of account, not negative, the latter up to 10 000.
    The number of threads changes nothing but the time that it takes, and what it takes of memory:
    8 bytes an account for each. Raises InvalidInput if there can't be so many hops, and
    AmountOutOfRange if the pots together, or what one account receives in all hops together, are
    more than 64 bits hold.
    """
    check_max_hops(max_hops)
    total_micros = exact_sum(pots_micros)
    if total_micros > INT64_MAX:
        raise AmountOutOfRange("The pots together are more than 64 bits hold")
    unshared_micros = pots_micros.copy()
    unshared_micros[index.likers] = 0
    with ThreadPoolExecutor(thread_count) as threads:
        received_micros, passed_on_micros, pots_by_hop = _run_hops(
            index,
            pots_micros[index.likers],
            forward_bps[index.likers],
            max_hops,
            _hop_in_parts(index.parts(thread_count), threads),
        )
    kept_micros = received_micros - passed_on_micros
    assert exact_sum(unshared_micros) + exact_sum(kept_micros) == total_micros, "a micro is lost"
    return Split(unshared_micros, received_micros, passed_on_micros, pots_by_hop)


def _hop_in_parts(
    parts: list[LikeIndex], threads: ThreadPoolExecutor
) -> Callable[[Int64Array], Int64Array]:
    """`received_of_hop` for all parts at the same time, from the pots by liker of all of them."""
    liker_borders = np.cumsum([len(part.likers) for part in parts])[:-1]
    ones = np.ones(max(len(part.receivers) for part in parts), dtype=np.int64)

    def received(pots_micros: Int64Array) -> Int64Array:
        pots_by_part = np.split(pots_micros, liker_borders)
        first, *others = threads.map(received_of_hop, parts, repeat(ones), pots_by_part)
        for other in others:
            first += other
        return first

    return received


def _run_hops(
    index: LikeIndex,
    pots_micros: Int64Array,
    forward_bps: Int64Array,
    max_hops: int,
    received_of: Callable[[Int64Array], Int64Array],
) -> tuple[Int64Array, Int64Array, tuple[Int64Array, ...]]:
    """Received and passed on by account, and the pots of each hop by liker; in: both by liker."""
    received_micros = np.zeros(index.account_count, dtype=np.int64)
    passed_on_micros = np.zeros(index.account_count, dtype=np.int64)
    passed_on_by_liker = np.zeros(len(index.likers), dtype=np.int64)
    pots_by_hop: list[Int64Array] = []
    while pots_micros.any():
        pots_by_hop.append(pots_micros)
        hop_micros = received_of(pots_micros)
        received_micros += hop_micros
        # Coins that go round count each time: a sum over hops can outgrow what one hop can't.
        if received_micros.min() < 0:
            raise AmountOutOfRange("What one account receives is more than 64 bits hold")
        if len(pots_by_hop) > max_hops:
            break
        pots_micros = parts_of(hop_micros[index.likers], forward_bps)
        passed_on_by_liker += pots_micros
    passed_on_micros[index.likers] = passed_on_by_liker
    return received_micros, passed_on_micros, tuple(pots_by_hop)
