"""The headline month as the files of a book, at any scale: the standard workload of the split.

As a database, for the close, it is in `headline_crowd`, with people and likes of its own.

All of it: 5 million supporters, 100 million likes, 25 million units. A supporter pays 2, 5 or 10
units, 5 in the mean, and likes a geometric number of times, 20 in the mean. One account in eleven
likes nothing; of those who like, one in twenty is registered and passes nothing on, the others pass
on everything: so most of the money walks all seven hops. Drawn by seed: the same rows every time.

A person may like one account several times, as if it had many posts; nobody likes herself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from likewise.money import MICROS_PER_UNIT
from likewise.parquet_files import ROWS_PER_GROUP, parquet_written
from likewise.settlement.book_writing import schema_of
from likewise.settlement.sealed_inputs import CONTENTS
from likewise.storage import Location

SUPPORTERS = 5_000_000
MEAN_LIKES = 20
AMOUNTS_UNITS = [2] * 5 + [5] * 12 + [10] * 3
"""What twenty supporters pay: 100 units."""
SUPPORTERS_PER_SILENT = 10
"""For so many supporters there is one account that is liked and likes nothing."""
REGISTERED_EVERY = 20
POPULARITY_POWER = 3
"""An account's rank is a chance to this power: popularity falls as rank ** -2/3, as a density as
x ** -2.5. Source: Barabási & Albert 1999, "Emergence of Scaling in Random Networks": 2 to 3."""
IDS_PER_ACCOUNT = 3
"""People, sites, pages and posts draw on one sequence: not every id is an account's."""

Ids = npt.NDArray[np.int64]


def write_headline_book(folder: Path, scale: float) -> None:
    """Writes pots.parquet, likes.parquet and forward.parquet of the month at this scale.

    As in a sealed book: its columns, its order of rows, its compression; without a manifest.
    """
    folder.mkdir(parents=True, exist_ok=True)
    supporters = round(SUPPORTERS * scale)
    _write(folder, "pots", [_pots(supporters)])
    _write(folder, "likes", _likes(supporters))
    _write(folder, "forward", [_forward(supporters)])


def _pots(supporters: int) -> list[Ids]:
    amounts_micros = np.resize(np.array(AMOUNTS_UNITS), supporters) * MICROS_PER_UNIT
    return [_ids_of(np.arange(supporters)), amounts_micros, amounts_micros, 0 * amounts_micros]


def _forward(supporters: int) -> list[Ids]:
    numbers = np.arange(supporters)
    passing_on = numbers[numbers % REGISTERED_EVERY > 0]
    return [_ids_of(passing_on), np.full(len(passing_on), 10_000)]


def _likes(supporters: int) -> Iterator[list[Ids]]:
    """The likes of some supporters after the other, about a million likes at a time."""
    random = np.random.Generator(np.random.PCG64(1))
    like_counts = random.geometric(1 / MEAN_LIKES, size=supporters)
    ends = np.cumsum(like_counts)
    like_ids = random.permutation(int(ends[-1])) + 1
    accounts_by_rank = random.permutation(supporters + supporters // SUPPORTERS_PER_SILENT)
    cuts = np.searchsorted(ends, np.arange(0, ends[-1], ROWS_PER_GROUP))
    for first, last in zip(cuts, [*cuts[1:], supporters], strict=True):
        likers = np.repeat(np.arange(first, last), like_counts[first:last])
        start = ends[first] - like_counts[first]
        block_ids = like_ids[start : start + len(likers)]
        chances = random.random(len(likers)) ** POPULARITY_POWER
        receivers = accounts_by_rank[(chances * len(accounts_by_rank)).astype(np.int64)]
        receivers = np.where(receivers == likers, accounts_by_rank[0], receivers)
        receivers = np.where(receivers == likers, accounts_by_rank[1], receivers)
        yield _like_columns(likers, block_ids, receivers)


def _like_columns(likers: Ids, like_ids: Ids, receivers: Ids) -> list[Ids]:
    return [like_ids[np.lexsort((like_ids, likers))], _ids_of(likers), _ids_of(receivers)]


def _ids_of(numbers: Ids) -> Ids:
    return numbers * IDS_PER_ACCOUNT + 1


def _write(folder: Path, name: str, blocks: Iterable[list[Ids]]) -> None:
    schema = schema_of(CONTENTS[name])
    with parquet_written(Location.parse(folder / f"{name}.parquet"), schema) as file:
        for block in blocks:
            arrays = [pa.array(*each) for each in zip(block, schema.types, strict=True)]
            file.write(pa.Table.from_arrays(arrays, schema=schema))
