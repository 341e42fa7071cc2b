"""Computing a month: from its book and nothing else, by the engine that the settings name."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import cached_property

import structlog

from likewise.errors import BookDamaged, MalformedFile, VerificationFailed
from likewise.settings import settings
from likewise.settlement.book import Book, open_book
from likewise.settlement.engines.choice import engine_kind, split_by_engine
from likewise.settlement.engines.sources import SplitSources
from likewise.settlement.movements import Movements, movements_of
from likewise.settlement.outcome import Outcome
from likewise.settlement.proof_leaves import Head
from likewise.settlement.settlements import Settlement
from likewise.settlement.split_files import OUTCOME_FILE, read_outcome, write_outcome
from likewise.settlement.tree_files import TREE_FILE, Tree, tree_of, write_tree
from likewise.storage import Location

_log = structlog.get_logger()


@dataclass(frozen=True)
class Computed:
    """What a book comes to, and by which engine it was computed."""

    book: Book
    outcome: Outcome
    engine: str

    @property
    def head(self) -> Head:
        """What all lines of the outcome have in common."""
        manifest = self.book.manifest
        return Head(
            manifest.month,
            manifest.policy.currency,
            len(self.outcome.account_ids),
            self.outcome.digest(),
            self.book.digest,
        )

    @property
    def salt(self) -> bytes:
        """What blinds the lines; nothing if the book has none, and then there is no root."""
        return bytes.fromhex(self.book.manifest.proof_salt)

    @cached_property
    def tree(self) -> Tree | None:
        """The Merkle tree over the outcome; None if the book has no salt for one."""
        return tree_of(self.head, self.salt, self.outcome) if self.salt else None


async def opened_book(settlement: Settlement, folder: Location) -> Book:
    """The book of a settlement that has one, every digest checked. Raises BookDamaged."""
    assert settlement.book_digest is not None, "the book was written"
    book = await asyncio.to_thread(open_book, folder, digest=settlement.book_digest)
    assert book.manifest.month == settlement.month, "its digest says so"
    return book


def compute(book: Book) -> Computed:
    """What a book comes to, by the engine that the settings name.

    Raises BookDamaged if it holds nothing that can be split, or not what its manifest says,
    AmountOutOfRange, and InvalidInput and ServerUnavailable if there is no such engine.
    """
    engine = settings().split_engine
    sources = SplitSources(book.file("pots"), book.file("likes"), book.file("forward"))
    try:
        result = split_by_engine(engine, sources, max_hops=book.manifest.policy.max_hops)
    except MalformedFile as error:
        raise BookDamaged(error.message) from error
    if result.outcome.total_pots_micros != book.manifest.pots_micros:
        raise BookDamaged(f"{book.folder}: the pots do not add up to what the manifest says")
    return Computed(book, result.outcome, engine_kind(engine))


def write_result(computed: Computed) -> str | None:
    """Write the outcome and its tree beside the book; returns the root. Raises StorageFailed."""
    folder = computed.book.folder
    write_outcome(computed.outcome, folder / OUTCOME_FILE)
    return write_tree_of(computed) if computed.salt else None


def write_tree_of(computed: Computed) -> str:
    """Write the tree of an outcome; returns its root. Its book must have a salt.

    Raises StorageFailed.
    """
    with (computed.book.folder / TREE_FILE).written() as file:
        return write_tree(computed.head, computed.salt, computed.outcome, file)


async def movements_in(book: Book, outcome: Outcome) -> Movements:
    """What the outcome of a book moves. Raises BookDamaged."""
    return await asyncio.to_thread(lambda: movements_of(book.pots(), outcome))


async def recomputed(settlement: Settlement, book: Book) -> Computed:
    """What the book of a computed month comes to once more.

    Raises BookDamaged, and VerificationFailed if it comes to anything else than it did.
    """
    computed = await asyncio.to_thread(compute, book)
    if computed.outcome.digest() != settlement.outcome_digest:
        raise VerificationFailed(f"The book of {settlement.month} comes to something else.")
    return computed


async def settled_outcome(settlement: Settlement, book: Book) -> Outcome:
    """The outcome of a computed month: from its file if that is whole, else from the book.

    Raises what `recomputed` raises.
    """
    where = book.folder / OUTCOME_FILE
    try:
        outcome = await asyncio.to_thread(read_outcome, where)
    except MalformedFile as error:
        _log.warning("outcome_computed_again", reason=error.message)
    else:
        if outcome.digest() == settlement.outcome_digest:
            return outcome
        _log.warning("outcome_computed_again", reason=f"{where} is not what was computed")
    return (await recomputed(settlement, book)).outcome
