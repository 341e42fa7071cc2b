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
# By name: a command loads what it needs, and what the others need stays away.
for _where, _help in {
    "demo:demo": "Start everything with a living community in it: the way to begin.",
    "demo:seed": "Fill an empty database with the demo's community.",
    "server:serve": "Serve the GraphQL API over HTTP and WebSocket.",
    "server:migrate": "Bring the database's tables up to date.",
    "server:doctor": "Look whether everything that is needed is there.",
    "month:app": "Close months, and look at closed ones.",
    "split:split_command": "Split one month's pots over its likes, from files to files.",
    "simulate:simulate": "Find out what such an economy pays out, and to whom.",
    "ledger:app": "Check the ledger, and export it.",
    "memberships:app": "Collect what memberships pay.",
    "payouts:app": "Send payouts that were approved.",
    "schema:app": "Print the GraphQL schema, or check it.",
}.items():
    _module, _name = _where.split(":")
    _command = _module if _name == "app" else _name.removesuffix("_command")
    # The line here stands in for the command's own help only where that is not asked for.
    _line = {} if sys.argv[1:2] == [_command] else {"help": _help}
    app.command(f"likewise.cli.{_where}", name=_command, **_line)


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
