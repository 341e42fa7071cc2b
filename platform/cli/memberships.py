"""`likewise memberships`: collecting what members pay each month."""

from __future__ import annotations

from cyclopts import App

from likewise.cli.batches import run_batch
from likewise.cli.output import AsJson
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
    run_batch(
        lambda on_progress: collect_payments(on_progress=on_progress),
        doing="collecting payments",
        thing="payment",
        rows=_rows,
        as_json=as_json,
    )


def _rows(collected: Collected) -> dict[str, str]:
    return {
        "succeeded": f"{collected.succeeded:,}",
        "brought, with fees": format_amount(collected.succeeded_micros),
        "declined": f"{collected.declined:,}",
        "without an answer yet": f"{collected.unanswered:,}",
        "failed": f"{collected.failed:,}",
    }
