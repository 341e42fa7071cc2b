"""How commands print: rows for a person, JSON for a machine, bars while something runs.

Results go to standard output, bars to standard error. Into a pipe or a file nothing is folded: a
digest or a path stays in one piece, however long it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Annotated

from cyclopts import Parameter
from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, TextColumn, TimeElapsedColumn
from rich.text import Text

Flag = Annotated[bool, Parameter(negative="")]
"""A flag that is given or not, without a --no-flag beside it."""

AsJson = Annotated[bool, Parameter(name="--json", negative="")]
"""The flag of every command that a machine may read."""

_UNFOLDED_WIDTH = 1_000_000


def console() -> Console:
    """Standard output: texts are left to the terminal to fold, tables keep within its width.

    Where nobody watches there is no width. rich would take 80 columns, and break what is longer.
    """
    watched = Console(soft_wrap=True)
    return watched if watched.is_terminal else Console(soft_wrap=True, width=_UNFOLDED_WIDTH)


def print_rows(rows: Mapping[str, str]) -> None:
    """Names and what belongs to them, one below the other; no value is ever broken."""
    width = max(map(len, rows))
    out = console()
    for name, value in rows.items():
        out.print(Text.assemble(" ", (name.ljust(width), "bold"), "  ", value.rstrip()))


def print_json(data: object) -> None:
    """What `--json` asks for."""
    console().print_json(data=data)


@contextmanager
def progress(*columns: ProgressColumn) -> Iterator[Progress]:
    """Bars with these columns while something runs, and only where a person watches."""
    errors = Console(stderr=True)
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        *columns,
        TimeElapsedColumn(),
        console=errors,
        transient=True,
        disable=not errors.is_terminal,
    ) as bars:
        yield bars


def counted(number: int, thing: str) -> str:
    """A number and its noun: `1 payment`, `1,200 payments`."""
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"
