"""`outcome.tree`: all hashes of an outcome's tree, so that a proof costs a few small reads.

The file lies beside `outcome.parquet`: the tree's levels one after the other, 32 bytes a hash,
nothing else. All of it can be computed again from the book, and nobody trusts it: what is read from
it counts if it leads to the root that the settlement has.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple, Protocol

from likewise.settlement.merkle import HASH_BYTES, levels_over, root_of, siblings_of
from likewise.settlement.outcome import Outcome
from likewise.settlement.proof_leaves import Head, line_hashes
from likewise.storage import WrittenFile, nowhere

TREE_FILE = "outcome.tree"


class Tree(NamedTuple):
    """What is told of a tree: its root, and the SHA-256 of its file; both in hexadecimal."""

    root: str
    file_digest: str


class Seekable(Protocol):
    """A file that can be read at any place: Python's or pyarrow's."""

    def seek(self, position: int, /) -> int:
        """Go to a place, in bytes from the beginning."""

    def read(self, most_bytes: int, /) -> bytes:
        """What stands there, less only where the file ends."""


def write_tree(head: Head, salt: bytes, outcome: Outcome, file: WrittenFile) -> str:
    """Write the tree of an outcome; returns its root in hexadecimal. Raises OSError."""
    levels = levels_over(line_hashes(head, salt, outcome))
    return root_of(_written(levels, file)).hex()


def tree_of(head: Head, salt: bytes, outcome: Outcome) -> Tree:
    """The tree of an outcome, for who only wants to compare it."""
    with nowhere() as file:
        return Tree(write_tree(head, salt, outcome, file), file.digest)


def read_siblings(file: Seekable, index: int, leaf_count: int) -> list[bytes]:
    """The hashes that lead a leaf to the root, from below: a read for each level.

    Raises OSError, and EOFError where the file ends before.
    """
    hashes = []
    for sibling in siblings_of(index, leaf_count):
        file.seek(sibling.place * HASH_BYTES)
        found = file.read(HASH_BYTES)
        if len(found) != HASH_BYTES:
            raise EOFError
        hashes.append(bytes(found))
    return hashes


def _written(levels: Iterable[bytearray], file: WrittenFile) -> Iterator[bytearray]:
    for level in levels:
        file.write(level)
        yield level
