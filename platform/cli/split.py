"""`likewise split`: the pure split on files, for anybody who wants to recompute a month."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter, validators
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from likewise.errors import InvalidInput
from likewise.money import format_amount
from likewise.settlement.engines.numpy_engine import run_split
from likewise.settlement.outcome import Outcome, SplitResult
from likewise.settlement.split import DEFAULT_MAX_HOPS, HIGHEST_MAX_HOPS, check_max_hops
from likewise.settlement.split_files import (
    OUTCOME_FILE,
    SHARES_FILE,
    discard_shares,
    read_inputs,
    write_outcome,
    write_shares,
)


def split_command(
    *,
    pots: Path,
    likes: Path,
    forward: Path | None = None,
    max_hops: Annotated[
        int, Parameter(validator=validators.Number(gte=0, lte=HIGHEST_MAX_HOPS))
    ] = DEFAULT_MAX_HOPS,
    engine: Literal["numpy", "spark"] = "numpy",
    shares: Annotated[bool, Parameter(negative="")] = False,
    out: Path,
    json: Annotated[bool, Parameter(negative="")] = False,
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
        json: Print the result for a machine to read.
    """
    check_max_hops(max_hops)
    if engine == "spark":
        raise InvalidInput("the Spark engine is not built yet: use --engine numpy", field="engine")
    with _progress() as progress:
        stages = progress.add_task("reading", total=3)
        inputs = read_inputs(pots, likes, forward)
        progress.update(stages, advance=1, description="sharing")
        result = run_split(inputs, max_hops=max_hops)
        progress.update(stages, advance=1, description="writing")
        _write(result, out, with_shares=shares, progress=progress)
        progress.update(stages, advance=1)
    if json:
        _print_json(result.outcome, like_count=len(inputs.like_ids))
    else:
        _print_table(result.outcome, like_count=len(inputs.like_ids))


@contextmanager
def _progress() -> Iterator[Progress]:
    """Bars on stderr while something runs, and only where a person watches."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as progress:
        yield progress


def _write(result: SplitResult, out: Path, *, with_shares: bool, progress: Progress) -> None:
    """Writes what was asked for; shares of an earlier run must not lie beside this outcome."""
    if with_shares:
        blocks = progress.track(
            result.share_blocks(), total=result.share_block_count, description="writing shares"
        )
        write_shares(blocks, out / SHARES_FILE)
    else:
        discard_shares(out / SHARES_FILE)
    write_outcome(result.outcome, out / OUTCOME_FILE)


def _print_json(outcome: Outcome, *, like_count: int) -> None:
    """The result as one JSON object; amounts in micros."""
    Console().print_json(
        data={
            "digest": outcome.digest(),
            "accounts": len(outcome.account_ids),
            "likes": like_count,
            "pots_micros": outcome.total_pots_micros,
            "shared_by_hop_micros": list(outcome.shared_by_hop_micros),
            "kept_micros": outcome.total_kept_micros,
            "unshared_micros": outcome.total_unshared_micros,
        }
    )


def _print_table(outcome: Outcome, *, like_count: int) -> None:
    """The result for a person; amounts in units of the currency, one point below the other."""
    table = Table(box=None, show_header=False)
    table.add_column(style="bold")
    table.add_column(justify="right")
    table.add_row("accounts", f"{len(outcome.account_ids):,}")
    table.add_row("likes", f"{like_count:,}")
    table.add_row("in pots", _cell(outcome.total_pots_micros))
    for hop, shared_micros in enumerate(outcome.shared_by_hop_micros):
        table.add_row(f"shared at hop {hop}", _cell(shared_micros))
    table.add_row("kept by receivers", _cell(outcome.total_kept_micros))
    table.add_row("left unshared", _cell(outcome.total_unshared_micros))
    console = Console()
    console.print(table)
    console.print(f" digest {outcome.digest()}", soft_wrap=True, highlight=False)


def _cell(amount_micros: int) -> str:
    """An amount that ends six places after its point, with blanks for zeros that say nothing."""
    units, decimals = format_amount(amount_micros).split(".")
    return f"{int(units):,}.{decimals:<6}"
