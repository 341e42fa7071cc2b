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

from likewise.errors import MalformedMonth, Refusal
from likewise.log import configure_logging

# By name: a command loads what it needs, and what the others need stays away.
_COMMANDS = (
    ("demo", "demo:demo", "Start everything with a living community in it: the way to begin."),
    ("seed", "demo:seed", "Fill an empty database with the demo's community."),
    ("serve", "server:serve", "Serve the GraphQL API over HTTP and WebSocket."),
    ("migrate", "server:migrate", "Bring the database's tables up to date."),
    ("doctor", "server:doctor", "Look whether everything that is needed is there."),
    ("operators", "operators:app", "Say who the operators are: who may enter the console."),
    ("month", "month:app", "Close months, and look at closed ones."),
    ("split", "split:split", "Split one month's pots over its likes, from files to files."),
    ("simulate", "simulate:simulate", "Find out what such an economy pays out, and to whom."),
    ("ledger", "ledger:app", "Check the ledger, and export it."),
    ("memberships", "memberships:app", "Collect what memberships pay."),
    ("payouts", "payouts:app", "Send payouts that were approved."),
    ("schema", "schema:app", "Print the GraphQL schema, or check it."),
)


def command_line(asked: str | None) -> App:
    """The command line, with one line of help for each command but the one that is asked for.

    Where a line is given, it replaces the command's own help, which is its whole docstring.
    """
    app = App(
        name="likewise",
        help="Likewise makes the Like button a payment button.\n\n"
        "Begin with `likewise demo`: it starts everything with a living community in it. "
        "Settings are LIKEWISE_* variables; `likewise doctor` shows what they come to.",
        version=version("likewise"),
        result_action="return_value",
    )
    for name, where, line in _COMMANDS:
        app.command(f"likewise.cli.{where}", name=name, help=None if name == asked else line)
    return app


def main() -> None:
    """Run the command line that this process was started with, and exit."""
    configure_logging(logging.WARNING)
    # Asked to end, or its window closed, it ends as by Ctrl-C: what it has started is stopped.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    words = sys.argv[1:]
    try:
        command_line(asked=words[0] if words else None)(words, exit_on_error=False)
    except CycloptsError:
        sys.exit(2)  # cyclopts has said what is wrong
    except Refusal as refusal:
        print(f"likewise: {refusal.message}", file=sys.stderr)  # noqa: T201
        sys.exit(2 if isinstance(refusal, MalformedMonth) else 1)
    except KeyboardInterrupt:
        sys.exit(130)
