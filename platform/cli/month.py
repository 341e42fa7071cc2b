"""`likewise month`: where the months stand, closing one, trying it dry, verifying it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from cyclopts import App, Parameter
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as ProgressBar
from rich.table import Table

from likewise.cli import installation
from likewise.cli.output import AsJson, print_rows
from likewise.money import format_amount
from likewise.months import Month
from likewise.settlement.close import Progress, close_month
from likewise.settlement.dry_run import DryRun, dry_run
from likewise.settlement.settlements import Settlement, all_settlements
from likewise.settlement.verification import verify_month

app = App(name="month", help="Close months, and look at closed ones.")
Early = Annotated[bool, Parameter(negative="")]

_STEPS = {"sealed": 1, "computed": 2, "posted": 3, "verified": 4, "closed": 5}


@app.command
def status(*, as_json: AsJson = False) -> None:
    """Show every month that has been sealed, and how far it has come.

    Args:
        as_json: Print it for a machine to read; amounts in micros.
    """
    settlements = installation.run(all_settlements)
    if as_json:
        Console().print_json(data=[_plain(each) for each in settlements])
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
    Console().print(table if settlements else "No month has been closed yet.")


@app.command
def close(month: str, *, early: Early = False, as_json: AsJson = False) -> None:
    """Close a month: seal it, share what is in its pots, enter it in the ledger, verify it.

    A closing that was interrupted goes on where it stood; a closed month stays closed.

    Args:
        month: The month, as 2026-10.
        early: Close it although it has not ended. From now on likes count for the next month.
        as_json: Print the settlement for a machine to read; amounts in micros.
    """
    wanted = Month.parse(month)
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with ProgressBar(
        *columns, TimeElapsedColumn(), console=console, disable=not console.is_terminal
    ) as bar:
        stages = bar.add_task(f"closing {wanted}", total=len(_STEPS))
        rows = bar.add_task("rows", visible=False)

        def on_progress(progress: Progress) -> None:
            bar.update(stages, completed=_STEPS[progress.state])
            bar.update(
                rows,
                completed=progress.done,
                total=progress.total,
                visible=progress.total > 0,
                description=f"after {progress.state}",
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
    if as_json:
        Console().print_json(data=_plain_dry_run(tried))
        return
    outcome = tried.outcome
    print_rows(
        {
            "month": str(tried.month),
            "pots": f"{tried.pot_count:,}",
            "likes": f"{tried.like_count:,}",
            "in pots": format_amount(outcome.total_pots_micros),
            **_hops(outcome.shared_by_hop_micros),
            "kept by receivers": format_amount(outcome.total_kept_micros),
            "left unshared": format_amount(outcome.total_unshared_micros),
            "digest": outcome.digest(),
        }
    )


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
        Console().print_json(data={**asdict(verified), "month": str(verified.month)})
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
        Console().print_json(data=_plain(settlement))
        return
    print_rows(
        {
            settlement.state: str(settlement.month),
            "likes": f"{settlement.like_count:,}",
            "in pots": _amount(settlement.pots_micros),
            **_hops(settlement.shared_by_hop_micros or ()),
            "kept by receivers": _amount(settlement.kept_micros),
            "left unshared": _amount(settlement.unshared_micros),
            "book": settlement.book_digest or "",
            "outcome": settlement.outcome_digest or "",
        }
    )


def _hops(shared_by_hop_micros: tuple[int, ...]) -> dict[str, str]:
    return {
        f"shared at hop {hop}": format_amount(micros)
        for hop, micros in enumerate(shared_by_hop_micros)
    }


def _amount(micros: int | None) -> str:
    return "" if micros is None else format_amount(micros)


def _plain(settlement: Settlement) -> dict[str, Any]:
    plain = asdict(settlement)
    plain["month"] = str(settlement.month)
    return {name: getattr(value, "isoformat", lambda v=value: v)() for name, value in plain.items()}


def _plain_dry_run(tried: DryRun) -> dict[str, Any]:
    return {
        "month": str(tried.month),
        "pot_count": tried.pot_count,
        "like_count": tried.like_count,
        "pots_micros": tried.outcome.total_pots_micros,
        "shared_by_hop_micros": list(tried.outcome.shared_by_hop_micros),
        "kept_micros": tried.outcome.total_kept_micros,
        "unshared_micros": tried.outcome.total_unshared_micros,
        "outcome_digest": tried.outcome.digest(),
    }
