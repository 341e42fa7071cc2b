"""Commits that nobody is told of: as if the process had been killed before its bell."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from likewise.models import unit_of_work


@contextmanager
def nobody_told() -> Iterator[None]:
    """While the block runs, the commits of this process ring for nobody."""
    kept = unit_of_work._bells[:]
    unit_of_work._bells.clear()
    try:
        yield
    finally:
        unit_of_work._bells[:] = kept
