"""Where the inputs of a split are: three files, which an engine reads in its own way."""

from __future__ import annotations

from dataclasses import dataclass

from likewise.storage import Location


@dataclass(frozen=True, slots=True)
class SplitSources:
    """The Parquet files of docs/words.md, "Files of a split"; without `forward` nobody forwards."""

    pots: Location
    likes: Location
    forward: Location | None = None
