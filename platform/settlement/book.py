"""The book: the sealed inputs of a settlement as files, with a manifest of their digests.

A folder with `pots.parquet`, `likes.parquet` and `forward.parquet` as `likewise split` reads them,
and `manifest.json`, which names the month, the policy, the counts and sums, and the SHA-256 of each
file. The book's digest is the SHA-256 of the manifest.

An id in it is a person's or a site's: they share one sequence. A like whose receiver is the liker
(she came to own the site later) is left out.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Literal

import pyarrow.parquet as pq
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from likewise.errors import BookDamaged, MalformedMonth
from likewise.months import Month
from likewise.parquet_files import file_digest
from likewise.settings import settings
from likewise.settlement.movements import Pots
from likewise.settlement.split import HIGHEST_MAX_HOPS, INT64_MAX
from likewise.storage import Location, reason_of

MANIFEST_FILE = "manifest.json"
FILES = ("pots", "likes", "forward")
_FORM = "likewise book 2"
"""Form 1, of months that were closed before there were proofs, has no salt."""
_MOST_MANIFEST_BYTES = 65_536


@dataclass(frozen=True, slots=True)
class Policy:
    """What a settlement is computed by, beside its inputs."""

    currency: str
    max_hops: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a book says of itself. Digests in hexadecimal, by name of the file.

    `proof_salt` (32 bytes in hexadecimal) blinds the lines in the outcome's Merkle tree.
    """

    month: Month
    policy: Policy
    counts: Mapping[str, int]
    pots_micros: int
    sha256: Mapping[str, str]
    proof_salt: str

    def content(self) -> bytes:
        """The bytes of the manifest's file."""
        plain = {**asdict(self), "form": _FORM, "month": str(self.month)}
        return (json.dumps(plain, indent=2, sort_keys=True) + "\n").encode()


@dataclass(frozen=True, slots=True)
class Book:
    """A written book: its folder, its digest, and what its manifest says."""

    folder: Location
    digest: str
    manifest: Manifest

    def file(self, name: str) -> Location:
        """Where one of FILES is."""
        return self.folder / f"{name}.parquet"

    def pots(self) -> Pots:
        """The pots by owner, and where they came from. Raises BookDamaged."""
        try:
            with self.file("pots").open() as file:
                table = pq.read_table(file)
            names = ("person_id", "budget_micros", "received_micros")
            return Pots(*(table[name].to_numpy() for name in names))
        except (OSError, KeyError) as error:
            raise BookDamaged(f"{self.file('pots')}: has no pots: {reason_of(error)}") from None


def book_folder(month: Month, books: str | Path | None = None) -> Location:
    """Where the book of a month is, among these books or the setting's. Raises InvalidInput."""
    return Location.parse(settings().books if books is None else books) / str(month)


def open_book(folder: Location, *, digest: str | None = None) -> Book:
    """Open a book and check its files' digests, and its own if it is given.

    Raises BookDamaged, which names the file.
    """
    where = folder / MANIFEST_FILE
    try:
        content = where.read(most_bytes=_MOST_MANIFEST_BYTES)
    except OSError as error:
        raise BookDamaged(f"{where}: cannot be read: {reason_of(error)}") from None
    found = hashlib.sha256(content).hexdigest()
    if digest not in (None, found):
        raise BookDamaged(f"{where}: is not what was sealed")
    book = Book(folder, found, _read_manifest(where, content))
    for name, expected in book.manifest.sha256.items():
        if _digest_of(book.file(name)) != expected:
            raise BookDamaged(f"{book.file(name)}: is not what was sealed")
    return book


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")


class _PolicyPart(_Strict):
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]
    max_hops: Annotated[int, Field(ge=0, le=HIGHEST_MAX_HOPS)]


_Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
_Count = Annotated[int, Field(ge=0, le=INT64_MAX)]


class _ManifestFile(_Strict):
    form: Literal["likewise book 1", "likewise book 2"]
    month: str
    policy: _PolicyPart
    counts: dict[str, _Count]
    pots_micros: _Count
    sha256: dict[str, _Sha256]
    proof_salt: Annotated[str, Field(pattern="^([0-9a-f]{64})?$")] = ""


def _read_manifest(where: Location, content: bytes) -> Manifest:
    """Raises BookDamaged for anything but a manifest that this program can close a month by."""
    try:
        read = _ManifestFile.model_validate_json(content)
        month = Month.parse(read.month)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"])) or "it"
        raise BookDamaged(f"{where}: is no manifest of a book: {place}: {first['msg']}") from None
    except MalformedMonth as refusal:
        raise BookDamaged(f"{where}: is no manifest of a book: {refusal.message}") from None
    if set(read.sha256) != set(FILES) or set(read.counts) != set(FILES):
        raise BookDamaged(f"{where}: is no manifest of a book: it does not name its files")
    return Manifest(
        month,
        Policy(read.policy.currency, read.policy.max_hops),
        read.counts,
        read.pots_micros,
        read.sha256,
        read.proof_salt,
    )


def _digest_of(location: Location) -> str:
    try:
        return file_digest(location)
    except OSError as error:
        raise BookDamaged(f"{location}: cannot be read: {reason_of(error)}") from None
