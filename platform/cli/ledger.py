"""`likewise ledger`: checking the ledger against its own transfers, and handing it to auditors."""

from __future__ import annotations

from pathlib import Path

from cyclopts import App
from rich.console import Console
from rich.progress import MofNCompleteColumn
from rich.table import Table

from likewise.cli import installation
from likewise.cli.output import AsJson, console, counted, print_json, print_rows, progress
from likewise.errors import LedgerDamaged
from likewise.ledger.audit import LedgerHealth, check_ledger
from likewise.ledger.audit.export_ledger import LedgerExport, export_ledger

app = App(name="ledger", help="Check the ledger, and hand it to an auditor.")


@app.command
def check(*, as_json: AsJson = False) -> None:
    """Recompute every balance and version from the transfers, and check every rule of money.

    It reads one snapshot and changes nothing: run it while the system works, as often as you like.
    Exit code 1 says that something was found; what, is printed before.

    Args:
        as_json: Print it for a machine to read.
    """
    with Console(stderr=True).status("recomputing the ledger from its transfers"):
        health = installation.run(check_ledger)
    if as_json:
        print_json(_plain_health(health))
    else:
        _print_health(health)
    if not health.healthy:
        found = counted(health.finding_count, "finding")
        raise LedgerDamaged(f"The ledger does not agree with itself: {found}.")


@app.command
def export(*, out: Path, as_json: AsJson = False) -> None:
    """Write all accounts and transfers to Parquet files, as they stand at one moment.

    Whoever has them can recompute each balance: what came in to an account as destination, less
    what left it as source.

    Args:
        out: The folder for accounts.parquet and transfers.parquet, which replace older ones there.
        as_json: Print what was written for a machine to read.
    """
    with progress(MofNCompleteColumn()) as bars:
        tasks = {name: bars.add_task(name, total=None) for name in ("accounts", "transfers")}

        def on_rows(name: str, written: int, total: int) -> None:
            bars.update(tasks[name], completed=written, total=total)

        done = installation.run(lambda: export_ledger(out, on_rows))
    if as_json:
        print_json(_plain_export(done))
        return
    print_rows(
        {
            "as of": f"{done.exported_at:%Y-%m-%d %H:%M:%S} UTC",
            **{
                str(file.path): f"{file.row_count:,} rows, sha256 {file.digest}"
                for file in done.files
            },
        }
    )


def _print_health(health: LedgerHealth) -> None:
    if not health.healthy:
        table = Table("what", "finding")
        for finding in health.findings:
            table.add_row(finding.code, finding.sentence)
        for code, count in health.unlisted.items():
            table.add_row(code, f"… and {count:,} more")
        console().print(table)
    print_rows(
        {
            "checked at": f"{health.checked_at:%Y-%m-%d %H:%M:%S} UTC",
            "accounts": f"{health.account_count:,}",
            "transfers": f"{health.transfer_count:,}",
            "findings": "none" if health.healthy else f"{health.finding_count:,}",
        }
    )


def _plain_health(health: LedgerHealth) -> dict[str, object]:
    return {
        "healthy": health.healthy,
        "checked_at": health.checked_at.isoformat(),
        "account_count": health.account_count,
        "transfer_count": health.transfer_count,
        "findings": [
            {"code": each.code, "sentence": each.sentence, "ids": list(each.ids)}
            for each in health.findings
        ],
        "unlisted": health.unlisted,
    }


def _plain_export(done: LedgerExport) -> dict[str, object]:
    return {
        "exported_at": done.exported_at.isoformat(),
        "files": [
            {"path": str(each.path), "row_count": each.row_count, "sha256": each.digest}
            for each in done.files
        ],
    }
