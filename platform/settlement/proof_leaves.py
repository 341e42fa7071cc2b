"""The leaves of an outcome's tree: one for each line, bound to its month, and blinded.

A leaf is 0x00 (RFC 6962's prefix of leaves), the digest of the head (32 bytes), a nonce (16 bytes)
and the five columns of the line as little-endian signed integers of 64 bits. Bound to the head, a
proof says nothing false about its month, its currency, its digests or the number of lines. The
nonce keeps a neighbour's line from being guessed: docs/decisions/proofs-are-bound-and-blinded.md.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from likewise.months import Month
from likewise.settlement.merkle import hashes_of, leaf_hash
from likewise.settlement.outcome import Outcome

PROOF_FORM: Final = "likewise proof 1"
"""Changes if the bytes of the head or of a leaf ever do."""
NONCE_BYTES = 16
_LEAVES_PER_BLOCK = 4096
_LEAF = np.dtype([("prefix", "u1"), ("head", "V32"), ("nonce", "V16"), ("line", "<i8", 5)])


@dataclass(frozen=True, slots=True)
class Head:
    """What all lines of an outcome have in common; digests are SHA-256 in hexadecimal."""

    month: Month
    currency: str
    account_count: int
    outcome_digest: str
    book_digest: str

    def digest(self) -> bytes:
        """SHA-256 of six lines of ASCII: the form, and then the fields in their order."""
        lines = (
            PROOF_FORM,
            self.month,
            self.currency,
            self.account_count,
            self.outcome_digest,
            self.book_digest,
        )
        return hashlib.sha256("".join(f"{line}\n" for line in lines).encode("ascii")).digest()


def line_hash(head: Head, nonce: bytes, columns: Iterable[int]) -> bytes:
    """The hash of one line's leaf, from its five columns in the order of `outcome.parquet`."""
    return leaf_hash(head.digest() + nonce + struct.pack("<5q", *columns))


def line_hashes(head: Head, salt: bytes, outcome: Outcome) -> Iterator[bytes]:
    """The hashes of all leaves, in ascending account id, some thousand at a time."""
    columns = list(outcome.columns().values())
    leaves = np.zeros(_LEAVES_PER_BLOCK, _LEAF)
    leaves["head"] = np.void(head.digest())
    for block, start in enumerate(range(0, len(outcome.account_ids), _LEAVES_PER_BLOCK)):
        lines = np.stack([column[start : start + _LEAVES_PER_BLOCK] for column in columns], axis=1)
        leaves["nonce"] = np.frombuffer(_nonces(salt, block), f"V{NONCE_BYTES}")
        leaves["line"][: len(lines)] = lines
        yield hashes_of(leaves[: len(lines)])


def nonce_of(salt: bytes, index: int) -> bytes:
    """The nonce of a leaf."""
    block, place = divmod(index, _LEAVES_PER_BLOCK)
    return _nonces(salt, block)[place * NONCE_BYTES :][:NONCE_BYTES]


def _nonces(salt: bytes, block: int) -> bytes:
    """The nonces of a block of 4096 leaves: what SHAKE256 (FIPS 202) makes of the salt and it.

    Block by block, since the nonce of the last of six million leaves is asked for as often as any.
    """
    shaken = hashlib.shake_256(salt + block.to_bytes(8, "little"))
    return shaken.digest(_LEAVES_PER_BLOCK * NONCE_BYTES)
