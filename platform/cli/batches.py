"""What `memberships collect` and `payouts batch` share: many go on where some fail."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict
from typing import TypeVar

from rich.console import Console

from likewise.cli import installation
from likewise.cli.output import counted, print_json, print_rows
from likewise.errors import SomeFailed
from likewise.memberships.collect_payments import Collected
from likewise.payouts.send_payouts import Sent

Tally = TypeVar("Tally", Collected, Sent)
"""How many ended in which way: `total` so far, `failed` by a fault of ours."""


def run_batch(
    batch: Callable[[Callable[[Tally], None]], Awaitable[Tally]],
    *,
    doing: str,
    thing: str,
    rows: Callable[[Tally], Mapping[str, str]],
    as_json: bool,
) -> None:
    """Run a batch, which tells how far it is, and print what became of it.

    Raises SomeFailed in the end if some did.
    """
    with Console(stderr=True).status(doing) as status:

        def on_progress(tally: Tally) -> None:
            status.update(f"{doing}: {tally.total:,}")

        tally = installation.run(lambda: batch(on_progress))
    if as_json:
        print_json(asdict(tally))
    else:
        print_rows(rows(tally))
    if tally.failed:
        raise SomeFailed(
            f"{counted(tally.failed, thing)} failed, and the log says why; the others went on."
        )
