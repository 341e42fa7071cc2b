"""The files of an outcome: whether they are what the book comes to, and writing them again.

They are no part of what was sealed. All that is in them follows from the book, so a file that got
lost or changed is no loss: whoever has computed the month again writes it again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pyarrow as pa
import pyarrow.parquet as pq
import structlog

from likewise.errors import StorageFailed
from likewise.parquet_files import file_digest, is_by_this_pyarrow, written_digest
from likewise.settlement.computing import Computed, write_tree_of
from likewise.settlement.outcome import Outcome
from likewise.settlement.split_files import OUTCOME_FILE, write_outcome
from likewise.settlement.tree_files import TREE_FILE
from likewise.storage import Location, reason_of

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class WrongFile:
    """A file of an outcome that is missing, or is not what the book comes to."""

    name: str
    found: Literal["missing", "changed"]
    written_again: bool = False


def wrong_files(computed: Computed) -> tuple[WrongFile, ...]:
    """Which files of an outcome are not what the book comes to. Raises StorageFailed."""
    whole = {OUTCOME_FILE: _is_outcome(computed), TREE_FILE: _is_tree(computed)}
    return tuple(
        WrongFile(name, "missing" if is_whole is None else "changed")
        for name, is_whole in whole.items()
        if not is_whole
    )


def write_again(computed: Computed, wrong: tuple[WrongFile, ...]) -> tuple[WrongFile, ...]:
    """Write the wrong files again; whoever calls knows that the outcome is what was closed.

    Raises StorageFailed, which names the file and what is wrong with it.
    """
    return tuple(_written_again(computed, each) for each in wrong)


def _written_again(computed: Computed, wrong: WrongFile) -> WrongFile:
    try:
        if wrong.name == OUTCOME_FILE:
            write_outcome(computed.outcome, computed.book.folder / OUTCOME_FILE)
        else:
            write_tree_of(computed)
    except StorageFailed as refusal:
        raise StorageFailed(
            f"{wrong.name} is {wrong.found} and cannot be written again: {refusal.message}"
        ) from refusal
    _log.warning("outcome_file_written_again", name=wrong.name, found=wrong.found)
    return WrongFile(wrong.name, wrong.found, written_again=True)


def _is_outcome(computed: Computed) -> bool | None:
    """Whether the file holds this outcome; None if there is none.

    Every byte counts, if this pyarrow wrote it. Another version's bytes may be others for the same
    lines: then the lines count.
    """
    place = computed.book.folder / OUTCOME_FILE
    found = _digest_of(place)
    if found is None or found == written_digest(pa.table(computed.outcome.columns())):
        return None if found is None else True
    try:
        return not is_by_this_pyarrow(place) and _holds(place, computed.outcome)
    except (pa.ArrowException, OSError, ValueError):
        return False


def _holds(place: Location, outcome: Outcome) -> bool:
    with place.open() as stream, pq.ParquetFile(stream) as file:
        return bool(file.read().equals(pa.table(outcome.columns())))


def _is_tree(computed: Computed) -> bool | None:
    """Whether the file is this tree; None if there is none. A book without a salt has no tree."""
    if computed.tree is None:
        return True
    found = _digest_of(computed.book.folder / TREE_FILE)
    return None if found is None else found == computed.tree.file_digest


def _digest_of(place: Location) -> str | None:
    """The digest of a file; None if there is none. Raises StorageFailed if it can't be read."""
    try:
        return file_digest(place)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StorageFailed(f"{place}: cannot be read: {reason_of(error)}") from error
