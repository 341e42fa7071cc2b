"""Making a proof from the files of a closed month, reading no more of them than it takes.

What is read is believed only if it leads to the root that stands in the database.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import structlog

from likewise.errors import BookDamaged, NotFound, Refusal, StorageFailed, VerificationFailed
from likewise.months import Month
from likewise.settings import settings
from likewise.settlement.book import book_folder
from likewise.settlement.merkle import tree_bytes
from likewise.settlement.proof_leaves import PROOF_FORM, nonce_of
from likewise.settlement.proofs import Line, Proof, check
from likewise.settlement.settlements import Settlement, settlement_of
from likewise.settlement.split_files import OUTCOME_FILE
from likewise.settlement.tree_files import TREE_FILE, read_siblings
from likewise.storage import Location, reason_of

_log = structlog.get_logger()
_COLUMNS = list(Line.model_fields)
_ROWS_AT_ONCE = 1 << 16


async def prove(
    month: Month,
    person_id: int,
    *,
    books: str | Path | None = None,
    for_operator: bool = False,
) -> Proof:
    """The proof of a person's line in a month; `books` is where the setting says by default.

    Raises what `proof_of` raises.
    """
    settlement = await settlement_of(month)
    if settlement is None:
        raise NotFound(f"{month} has not been closed.", field="month")
    folder = await asyncio.to_thread(book_folder, month, books)
    currency = settings().currency
    return await asyncio.to_thread(
        proof_of, settlement, folder, person_id, currency=currency, for_operator=for_operator
    )


def proof_of(
    settlement: Settlement,
    folder: Location,
    person_id: int,
    *,
    currency: str,
    for_operator: bool = False,
) -> Proof:
    """The proof of a person's line in a closed month, from the folder with its outcome.

    `currency` is the installation's. Raises NotFound if the month is not closed, was closed before
    there were roots, or has no line of hers; BookDamaged if the files do not lead to the root, and
    StorageFailed if they can't be read. Where they are only an operator is told; what anybody else
    may read goes without that, and to the log with it.
    """
    month, root = settlement.month, settlement.merkle_root
    if settlement.state != "closed" or root is None:
        raise NotFound(f"There are no proofs for {month}.", field="month")
    assert settlement.outcome_digest is not None, "a closed month was computed"
    assert settlement.book_digest is not None, "a closed month has a book"
    with _reading(folder / OUTCOME_FILE, month, for_operator=for_operator) as file:
        index, account_count, line = _line_of(person_id, file, month)
    with _reading(folder / TREE_FILE, month, for_operator=for_operator) as file:
        if file.size() != tree_bytes(account_count):
            raise EOFError
        siblings = read_siblings(file, index, account_count)
    proof = Proof(
        form=PROOF_FORM,
        month=str(month),
        currency=currency,
        line=line,
        leaf_index=index,
        account_count=account_count,
        nonce=nonce_of(settlement.proof_salt, index).hex(),
        siblings=tuple(each.hex() for each in siblings),
        root=root,
        outcome_digest=settlement.outcome_digest,
        book_digest=settlement.book_digest,
    )
    try:
        check(proof)
    except VerificationFailed as refusal:
        wrong = _Wrong(folder, f"The outcome of {month}", month, for_operator=for_operator)
        raise wrong.refusal(BookDamaged, "is not what was closed", refusal.message) from None
    return proof


@dataclass(frozen=True, slots=True)
class _Wrong:
    """Something of a month that is wrong: where it is, and its name for anybody."""

    place: Location
    name: str
    month: Month
    for_operator: bool

    def refusal(self, kind: type[Refusal], what: str, reason: str) -> Refusal:
        """The refusal for whoever asked; an operator learns how to mend it."""
        if self.for_operator:
            verify = (
                f"`likewise month verify {self.month}` tells more, and mends what can be mended"
            )
            return kind(f"{self.place}: {what} ({reason}). {verify}.")
        _log.error("no_proof", file=str(self.place), reason=reason)
        return kind(f"{self.name} {what}.")


def _line_of(person_id: int, source: pa.NativeFile, month: Month) -> tuple[int, int, Line]:
    """The index of a person's line, how many lines there are, and hers. Raises NotFound."""
    with pq.ParquetFile(source, pre_buffer=False) as file:
        if file.schema_arrow.names != _COLUMNS:
            raise ValueError("is no outcome")
        group, index = _group_of(person_id, file.metadata)
        if group < file.num_row_groups:
            for batch in file.iter_batches(_ROWS_AT_ONCE, row_groups=[group]):
                account_ids = batch.column(0).to_numpy()
                row = int(np.searchsorted(account_ids, person_id))
                if row < len(account_ids):
                    if account_ids[row] != person_id:
                        break
                    line = Line(**batch.slice(row, 1).to_pylist()[0])
                    return index + row, file.metadata.num_rows, line
                index += len(account_ids)
    raise NotFound(f"There is no line of hers in {month}.", field="month")


def _group_of(person_id: int, metadata: pq.FileMetaData) -> tuple[int, int]:
    """The row group that has a person's line if one has, by its statistics; and its first row."""
    first_row = 0
    for group in range(metadata.num_row_groups):
        rows = metadata.row_group(group)
        if rows.num_rows > 0:
            ids = rows.column(0).statistics
            if ids is None or ids.max is None:
                raise ValueError("has no statistics")
            if ids.max >= person_id:
                return group, first_row
        first_row += rows.num_rows
    return metadata.num_row_groups, first_row


@contextmanager
def _reading(place: Location, month: Month, *, for_operator: bool) -> Iterator[pa.NativeFile]:
    """A file of a closed month, open. Raises BookDamaged and StorageFailed."""
    name = place.path.rpartition("/")[2]
    wrong = _Wrong(place, f"{name} of {month}", month, for_operator=for_operator)
    try:
        with place.open() as file:
            yield file
    except FileNotFoundError:
        raise wrong.refusal(BookDamaged, "is missing", "no such file") from None
    except (EOFError, ValueError, AttributeError) as error:
        reason = reason_of(error) or "it has another length"
        raise wrong.refusal(BookDamaged, "is not what was closed", reason) from error
    except OSError as error:
        raise wrong.refusal(StorageFailed, "cannot be read", reason_of(error)) from error
