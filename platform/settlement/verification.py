"""Verifying a settlement: the book by itself, and the ledger against the book."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from likewise.errors import BookDamaged, MonthNotPosted, VerificationFailed
from likewise.models.money import OWNED_KINDS
from likewise.models.unit_of_work import UnitOfWork, unit_of_work
from likewise.months import Month
from likewise.settings import settings
from likewise.settlement.book import Book, open_book
from likewise.settlement.engines.numpy_engine import run_split
from likewise.settlement.outcome import Outcome, SharesDigest
from likewise.settlement.posting import Movement, movements_of
from likewise.settlement.settlements import Settlement, settlement_of
from likewise.settlement.split_files import OUTCOME_FILE, SHARES_FILE, write_outcome, write_shares


@dataclass(frozen=True, slots=True)
class Verified:
    """A month that was computed again from its book and found to be what the ledger holds."""

    month: Month
    book_digest: str
    outcome_digest: str
    transfer_count: int


async def verify_month(month: Month, *, books_dir: Path | None = None) -> Verified:
    """Recompute a posted month from its book, and compare the ledger with it.

    Raises MonthNotPosted, BookDamaged and VerificationFailed.
    """
    settlement = await settlement_of(month)
    if settlement is None or settlement.posted_at is None:
        raise MonthNotPosted(f"{month} has not been closed.")
    folder = (books_dir or settings().books_dir) / str(month)
    book = await opened_book(settlement, folder)
    outcome = await recomputed(settlement, book)
    count = await compare_with_ledger(settlement, book, outcome)
    return Verified(month, book.digest, outcome.digest(), count)


async def opened_book(settlement: Settlement, folder: Path) -> Book:
    """The book of a settlement that has one, every digest checked. Raises BookDamaged."""
    assert settlement.book_digest is not None, "the book was written"
    return await asyncio.to_thread(open_book, folder, digest=settlement.book_digest)


async def recomputed(settlement: Settlement, book: Book) -> Outcome:
    """What the book of a computed month comes to once more.

    Raises BookDamaged, and VerificationFailed if it comes to anything else than it did.
    """
    outcome, shares_digest = await asyncio.to_thread(compute, book)
    if (outcome.digest(), shares_digest) != (settlement.outcome_digest, settlement.shares_digest):
        raise VerificationFailed(f"The book of {settlement.month} comes to something else.")
    return outcome


def compute(book: Book, *, write_to: Path | None = None) -> tuple[Outcome, str]:
    """What a book comes to, and the digest of its shares; written into a folder, if one is given.

    From the book and nothing else. Raises BookDamaged if its sums do not fit it.
    """
    result = run_split(book.inputs(), max_hops=book.policy.max_hops)
    if result.outcome.total_pots_micros != book.pots_micros:
        raise BookDamaged(f"{book.folder}: the pots do not add up to what the manifest says")
    shares = SharesDigest()
    blocks = shares.taken_of(result.share_blocks())
    if write_to is None:
        deque(blocks, maxlen=0)
    else:
        write_shares(blocks, write_to / SHARES_FILE)
        write_outcome(result.outcome, write_to / OUTCOME_FILE)
    return result.outcome, shares.hexdigest()


async def compare_with_ledger(settlement: Settlement, book: Book, outcome: Outcome) -> int:
    """Compare each transfer of a settlement with its book; returns how many there are.

    Also: the clearing account is empty, and no account of a person or site is below zero.
    Raises VerificationFailed, which names the first id that differs.
    """
    expected = await asyncio.to_thread(movements_of, book, outcome)

    async def body(work: UnitOfWork) -> int:
        await work.lift_time_limit()
        await _require_empty_clearing(work, settlement)
        return await _compare(work, settlement, expected)

    return await unit_of_work(body, isolation="REPEATABLE READ")


async def _require_empty_clearing(work: UnitOfWork, settlement: Settlement) -> None:
    wrong = await work.row(
        "SELECT id FROM accounts WHERE (settlement_id = $1 AND balance_micros <> 0)"
        " OR (balance_micros < 0 AND kind = ANY($2::text[])) ORDER BY id LIMIT 1",
        settlement.number,
        list(OWNED_KINDS),
    )
    if wrong is not None:
        raise VerificationFailed(f"The balance of account {wrong['id']} is wrong.")


async def _compare(work: UnitOfWork, settlement: Settlement, expected: Sequence[Movement]) -> int:
    place = count = 0
    async for batch in work.stream(_LEDGER, settlement.number):
        for row in batch:
            there = Movement(row["owner_id"], row["budget"], row["received"], row["kept"])
            if place == len(expected) or there != expected[place]:
                raise VerificationFailed(f"The ledger and the book differ for {row['owner_id']}.")
            place += 1
            count += row["transfers"]
    if place < len(expected):
        raise VerificationFailed(f"The ledger lacks what {expected[place].owner_id} moved.")
    return count


_LEDGER = """
SELECT coalesce(other.person_id, other.site_id) AS owner_id, count(*) AS transfers,
    coalesce(sum(amount_micros) FILTER (WHERE leg = 'in' AND other.kind = 'budget'), 0)::bigint
        AS budget,
    coalesce(sum(amount_micros) FILTER (WHERE leg = 'in' AND other.kind = 'received'), 0)::bigint
        AS received,
    coalesce(sum(amount_micros) FILTER (WHERE leg = 'out'), 0)::bigint AS kept
FROM accounts AS clearing
CROSS JOIN LATERAL (
    SELECT 'in' AS leg, source_id AS other_id, amount_micros
    FROM transfers WHERE destination_id = clearing.id
    UNION ALL
    SELECT 'out', destination_id, amount_micros FROM transfers WHERE source_id = clearing.id
) AS legs
JOIN accounts AS other ON other.id = legs.other_id
WHERE clearing.settlement_id = $1
GROUP BY owner_id ORDER BY owner_id
"""
