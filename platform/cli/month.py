"""`likewise month`: where the months stand, closing one, trying it dry, verifying it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from cyclopts import App
from rich.progress import MofNCompleteColumn
from rich.table import Table

from likewise.cli import installation
from likewise.cli.outcome_rows import outcome_rows, plain_outcome, sum_rows
from likewise.cli.output import AsJson, Flag, console, print_json, print_rows, progress
from likewise.money import format_amount
from likewise.months import Month
from likewise.settlement.close import Progress, close_month
from likewise.settlement.dry_run import dry_run
from likewise.settlement.settlements import Settlement, all_settlements
from likewise.settlement.verification import verify_month

app = App(name="month", help="Close months, and look at closed ones.")

_STEPS = {"sealed": 1, "computed": 2, "posted": 3, "verified": 4, "closed": 5}


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
        stages = bar.add_task(f"closing {wanted}", total=len(_STEPS))
        rows = bar.add_task("rows", visible=False)

        def on_progress(now: Progress) -> None:
            bar.update(stages, completed=_STEPS[now.state])
            bar.update(
                rows,
                completed=now.done,
                total=now.total,
                visible=now.total > 0,
                description=f"after {now.state}",
            )

        settlement = installation.run(
            lambda: close_month(wanted, early=early, on_progress=on_progress)
        )
    _print_settlement(settlement, as_json=as_json)


@app.command(name="dry-run")
def dry_run_command(*, as_json: AsJson = False) -> None:
    """Compute what the month that is next would come to if it closed now. It touches nothing.

    Args:
        as_json: Print it for a machine to read; amounts in micros.
    """
    tried = installation.run(dry_run)
    month, pot_count = str(tried.month), tried.pot_count
    if as_json:
        outcome = plain_outcome(tried.outcome, like_count=tried.like_count)
        print_json({"month": month, "pot_count": pot_count, **outcome})
        return
    rows = outcome_rows(tried.outcome, like_count=tried.like_count)
    print_rows({"month": month, "pots": f"{pot_count:,}", **rows})


@app.command
def verify(month: str, *, as_json: AsJson = False) -> None:
    """Recompute a closed month from its book, and compare the ledger with it.

    Args:
        month: The month, as 2026-10.
        as_json: Print the result for a machine to read.
    """
    wanted = Month.parse(month)
    verified = installation.run(lambda: verify_month(wanted))
    if as_json:
        print_json({**asdict(verified), "month": str(verified.month)})
        return
    print_rows(
        {
            "verified": str(verified.month),
            "transfers": f"{verified.transfer_count:,}",
            "book": verified.book_digest,
            "outcome": verified.outcome_digest,
        }
    )


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
        }
    )


def _plain(settlement: Settlement) -> dict[str, Any]:
    return {
        "number": settlement.number,
        "month": str(settlement.month),
        "state": settlement.state,
        "early": settlement.early,
        "max_hops": settlement.max_hops,
        "sealed_at": _plain_moment(settlement.sealed_at),
        "computed_at": _plain_moment(settlement.computed_at),
        "posted_at": _plain_moment(settlement.posted_at),
        "verified_at": _plain_moment(settlement.verified_at),
        "closed_at": _plain_moment(settlement.closed_at),
        "book_digest": settlement.book_digest,
        "outcome_digest": settlement.outcome_digest,
        "shares_digest": settlement.shares_digest,
        "pot_count": settlement.pot_count,
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
