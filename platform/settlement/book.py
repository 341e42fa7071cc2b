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
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa

from likewise.errors import BookDamaged
from likewise.models.unit_of_work import Row, UnitOfWork, unit_of_work
from likewise.months import Month
from likewise.parquet_files import file_digest, flush_to_disk, open_writer
from likewise.settlement.outcome import SplitInputs
from likewise.settlement.sealed_inputs import CONTENTS
from likewise.settlement.split_files import read_inputs

MANIFEST_FILE = "manifest.json"
_FORM = "likewise book 1"


@dataclass(frozen=True, slots=True)
class Policy:
    """What a settlement is computed by, beside its inputs."""

    currency: str
    max_hops: int


@dataclass(frozen=True, slots=True)
class Book:
    """A written book: its folder, its digest, and what its manifest says."""

    folder: Path
    digest: str
    month: Month
    policy: Policy
    pot_count: int
    like_count: int
    pots_micros: int

    def inputs(self) -> SplitInputs:
        """What the split reads. Raises MalformedFile."""
        return read_inputs(*(self.folder / f"{name}.parquet" for name in CONTENTS))


async def write_book(folder: Path, *, month: Month, number: int, policy: Policy) -> Book:
    """Write the book of seal `number` from the database; files of those names are replaced.

    Written twice, by the same pyarrow, it is the same byte for byte, however much has happened in
    between: each transfer, like and forwarding says for itself how many seals came before it.
    """
    with _written_aside(folder) as aside:
        counts, pots_micros = await _write_contents(aside, month, number)
        manifest = {
            "form": _FORM,
            "month": str(month),
            "policy": asdict(policy),
            "counts": counts,
            "pots_micros": pots_micros,
            "sha256": {name: _digest_of(aside / f"{name}.parquet") for name in CONTENTS},
        }
        content = json.dumps(manifest, indent=2, sort_keys=True) + "\n"
        (aside / MANIFEST_FILE).write_text(content, encoding="utf-8")
    return _as_book(folder, content.encode())


async def _write_contents(folder: Path, month: Month, number: int) -> tuple[dict[str, int], int]:
    """Write the files from one snapshot; returns the rows of each, and the sum of the pots."""

    async def body(work: UnitOfWork) -> tuple[dict[str, int], int]:
        await work.lift_time_limit()
        counts = dict.fromkeys(CONTENTS, 0)
        pots_micros = 0
        for name, (sql, schema) in CONTENTS.items():
            with open_writer(folder / f"{name}.parquet", schema) as file:
                async for batch in work.stream(sql, number, month.first_day):
                    file.write_table(_as_table(batch, schema))
                    counts[name] += len(batch)
                    if name == "pots":
                        pots_micros += sum(row["amount_micros"] for row in batch)
        return counts, pots_micros

    return await unit_of_work(body, isolation="REPEATABLE READ")


@contextmanager
def _written_aside(folder: Path) -> Iterator[Path]:
    """A folder to write in, whose files come to `folder` when all are whole."""
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as aside:
        yield Path(aside)
        for path in sorted(Path(aside).iterdir()):
            flush_to_disk(path)
            path.replace(folder / path.name)
        flush_to_disk(folder)


def open_book(folder: Path, *, digest: str) -> Book:
    """Open a book and check every digest. Raises BookDamaged, which names the file."""
    try:
        content = (folder / MANIFEST_FILE).read_bytes()
    except OSError:
        raise BookDamaged(f"{folder / MANIFEST_FILE}: cannot be read") from None
    if hashlib.sha256(content).hexdigest() != digest:
        raise BookDamaged(f"{folder / MANIFEST_FILE}: is not what was sealed")
    for name, expected in json.loads(content)["sha256"].items():
        path = folder / f"{name}.parquet"
        if _digest_of(path) != expected:
            raise BookDamaged(f"{path}: is not what was sealed")
    return _as_book(folder, content)


def _as_book(folder: Path, content: bytes) -> Book:
    manifest: dict[str, Any] = json.loads(content)
    return Book(
        folder=folder,
        digest=hashlib.sha256(content).hexdigest(),
        month=Month.parse(manifest["month"]),
        policy=Policy(**manifest["policy"]),
        pot_count=manifest["counts"]["pots"],
        like_count=manifest["counts"]["likes"],
        pots_micros=manifest["pots_micros"],
    )


def _digest_of(path: Path) -> str:
    try:
        return file_digest(path)
    except OSError:
        raise BookDamaged(f"{path}: cannot be read") from None


def _as_table(batch: list[Row], schema: pa.Schema) -> pa.Table:
    columns = [pa.array([row[field.name] for row in batch], field.type) for field in schema]
    return pa.Table.from_arrays(columns, schema=schema)
