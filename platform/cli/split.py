"""`likewise split`: the pure split on files, for anybody who wants to recompute a month."""

from __future__ import annotations

from typing import Annotated, Literal

import pyarrow.parquet as pq
from cyclopts import Parameter, validators
from rich.progress import Progress

from likewise.cli.outcome_rows import outcome_rows, plain_outcome
from likewise.cli.output import AsJson, Flag, print_json, print_rows, progress
from likewise.settings import settings
from likewise.settlement.engines.choice import LOCAL_SPARK, NUMPY, split_by_engine
from likewise.settlement.engines.sources import SplitSources
from likewise.settlement.outcome import SplitResult
from likewise.settlement.split import DEFAULT_MAX_HOPS, HIGHEST_MAX_HOPS, check_max_hops
from likewise.settlement.split_files import (
    OUTCOME_FILE,
    SHARES_FILE,
    discard_shares,
    write_outcome,
    write_shares,
)
from likewise.storage import Location


def split(
    *,
    pots: str,
    likes: str,
    forward: str | None = None,
    max_hops: Annotated[
        int, Parameter(validator=validators.Number(gte=0, lte=HIGHEST_MAX_HOPS))
    ] = DEFAULT_MAX_HOPS,
    engine: Literal["numpy", "spark"] = "numpy",
    shares: Flag = False,
    out: str,
    as_json: AsJson = False,
) -> None:
    """Split one month's pots over its likes: Parquet files in, Parquet files out.

    Every pot goes in even parts to all that its owner liked; what comes in is passed on to her
    own likes, hop by hop, as far as she forwards it. Whole micros only, and none is ever lost.

    Prints the digest of the outcome. It depends on what is in the inputs alone: not on the order
    of their rows, not on the machine. Files that don't hold what they must are refused, with the
    column and the row (the first is 1).

    Files may also lie in an object store: s3://bucket/book/pots.parquet, gs://…

    Example: likewise split --pots book/pots.parquet --likes book/likes.parquet --out again

    Args:
        pots: What each person has to share: person_id, amount_micros (int64).
        likes: The month's likes: like_id, person_id, recipient_id (int64). A recipient_id that
            equals a person_id is that person.
        forward: What each person passes on of what comes in: person_id (int64), forward_bps
            (int32, 0 to 10000). Who is absent passes on nothing.
        max_hops: The last hop: 0 shares the pots only, 1 also what they brought, and so on.
        engine: Where to run: in this machine's memory, or on Apache Spark: on the cluster that
            LIKEWISE_SPLIT_ENGINE names as spark://host:port, else on this machine's cores.
        shares: Write shares.parquet, too: what each like gave at each hop.
        out: The folder for outcome.parquet and shares.parquet, which replace older ones there.
        as_json: Print the result for a machine to read; amounts in micros.
    """
    check_max_hops(max_hops)
    sources = SplitSources(
        Location.parse(pots),
        Location.parse(likes),
        None if forward is None else Location.parse(forward),
    )
    with progress() as bars:
        stages = bars.add_task("sharing", total=2)
        result = split_by_engine(_address_of(engine), sources, max_hops=max_hops)
        bars.update(stages, advance=1, description="writing")
        _write(result, Location.parse(out), with_shares=shares, bars=bars)
        bars.update(stages, advance=1)
    with sources.likes.open() as stream:
        like_count: int = pq.read_metadata(stream).num_rows
    if as_json:
        print_json(plain_outcome(result.outcome, like_count=like_count))
    else:
        print_rows(outcome_rows(result.outcome, like_count=like_count))


def _address_of(engine: Literal["numpy", "spark"]) -> str:
    """What runs the split: numpy, or the address of a Spark master."""
    if engine == NUMPY:
        return NUMPY
    setting = settings().split_engine
    return LOCAL_SPARK if setting == NUMPY else setting


def _write(result: SplitResult, out: Location, *, with_shares: bool, bars: Progress) -> None:
    """Writes what was asked for; shares of an earlier run must not lie beside this outcome."""
    if with_shares:
        blocks = bars.track(
            result.share_blocks(), total=result.share_block_count, description="writing shares"
        )
        write_shares(blocks, out / SHARES_FILE)
    else:
        discard_shares(out / SHARES_FILE)
    write_outcome(result.outcome, out / OUTCOME_FILE)
