"""`likewise split`: the pure split on files, for anybody who wants to recompute a month."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter, validators
from rich.progress import Progress

from likewise.cli.outcome_rows import outcome_rows, plain_outcome
from likewise.cli.output import AsJson, Flag, print_json, print_rows, progress
from likewise.errors import InvalidInput
from likewise.settlement.engines.numpy_engine import run_split
from likewise.settlement.outcome import SplitResult
from likewise.settlement.split import DEFAULT_MAX_HOPS, HIGHEST_MAX_HOPS, check_max_hops
from likewise.settlement.split_files import (
    OUTCOME_FILE,
    SHARES_FILE,
    discard_shares,
    read_inputs,
    write_outcome,
    write_shares,
)


def split(
    *,
    pots: Path,
    likes: Path,
    forward: Path | None = None,
    max_hops: Annotated[
        int, Parameter(validator=validators.Number(gte=0, lte=HIGHEST_MAX_HOPS))
    ] = DEFAULT_MAX_HOPS,
    engine: Literal["numpy", "spark"] = "numpy",
    shares: Flag = False,
    out: Path,
    as_json: AsJson = False,
) -> None:
    """Split one month's pots over its likes: Parquet files in, Parquet files out.

    Every pot goes in even parts to all that its owner liked; what comes in is passed on to her
    own likes, hop by hop, as far as she forwards it. Whole micros only, and none is ever lost.

    Prints the digest of the outcome. It depends on what is in the inputs alone: not on the order
    of their rows, not on the machine. Files that don't hold what they must are refused, with the
    column and the row (the first is 1).

    Example: likewise split --pots book/pots.parquet --likes book/likes.parquet --out again

    Args:
        pots: What each person has to share: person_id, amount_micros (int64).
        likes: The month's likes: like_id, person_id, recipient_id (int64). A recipient_id that
            equals a person_id is that person.
        forward: What each person passes on of what comes in: person_id (int64), forward_bps
            (int32, 0 to 10000). Who is absent passes on nothing.
        max_hops: The last hop: 0 shares the pots only, 1 also what they brought, and so on.
        engine: Where to run: on this machine, or on Apache Spark.
        shares: Write shares.parquet, too: what each like gave at each hop.
        out: The folder for outcome.parquet and shares.parquet, which replace older ones there.
        as_json: Print the result for a machine to read; amounts in micros.
    """
    check_max_hops(max_hops)
    if engine == "spark":
        raise InvalidInput("the Spark engine is not built yet: use --engine numpy", field="engine")
    with progress() as bars:
        stages = bars.add_task("reading", total=3)
        inputs = read_inputs(pots, likes, forward)
        bars.update(stages, advance=1, description="sharing")
        result = run_split(inputs, max_hops=max_hops)
        bars.update(stages, advance=1, description="writing")
        _write(result, out, with_shares=shares, bars=bars)
        bars.update(stages, advance=1)
    like_count = len(inputs.like_ids)
    if as_json:
        print_json(plain_outcome(result.outcome, like_count=like_count))
    else:
        print_rows(outcome_rows(result.outcome, like_count=like_count))


def _write(result: SplitResult, out: Path, *, with_shares: bool, bars: Progress) -> None:
    """Writes what was asked for; shares of an earlier run must not lie beside this outcome."""
    if with_shares:
        blocks = bars.track(
            result.share_blocks(), total=result.share_block_count, description="writing shares"
        )
        write_shares(blocks, out / SHARES_FILE)
    else:
        discard_shares(out / SHARES_FILE)
    write_outcome(result.outcome, out / OUTCOME_FILE)
