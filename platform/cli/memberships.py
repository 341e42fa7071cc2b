"""`likewise memberships`: collecting what members pay each month."""

from __future__ import annotations

import sys
from dataclasses import asdict

from cyclopts import App
from rich.console import Console

from likewise.cli import installation
from likewise.cli.output import AsJson, print_rows
from likewise.memberships.collect_payments import Collected, collect_payments
from likewise.money import format_amount

app = App(name="memberships", help="Collect the payments of memberships.")


@app.command
def collect(*, as_json: AsJson = False) -> None:
    """Charge every membership for this calendar month that has not paid for it yet.

    Run it every day: nobody is charged twice for a month, what was declined is tried again, and
    payments whose answer is missing are looked up first. Exit code 1 says that some payments
    failed by a fault of ours; the others went on.

    Args:
        as_json: Print what became of them for a machine to read; amounts in micros.
    """
    with Console(stderr=True).status("collecting payments") as status:

        def on_progress(collected: Collected) -> None:
            status.update(f"collecting payments: {collected.total:,}")

        collected = installation.run(lambda: collect_payments(on_progress=on_progress))
    if as_json:
        Console().print_json(data=asdict(collected))
    else:
        _print(collected)
    if collected.failed:
        number = "1 payment" if collected.failed == 1 else f"{collected.failed:,} payments"
        sys.exit(f"likewise: {number} failed, and the log says why; the others went on.")


def _print(collected: Collected) -> None:
    print_rows(
        {
            "succeeded": f"{collected.succeeded:,}",
            "brought, with fees": format_amount(collected.succeeded_micros),
            "declined": f"{collected.declined:,}",
            "without an answer yet": f"{collected.unanswered:,}",
            "failed": f"{collected.failed:,}",
        }
    )
