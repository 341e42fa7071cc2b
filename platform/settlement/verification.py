"""Verifying a settlement: the book by itself, and the ledger against the book."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from likewise.errors import MonthNotPosted, VerificationFailed
from likewise.models.money import OWNED_KINDS
from likewise.models.unit_of_work import UnitOfWork, unit_of_work
from likewise.months import Month
from likewise.settlement.book import Book, book_folder, open_book
from likewise.settlement.computing import (
    Computed,
    compute,
    movements_in,
    opened_book,
    recomputed,
)
from likewise.settlement.movements import Movements
from likewise.settlement.outcome_files import WrongFile, write_again, wrong_files
from likewise.settlement.posted_movements import posted_movements
from likewise.settlement.settlements import Settlement, settlement_of
from likewise.storage import Location


@dataclass(frozen=True, slots=True)
class Verified:
    """A month that was computed again from its book and found to be what the ledger holds.

    `transfer_count` is None where only the book was looked at. Digests in hexadecimal.
    `wrong_files` are those of the outcome that were not what the book comes to.
    """

    month: Month
    book_digest: str
    outcome_digest: str
    merkle_root: str | None
    transfer_count: int | None
    wrong_files: tuple[WrongFile, ...] = ()


async def verify_month(month: Month, *, books: str | Path | None = None) -> Verified:
    """Recompute a posted month from its book, and compare the ledger with it.

    Files of its outcome that are missing or changed are written again, once the month is closed
    and if everything else is as it must be. Raises MonthNotPosted, BookDamaged, VerificationFailed
    and StorageFailed.
    """
    settlement = await settlement_of(month)
    if settlement is None or settlement.posted_at is None:
        raise MonthNotPosted(f"{month} has not been closed.")
    folder = await asyncio.to_thread(book_folder, month, books)
    computed = await recomputed(settlement, await opened_book(settlement, folder))
    verified = await _with_ledger(settlement, computed)
    if settlement.state != "closed":  # whoever closes it is still at work on its files
        return verified
    wrong = await asyncio.to_thread(wrong_files, computed)
    written = await asyncio.to_thread(write_again, computed, wrong)
    return replace(verified, wrong_files=written)


def verify_book(month: Month, folder: Location) -> Verified:
    """Recompute a month from its book alone, for whoever has it: no database is asked.

    What it returns is to be compared with what was published; its wrong files are told and left
    as they are. Raises BookDamaged, VerificationFailed if it is the book of another month, and
    StorageFailed.
    """
    book = open_book(folder)
    if book.manifest.month != month:
        raise VerificationFailed(f"{folder} is the book of {book.manifest.month}, not of {month}.")
    computed = compute(book)
    return replace(_verified(computed), wrong_files=wrong_files(computed))


async def verify_posted(settlement: Settlement, book: Book) -> Verified:
    """Recompute a settlement from its book, and compare the ledger with it.

    Also: the clearing account is empty, and no account of a person or site is below zero.
    Raises BookDamaged, and VerificationFailed, which names the first id that differs.
    """
    return await _with_ledger(settlement, await recomputed(settlement, book))


async def _with_ledger(settlement: Settlement, computed: Computed) -> Verified:
    """Compare the ledger with what a book comes to. Raises VerificationFailed."""
    verified = await asyncio.to_thread(_verified, computed)
    if verified.merkle_root != settlement.merkle_root:
        raise VerificationFailed(f"The Merkle root of {settlement.month} is another.")
    expected = await movements_in(computed.book, computed.outcome)

    async def body(work: UnitOfWork) -> int:
        await work.lift_time_limit()
        await _require_empty_clearing(work, settlement)
        there, count = await posted_movements(work, settlement.number)
        _require_equal(there, expected)
        return count

    return replace(verified, transfer_count=await unit_of_work(body, isolation="REPEATABLE READ"))


def _verified(computed: Computed) -> Verified:
    """What the book alone tells."""
    return Verified(
        computed.book.manifest.month,
        computed.book.digest,
        computed.outcome.digest(),
        None if computed.tree is None else computed.tree.root,
        transfer_count=None,
    )


async def _require_empty_clearing(work: UnitOfWork, settlement: Settlement) -> None:
    wrong = await work.row(
        "SELECT id FROM accounts WHERE (settlement_id = $1 AND balance_micros <> 0)"
        " OR (balance_micros < 0 AND kind = ANY($2::text[])) ORDER BY id LIMIT 1",
        settlement.number,
        list(OWNED_KINDS),
    )
    if wrong is not None:
        raise VerificationFailed(f"The balance of account {wrong['id']} is wrong.")


def _require_equal(there: Movements, expected: Movements) -> None:
    """Raises VerificationFailed for the first owner whose transfers are not what they must be."""
    shorter = min(len(there), len(expected))
    differs = np.zeros(shorter, dtype=np.bool_)
    for found, due in zip(there.columns(), expected.columns(), strict=True):
        differs |= found[:shorter] != due[:shorter]
    if differs.any():
        place = int(differs.argmax())
        owner = min(_owner(there, place), _owner(expected, place))
        raise VerificationFailed(f"The ledger and the book differ for {owner}.")
    if len(there) > shorter:
        raise VerificationFailed(f"The ledger and the book differ for {_owner(there, shorter)}.")
    if len(expected) > shorter:
        raise VerificationFailed(f"The ledger lacks what {_owner(expected, shorter)} moved.")


def _owner(movements: Movements, place: int) -> int:
    return int(movements.owner_ids[place])
