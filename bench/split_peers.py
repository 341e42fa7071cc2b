"""The same split as others would write it, from the same files: DuckDB, Polars, plain NumPy.

Each gives what every account received in all hops together, in micros, by ascending id. DuckDB and
Polars are in the extra `bench`.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow.parquet as pq

Received = tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]
"""Ids of accounts, and the micros that each received."""

_RANKED = """
CREATE OR REPLACE TEMP TABLE ranked AS SELECT person_id, recipient_id,
    row_number() OVER (PARTITION BY person_id ORDER BY like_id) AS rank,
    count(*) OVER (PARTITION BY person_id) AS n
FROM '{folder}/likes.parquet'
"""
_FIRST_POTS = """
CREATE OR REPLACE TEMP TABLE pots AS
SELECT person_id, amount_micros AS pot FROM '{folder}/pots.parquet'
"""
_HOP = """
CREATE OR REPLACE TEMP TABLE hop{hop} AS
SELECT recipient_id AS id, sum(pot // n + (rank <= pot % n)::BIGINT)::BIGINT AS micros
FROM ranked JOIN pots USING (person_id) GROUP BY recipient_id
"""
_NEXT_POTS = """
CREATE OR REPLACE TEMP TABLE pots AS
SELECT person_id, micros * forward_bps // 10000 AS pot
FROM hop{hop} JOIN '{folder}/forward.parquet' ON person_id = id
"""


def duckdb_split(folder: Path, max_hops: int) -> Received:
    """SQL: the likes ranked once, a join and a grouping for each hop, on all cores."""
    with _module("duckdb").connect() as connection:
        connection.execute(_RANKED.format(folder=folder))
        connection.execute(_FIRST_POTS.format(folder=folder))
        for hop in range(max_hops + 1):
            connection.execute(_HOP.format(hop=hop))
            if hop < max_hops:
                connection.execute(_NEXT_POTS.format(folder=folder, hop=hop))
        hops = " UNION ALL ".join(f"SELECT * FROM hop{hop}" for hop in range(max_hops + 1))
        rows = connection.execute(
            f"SELECT id, sum(micros)::BIGINT AS micros FROM ({hops}) GROUP BY id"
            " HAVING sum(micros) > 0 ORDER BY id"
        ).fetchnumpy()
    return rows["id"], rows["micros"]


def polars_split(folder: Path, max_hops: int) -> Received:
    """Lazy frames: the likes ranked once, a join and a grouping for each hop, on all cores."""
    pl = _module("polars")
    pot, count, rank = pl.col("pot"), pl.col("n"), pl.col("rank")
    share = pot // count + (rank < pot % count).cast(pl.Int64)
    # The book is sorted by person and like id, and Polars may know it.
    ranked = (
        pl.scan_parquet(folder / "likes.parquet")
        .select(
            "person_id",
            "recipient_id",
            pl.int_range(pl.len()).over("person_id").alias("rank"),
            pl.len().over("person_id").cast(pl.Int64).alias("n"),
        )
        .collect()
        .lazy()
    )
    forward = pl.scan_parquet(folder / "forward.parquet").with_columns(
        pl.col("forward_bps").cast(pl.Int64)
    )
    pots = pl.scan_parquet(folder / "pots.parquet").select("person_id", pot=pl.col("amount_micros"))
    hops: list[Any] = []
    for _ in range(max_hops + 1):
        shares = ranked.join(pots, on="person_id").select("recipient_id", micros=share)
        hops.append(shares.group_by("recipient_id").agg(pl.col("micros").sum()).collect())
        pots = (
            hops[-1]
            .lazy()
            .join(forward, left_on="recipient_id", right_on="person_id")
            .select(
                person_id="recipient_id", pot=pl.col("micros") * pl.col("forward_bps") // 10_000
            )
        )
    received = pl.concat(hops).group_by("recipient_id").agg(pl.col("micros").sum())
    rows = received.filter(pl.col("micros") > 0).sort("recipient_id")
    return rows["recipient_id"].to_numpy(), rows["micros"].to_numpy()


def numpy_split(folder: Path, max_hops: int) -> Received:
    """Arrays by id, a share for each like, `np.add.at` to sum them: exact, on one core."""
    pot_ids, pots = _columns(folder / "pots.parquet", "person_id", "amount_micros")
    forward_ids, bps = _columns(folder / "forward.parquet", "person_id", "forward_bps")
    person_ids, recipient_ids = _columns(folder / "likes.parquet", "person_id", "recipient_id")
    slots = 1 + max(int(ids.max()) for ids in (pot_ids, forward_ids, person_ids, recipient_ids))
    counts = np.bincount(person_ids, minlength=slots)
    ranks = np.arange(len(person_ids)) - (np.cumsum(counts) - counts)[person_ids]
    forward_bps = np.zeros(slots, dtype=np.int64)
    forward_bps[forward_ids] = bps
    pots_micros = np.zeros(slots, dtype=np.int64)
    pots_micros[pot_ids] = pots
    received_micros = np.zeros(slots, dtype=np.int64)
    for _ in range(max_hops + 1):
        lower, higher = np.divmod(pots_micros, np.maximum(counts, 1))
        hop_micros = np.zeros(slots, dtype=np.int64)
        np.add.at(hop_micros, recipient_ids, lower[person_ids] + (ranks < higher[person_ids]))
        received_micros += hop_micros
        pots_micros = np.where(counts > 0, hop_micros * forward_bps // 10_000, 0)
    ids = np.flatnonzero(received_micros)
    return ids, received_micros[ids]


def _columns(path: Path, *names: str) -> list[npt.NDArray[np.int64]]:
    table = pq.read_table(path, columns=list(names))
    return [table[name].to_numpy() for name in names]


def _module(name: str) -> Any:
    try:
        return import_module(name)
    except ModuleNotFoundError:
        raise SystemExit(
            f"{name} is not installed: pip install 'likewise[bench]' has what is measured against"
        ) from None
