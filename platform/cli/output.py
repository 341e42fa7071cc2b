"""How commands print: two columns for a person, JSON for a machine."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from cyclopts import Parameter
from rich.console import Console
from rich.table import Table

AsJson = Annotated[bool, Parameter(name="--json", negative="")]
"""The flag of every command that a machine may read."""


def print_rows(rows: Mapping[str, str]) -> None:
    """Names and what belongs to them, one below the other."""
    table = Table(box=None, show_header=False)
    table.add_column(style="bold")
    table.add_column(overflow="fold")
    for name, value in rows.items():
        table.add_row(name, value)
    Console().print(table)
