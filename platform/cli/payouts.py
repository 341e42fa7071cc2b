"""`likewise payouts`: sending what operators have approved."""

from __future__ import annotations

import sys
from dataclasses import asdict

from cyclopts import App
from rich.console import Console

from likewise.cli import installation
from likewise.cli.output import AsJson, print_rows
from likewise.money import format_amount
from likewise.payouts.send_payouts import Sent, send_payouts

app = App(name="payouts", help="Send approved payouts to the bank.")


@app.command
def batch(*, as_json: AsJson = False) -> None:
    """Send every approved payout, and look up those whose answer is missing.

    Run it as often as you like: what has been sent is looked up and never sent twice. Exit code 1
    says that some payouts failed by a fault of ours; the others went on.

    Args:
        as_json: Print what became of them for a machine to read; amounts in micros.
    """
    with Console(stderr=True).status("sending payouts") as status:

        def on_progress(sent: Sent) -> None:
            status.update(f"sending payouts: {sent.total:,}")

        sent = installation.run(lambda: send_payouts(on_progress=on_progress))
    if as_json:
        Console().print_json(data=asdict(sent))
    else:
        _print(sent)
    if sent.failed:
        number = "1 payout" if sent.failed == 1 else f"{sent.failed:,} payouts"
        sys.exit(f"likewise: {number} failed, and the log says why; the others went on.")


def _print(sent: Sent) -> None:
    print_rows(
        {
            "paid": f"{sent.paid:,}",
            "to the banks": format_amount(sent.paid_micros),
            "returned by the bank": f"{sent.returned:,}",
            "without an answer yet": f"{sent.unanswered:,}",
            "failed": f"{sent.failed:,}",
        }
    )
