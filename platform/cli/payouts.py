"""`likewise payouts`: sending what operators have approved."""

from __future__ import annotations

from cyclopts import App

from likewise.cli.batches import run_batch
from likewise.cli.output import AsJson
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
    run_batch(
        lambda on_progress: send_payouts(on_progress=on_progress),
        doing="sending payouts",
        thing="payout",
        rows=_rows,
        as_json=as_json,
    )


def _rows(sent: Sent) -> dict[str, str]:
    return {
        "paid": f"{sent.paid:,}",
        "to the banks": format_amount(sent.paid_micros),
        "returned by the bank": f"{sent.returned:,}",
        "without an answer yet": f"{sent.unanswered:,}",
        "held back": f"{sent.held:,}",
        "failed": f"{sent.failed:,}",
    }
