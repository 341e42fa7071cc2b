"""`likewise month`: where the months stand, closing one, trying it dry, verifying it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from cyclopts import App, Parameter, validators
from rich.progress import MofNCompleteColumn
from rich.table import Table

from likewise.cli import installation, month_proof, month_verify
from likewise.cli.outcome_rows import outcome_rows, plain_outcome, sum_rows
from likewise.cli.output import AsJson, Flag, console, print_json, print_rows, progress
from likewise.money import format_amount
from likewise.months import Month
from likewise.settlement.close import close_month
from likewise.settlement.dry_run import dry_run
from likewise.settlement.settlements import Settlement, all_settlements
from likewise.settlement.steps import Progress, Step

app = App(name="month", help="Close months, and look at closed ones.")

Top = Annotated[int, Parameter(validator=validators.Number(gte=0, lte=1000))]

_ROWS = {
    "sealed": "rows into the book",
    "computed": "wallets posted",
    "posted": "verifying",
    "verified": "telling",
    "closed": "",
}
"""What is counted while a closing goes on from each state."""


app.command(month_proof.proof)
app.command(month_proof.prove)
app.command(month_verify.verify)


@app.command
def status(*, as_json: AsJson = False) -> None:
    """Show every month that has been sealed, and how far it has come.

    Args:
        as_json: Print it for a machine to read; amounts in micros.
    """
    settlements = installation.run(all_settlements)
    if as_json:
        print_json([_plain(each) for each in settlements])
        return
    table = Table("month", "state", "likes", "in pots", "shared", "unshared", "sealed at")
    for each in settlements:
        table.add_row(
            str(each.month),
            each.state,
            "" if each.like_count is None else f"{each.like_count:,}",
            _amount(each.pots_micros),
            _amount(each.kept_micros),
            _amount(each.unshared_micros),
            f"{each.sealed_at:%Y-%m-%d %H:%M} UTC",
        )
    console().print(table if settlements else "No month has been closed yet.")


@app.command
def close(month: str, *, early: Flag = False, as_json: AsJson = False) -> None:
    """Close a month: seal it, share what is in its pots, enter it in the ledger, verify it.

    A closing that was interrupted goes on where it stood; a closed month stays closed.

    Args:
        month: The month, as 2026-10.
        early: Close it although it has not ended. From now on likes count for the next month.
        as_json: Print the settlement for a machine to read; amounts in micros.
    """
    wanted = Month.parse(month)
    with progress(MofNCompleteColumn()) as bar:
        stages = bar.add_task(f"closing {wanted}", total=len(Step))
        rows = bar.add_task("rows", total=None, visible=False)

        def on_progress(now: Progress) -> None:
            if now.step is not None:
                place = list(Step).index(now.step)
                bar.update(stages, completed=place + 1, description=f"{wanted}: {now.step}")
            bar.update(
                rows,
                completed=now.done,
                total=now.total or None,
                visible=now.done > 0,
                description=_ROWS[now.state],
            )

        settlement = installation.run(
            lambda: close_month(wanted, early=early, on_progress=on_progress)
        )
    _print_settlement(settlement, as_json=as_json)


@app.command(name="dry-run")
def dry_run_command(*, top: Top = 10, as_json: AsJson = False) -> None:
    """Compute what the month that is next would come to if it closed now. It touches nothing.

    Args:
        top: How many of the largest sums that anybody would receive are shown.
        as_json: Print it for a machine to read; amounts in micros.
    """
    with progress(MofNCompleteColumn()) as bar:
        rows = bar.add_task("reading the likes", total=None)
        tried = installation.run(
            lambda: dry_run(top=top, on_rows=lambda done: bar.update(rows, completed=done))
        )
    month, pot_count = str(tried.month), tried.pot_count
    if as_json:
        outcome = plain_outcome(tried.outcome, like_count=tried.like_count)
        print_json(
            {
                "month": month,
                "pot_count": pot_count,
                **outcome,
                "largest_received_micros": list(tried.largest_received_micros),
                "reading_seconds": round(tried.reading_seconds, 3),
                "computing_seconds": round(tried.computing_seconds, 3),
            }
        )
        return
    print_rows(
        {
            "month": month,
            "pots": f"{pot_count:,}",
            **outcome_rows(tried.outcome, like_count=tried.like_count),
            "took": f"{tried.reading_seconds:.1f} s to read, {tried.computing_seconds:.1f} s to"
            " compute; closing posts and verifies, too",
        }
    )
    if tried.largest_received_micros:
        table = Table("largest sums received", box=None)
        for micros in tried.largest_received_micros:
            table.add_row(format_amount(micros))
        console().print(table)


def _print_settlement(settlement: Settlement, *, as_json: bool) -> None:
    if as_json:
        print_json(_plain(settlement))
        return
    print_rows(
        {
            settlement.state: str(settlement.month),
            "likes": f"{settlement.like_count:,}",
            **sum_rows(
                pots_micros=settlement.pots_micros or 0,
                shared_by_hop_micros=settlement.shared_by_hop_micros or (),
                kept_micros=settlement.kept_micros or 0,
                unshared_micros=settlement.unshared_micros or 0,
            ),
            "book": settlement.book_digest or "",
            "outcome": settlement.outcome_digest or "",
            "root": settlement.merkle_root or "",
        }
    )


def _plain(settlement: Settlement) -> dict[str, Any]:
    return {
        "number": settlement.number,
        "month": str(settlement.month),
        "state": settlement.state,
        "early": settlement.early,
        "max_hops": settlement.max_hops,
        "engine": settlement.engine,
        "sealed_at": _plain_moment(settlement.sealed_at),
        "book_written_at": _plain_moment(settlement.book_written_at),
        "computed_at": _plain_moment(settlement.computed_at),
        "posted_at": _plain_moment(settlement.posted_at),
        "verified_at": _plain_moment(settlement.verified_at),
        "closed_at": _plain_moment(settlement.closed_at),
        "book_digest": settlement.book_digest,
        "outcome_digest": settlement.outcome_digest,
        "merkle_root": settlement.merkle_root,
        "pot_count": settlement.pot_count,
        "account_count": settlement.account_count,
        "movement_count": settlement.movement_count,
        "posted_count": settlement.posted_count,
        "like_count": settlement.like_count,
        "pots_micros": settlement.pots_micros,
        "shared_by_hop_micros": settlement.shared_by_hop_micros,
        "kept_micros": settlement.kept_micros,
        "unshared_micros": settlement.unshared_micros,
    }


def _plain_moment(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _amount(micros: int | None) -> str:
    return "" if micros is None else format_amount(micros)
