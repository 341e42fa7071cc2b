"""The command `likewise`: one for everything that is done from a terminal.

Exit codes: 0 done, 1 failed (with a reason, in one line on stderr), 2 wrong usage. What a machine
may read has `--json`. Commands parse, call one use case and print; each file here is one noun.
"""

from __future__ import annotations

import logging
import signal
import sys
from importlib.metadata import version

from cyclopts import App, CycloptsError

from likewise.cli import demo, ledger, memberships, month, payouts, schema, server
from likewise.cli.split import split_command
from likewise.errors import Refusal
from likewise.web.logging import configure_logging

app = App(
    name="likewise",
    help="Likewise makes the Like button a payment button.\n\n"
    "Begin with `likewise demo`: it starts everything with a living community in it. "
    "Settings are LIKEWISE_* variables; `likewise doctor` shows what they come to.",
    version=version("likewise"),
    result_action="return_value",
)
app.command(demo.demo)
app.command(demo.seed)
app.command(server.serve)
app.command(server.migrate)
app.command(server.doctor)
app.command(month.app)
app.command(split_command, name="split")
app.command(ledger.app)
app.command(payouts.app)
app.command(memberships.app)
app.command(schema.app)


def main() -> None:
    """Run the command line that this process was started with, and exit."""
    configure_logging(logging.WARNING)
    # Asked to end, it ends as by Ctrl-C: what it has started is stopped on the way out.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        app(exit_on_error=False)
    except CycloptsError:
        sys.exit(2)  # cyclopts has said what is wrong
    except Refusal as refusal:
        print(f"likewise: {refusal.message}", file=sys.stderr)  # noqa: T201
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
