"""A proof: one person's line of a month's outcome, and what leads from it to the public root.

Whoever holds the document and the root can check one against the other, offline and without us:
docs/proof.md says how, and what that proves.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from likewise.errors import MalformedFile, MalformedMonth, VerificationFailed
from likewise.months import Month
from likewise.settlement.merkle import root_by_path, siblings_of
from likewise.settlement.proof_leaves import Head, line_hash
from likewise.settlement.split import INT64_MAX

MOST_BYTES = 16_384
"""No proof is longer: 63 siblings, for more people than there are, take a third of it."""

_Hash = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
_Int64 = Annotated[int, Field(ge=-INT64_MAX - 1, le=INT64_MAX)]


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Line(_Strict):
    """Her line: the columns of `outcome.parquet` in their order; amounts in micros."""

    account_id: _Int64
    unshared_micros: _Int64
    received_micros: _Int64
    passed_on_micros: _Int64
    kept_micros: _Int64


class Proof(_Strict):
    """A proof, with the fields of its document in their order; what is bytes is in hexadecimal.

    `leaf_index` counts the lines from 0, `siblings` are the RFC 6962 audit path, from below.
    """

    form: Literal["likewise proof 1"]
    month: str
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]
    line: Line
    leaf_index: Annotated[int, Field(ge=0)]
    account_count: Annotated[int, Field(ge=1, le=INT64_MAX)]
    nonce: Annotated[str, Field(pattern="^[0-9a-f]{32}$")]
    siblings: Annotated[tuple[_Hash, ...], Field(max_length=63)]
    root: _Hash
    outcome_digest: _Hash
    book_digest: _Hash

    def as_json(self) -> str:
        """The document."""
        return self.model_dump_json(indent=2) + "\n"

    @classmethod
    def from_json(cls, document: str | bytes) -> Proof:
        """The proof in a document. Raises MalformedFile, in one line."""
        if len(document) > MOST_BYTES:
            raise MalformedFile(f"is no proof: it is longer than {MOST_BYTES} bytes")
        try:
            proof = cls.model_validate_json(document)
            Month.parse(proof.month)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            where = ".".join(map(str, first["loc"])) or "document"
            raise MalformedFile(f"is no proof: {where}: {first['msg']}") from None
        except MalformedMonth as error:
            raise MalformedFile(f"is no proof: month: {error.message}") from None
        if proof.leaf_index >= proof.account_count:
            raise MalformedFile("is no proof: leaf_index: is not below account_count")
        return proof


def check(proof: Proof, *, root: str | None = None) -> None:
    """Check that a line leads to the root that its proof names, and that this is `root`.

    Without `root` it shows that the document agrees with itself, and no more.
    Raises VerificationFailed.
    """
    path = siblings_of(proof.leaf_index, proof.account_count)
    if len(path) != len(proof.siblings):
        raise VerificationFailed(
            f"The proof does not hold: it has {len(proof.siblings)} siblings, line"
            f" {proof.leaf_index} of {proof.account_count} has {len(path)}."
        )
    siblings = map(bytes.fromhex, proof.siblings)
    columns = [value for _, value in proof.line]
    hashed = line_hash(_head_of(proof), bytes.fromhex(proof.nonce), columns)
    if root_by_path(hashed, zip(path, siblings, strict=True)).hex() != proof.root:
        raise VerificationFailed("The proof does not hold: its line does not lead to its root.")
    if root is not None and proof.root != root:
        raise VerificationFailed(f"The proof is of another root: {proof.root}.")


def _head_of(proof: Proof) -> Head:
    return Head(
        month=Month.parse(proof.month),
        currency=proof.currency,
        account_count=proof.account_count,
        outcome_digest=proof.outcome_digest,
        book_digest=proof.book_digest,
    )
