"""What goes into a split and what comes out of it, as columns: the same for every engine.

The digest is of the content and not of a file's bytes, so that any engine, with any version of any
library, on any machine, gives the same one for the same outcome.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from likewise.settlement.split import Int64Array, exact_sum

_DIGEST_FORM = "likewise outcome 1"
"""Changes if the bytes below ever do: two digests of one form can be compared."""


@dataclass(frozen=True, slots=True)
class SplitInputs:
    """One month's pots, likes and forwards, validated; each group of columns in any order of rows.

    Amounts in micros, not negative. A person stands once in the pots and once in the forwards, a
    like id once in the likes; who is not in the forwards passes nothing on.
    """

    pot_person_ids: Int64Array
    pot_amounts_micros: Int64Array
    like_ids: Int64Array
    like_person_ids: Int64Array
    like_recipient_ids: Int64Array
    forward_person_ids: Int64Array
    forward_bps: Int64Array


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a split came to: one row for each account that had a pot or got a share, by its id.

    A pot of zero is a pot: everybody who stands in the pots has a row. Amounts in micros;
    `shared_by_hop_micros[h]` is what all together shared at hop h.
    """

    account_ids: Int64Array
    unshared_micros: Int64Array
    received_micros: Int64Array
    passed_on_micros: Int64Array
    shared_by_hop_micros: tuple[int, ...]

    @property
    def kept_micros(self) -> Int64Array:
        """Received and not passed on, by account."""
        return self.received_micros - self.passed_on_micros

    @property
    def total_unshared_micros(self) -> int:
        """What stayed where it was, of all hop-0 pots together."""
        return exact_sum(self.unshared_micros)

    @property
    def total_kept_micros(self) -> int:
        """What likes brought for good, to all together."""
        return exact_sum(self.kept_micros)

    @property
    def total_pots_micros(self) -> int:
        """All pots of hop 0: by conservation what was kept and what was left."""
        return self.total_unshared_micros + self.total_kept_micros

    def columns(self) -> dict[str, Int64Array]:
        """The columns under the names of docs/words.md, "Files of a split", in its order."""
        return {
            "account_id": self.account_ids,
            "unshared_micros": self.unshared_micros,
            "received_micros": self.received_micros,
            "passed_on_micros": self.passed_on_micros,
            "kept_micros": self.kept_micros,
        }

    def digest(self) -> str:
        """SHA-256 of the content, 64 hexadecimal digits.

        Hashed are three lines of ASCII, each ended by a line feed (the form, the names of the
        columns with commas between, the number of rows), and then the columns one after the other,
        each value as a little-endian signed integer of 64 bits.
        """
        columns = self.columns()
        header = f"{_DIGEST_FORM}\n{','.join(columns)}\n{len(self.account_ids)}\n"
        sha256 = hashlib.sha256(header.encode("ascii"))
        for values in columns.values():
            sha256.update(values.astype("<i8").tobytes())
        return sha256.hexdigest()


class ShareBlock(NamedTuple):
    """Some shares, all above zero, sorted by (like id, hop); `hops` counts from 0."""

    like_ids: Int64Array
    hops: Int64Array
    share_micros: Int64Array


class SplitResult(Protocol):
    """What an engine hands back."""

    @property
    def outcome(self) -> Outcome:
        """The outcome by account."""

    @property
    def share_block_count(self) -> int:
        """How many blocks `share_blocks` gives."""

    def share_blocks(self) -> Iterator[ShareBlock]:
        """Every share above zero, sorted by (like id, hop), made block by block when asked for."""
