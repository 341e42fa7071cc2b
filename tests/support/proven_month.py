"""A closed month's files without its closing: an outcome, its tree, and the settlement's row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from likewise.months import Month
from likewise.settlement.outcome import Outcome
from likewise.settlement.proof_leaves import Head
from likewise.settlement.proofs import Proof
from likewise.settlement.proving import proof_of
from likewise.settlement.settlements import Settlement
from likewise.settlement.split_files import OUTCOME_FILE, write_outcome
from likewise.settlement.tree_files import TREE_FILE, write_tree
from likewise.storage import Location

SALT = bytes(range(32))
MONTH = Month(2026, 10)
BOOK_DIGEST = "b0" * 32


def random_outcome(count: int, *, seed: int = 1) -> Outcome:
    """An outcome of so many lines whose ids leave gaps."""
    random = np.random.default_rng(seed)
    received = random.integers(0, 10**9, count)
    return Outcome(
        account_ids=np.cumsum(random.integers(1, 4, count)),
        unshared_micros=random.integers(0, 2**40, count),
        received_micros=received,
        passed_on_micros=received // random.integers(1, 5, count),
        shared_by_hop_micros=(1,),
    )


def head_of(outcome: Outcome) -> Head:
    return Head(MONTH, "USD", len(outcome.account_ids), outcome.digest(), BOOK_DIGEST)


@dataclass(frozen=True)
class ProvenMonth:
    """The folder and the settlement of a closed month."""

    outcome: Outcome
    path: Path
    settlement: Settlement

    def proof(self, person_id: int) -> Proof:
        return proof_of(self.settlement, self.folder, person_id, currency="USD")

    def proof_at(self, index: int) -> Proof:
        """The proof of a line, counted from 0."""
        return self.proof(int(self.outcome.account_ids[index]))

    @property
    def folder(self) -> Location:
        return Location.parse(self.path)


def proven_month(path: Path, outcome: Outcome) -> ProvenMonth:
    """Write the files as a closing does, and be the settlement that it leaves."""
    folder = Location.parse(path)
    write_outcome(outcome, folder / OUTCOME_FILE)
    with (folder / TREE_FILE).written() as file:
        root = write_tree(head_of(outcome), SALT, outcome, file)
    return ProvenMonth(outcome, path, _settlement(outcome, root))


def _settlement(outcome: Outcome, root: str) -> Settlement:
    then = datetime(2026, 11, 1, tzinfo=UTC)
    return Settlement(
        number=1,
        month=MONTH,
        state="closed",
        early=False,
        max_hops=6,
        sealed_at=then,
        book_written_at=then,
        computed_at=then,
        posted_at=then,
        verified_at=then,
        closed_at=then,
        book_digest=BOOK_DIGEST,
        outcome_digest=outcome.digest(),
        merkle_root=root,
        proof_salt=SALT,
        engine="numpy",
        pot_count=1,
        like_count=1,
        account_count=len(outcome.account_ids),
        movement_count=1,
        posted_count=1,
        posted_through=1,
        pots_micros=1,
        unshared_micros=outcome.total_unshared_micros,
        kept_micros=outcome.total_kept_micros,
        shared_by_hop_micros=outcome.shared_by_hop_micros,
    )
