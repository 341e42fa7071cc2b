"""The book where it is kept: in an object store, on a full disk, nowhere, or not what it was."""

from __future__ import annotations

import gc
import json
import resource
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from likewise.errors import BookDamaged, InvalidInput, StorageFailed, VerificationFailed
from likewise.models import database
from likewise.months import Month
from likewise.settlement.book import MANIFEST_FILE, open_book
from likewise.settlement.close import close_month
from likewise.settlement.proving import prove
from likewise.settlement.settlements import settlement_of
from likewise.settlement.verification import verify_book, verify_month
from likewise.storage import Location
from tests.support.command_line import likewise
from tests.support.object_store import ObjectStore, object_store
from tests.support.village import Village, close_open_month, running_month

BOOK_FILES = [
    *("forward.parquet", "likes.parquet", MANIFEST_FILE),
    *("outcome.parquet", "outcome.tree", "pots.parquet"),
]


@pytest.fixture
def store(server_dir: Path) -> Iterator[ObjectStore]:
    """An object store."""
    with object_store(server_dir) as running:
        yield running


async def assert_nothing_posted(month: Month, state: str) -> None:
    settlement = await settlement_of(month)
    assert settlement is not None
    assert settlement.state == state
    row = await database.row("SELECT count(*) FROM transfers WHERE key LIKE 'settlement:%'")
    assert row == {"count": 0}


async def test_a_month_is_closed_verified_and_proven_from_an_object_store(
    village: Village, store: ObjectStore
) -> None:
    month = await running_month()
    books = store.url("here")
    settlement = await close_month(month, early=True, books=books)
    assert settlement.state == "closed"
    assert store.objects(f"here/{month}") == BOOK_FILES
    assert (await verify_month(month, books=books)).outcome_digest == settlement.outcome_digest
    alone = verify_book(month, Location.parse(store.url(f"here/{month}")))
    assert (alone.merkle_root, alone.book_digest) == (
        settlement.merkle_root,
        settlement.book_digest,
    )
    place = Location.parse(store.url(f"here/{month}"))
    (place / "outcome.tree").remove()
    (place / "outcome.parquet").remove()
    told = await likewise({}, "month", "verify", str(month), "--book", store.url(f"here/{month}"))
    assert told.code == 1
    assert told.errors.startswith(f"likewise: s3://books/here/{month}/outcome.parquet is missing.")
    assert store.secret not in told.printed + told.errors
    mended = await verify_month(month, books=books)
    assert [each.written_again for each in mended.wrong_files] == [True, True]
    proof = await prove(month, village.people["cy"], books=books)
    assert proof.line.kept_micros == 5_000_000


async def test_a_store_that_cannot_be_reached_is_named_and_the_month_goes_on_later(
    village: Village, server_dir: Path, tmp_path: Path
) -> None:
    month = await running_month()
    with object_store(server_dir) as store:
        books = store.url("here")
    with pytest.raises(StorageFailed, match=rf"s3://books/here/{month}/.*pots\.parquet") as refused:
        await close_month(month, early=True, books=books)
    assert store.secret not in refused.value.message
    await assert_nothing_posted(month, "sealed")
    assert (await close_month(month, books=tmp_path)).state == "closed"


async def test_a_disk_that_fills_up_is_named_and_the_month_goes_on_later(
    village: Village, tmp_path: Path
) -> None:
    month = await running_month()
    with files_of_at_most(1_000), pytest.raises(StorageFailed, match=r"\.parquet: File too large"):
        await close_month(month, early=True, books=tmp_path)
    await assert_nothing_posted(month, "sealed")
    assert names_in(tmp_path / str(month)) == []
    assert (await close_month(month, books=tmp_path)).state == "closed"
    await verify_month(month, books=tmp_path)


def names_in(folder: Path) -> list[str]:
    """What lies in a folder."""
    return sorted(path.name for path in folder.iterdir())


@contextmanager
def files_of_at_most(limit_bytes: int) -> Iterator[None]:
    """The kernel refuses to let any file of this process grow further."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit_bytes, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def test_the_book_of_another_month_is_refused(village: Village, tmp_path: Path) -> None:
    first = (await close_open_month(tmp_path)).month
    second = (await close_open_month(tmp_path)).month
    with pytest.raises(VerificationFailed, match=f"is the book of {first}, not of {second}"):
        verify_book(second, Location.parse(tmp_path / str(first)))
    shutil.copy(tmp_path / str(first) / MANIFEST_FILE, tmp_path / str(second) / MANIFEST_FILE)
    with pytest.raises(BookDamaged, match=r"manifest\.json: is not what was sealed"):
        await verify_month(second, books=tmp_path)


MANIFESTS: dict[str, dict[str, Any]] = {
    "hops beyond the range": {"policy": {"currency": "USD", "max_hops": 65}},
    "hops below the range": {"policy": {"currency": "USD", "max_hops": -1}},
    "hops that are no number": {"policy": {"currency": "USD", "max_hops": "six"}},
    "an unknown policy": {"policy": {"currency": "USD", "max_hops": 6, "tithe_bps": 100}},
    "a month that is none": {"month": "2026-13"},
    "a form of tomorrow": {"form": "likewise book 99"},
    "no digests": {"sha256": {}},
    "a file elsewhere": {"sha256": {"../pots": "00", "likes": "00", "forward": "00"}},
    "a salt that is no salt": {"proof_salt": "sugar"},
    "too much": {"mood": "good"},
    "hops that are half": {"policy": {"currency": "USD", "max_hops": 2.5}},
    "hops that are true": {"policy": {"currency": "USD", "max_hops": True}},
    "a currency with a line break": {"policy": {"currency": "USD\n7", "max_hops": 6}},
    "a currency that is no letters": {"policy": {"currency": "€€€", "max_hops": 6}},
    "digests as a list": {"sha256": ["pots", "likes", "forward"]},
    "a short salt": {"proof_salt": "5a"},
    "counts below zero": {"counts": {"pots": -1, "likes": 0, "forward": 0}},
}


@pytest.mark.parametrize("change", MANIFESTS.values(), ids=MANIFESTS.keys())
async def test_a_manifest_that_cannot_be_followed_is_refused(
    change: dict[str, Any], village: Village, tmp_path: Path
) -> None:
    month = (await close_open_month(tmp_path)).month
    folder = tmp_path / str(month)
    manifest = json.loads((folder / MANIFEST_FILE).read_bytes())
    (folder / MANIFEST_FILE).write_text(json.dumps({**manifest, **change}))
    with pytest.raises(BookDamaged, match=r"manifest\.json: "):
        open_book(Location.parse(folder))


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{", b"null", b"\xff\xfe", b"1" * 100_000, b"[" * 60_000]
)
def test_what_is_no_manifest_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / MANIFEST_FILE).write_bytes(content)
    with pytest.raises(BookDamaged, match=r"manifest\.json: is no manifest"):
        open_book(Location.parse(tmp_path))


async def test_a_book_of_the_form_before_is_still_verified(
    village: Village, tmp_path: Path
) -> None:
    settlement = await close_open_month(tmp_path)
    folder = tmp_path / str(settlement.month)
    manifest = json.loads((folder / MANIFEST_FILE).read_bytes())
    del manifest["proof_salt"]
    manifest["form"] = "likewise book 1"
    (folder / MANIFEST_FILE).write_text(json.dumps(manifest))
    verified = verify_book(settlement.month, Location.parse(folder))
    assert verified.outcome_digest == settlement.outcome_digest
    assert verified.merkle_root is None


SECRET = "wJalrXUtnFEMI"


@pytest.mark.parametrize(
    "address",
    [
        f"s3://key:{SECRET}/with/slash@bucket/books",
        f"s3://key:{SECRET} @bucket/books",
        f"s3://key:{SECRET}#@bucket/books",
        f"s3://key:{SECRET}%@bucket:port/books",
        f"s3://[{SECRET}/x",
        f"s4://key:{SECRET}@bucket/books",
    ],
)
def test_an_address_that_cannot_be_understood_is_not_repeated(address: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        Location.parse(address)
    assert SECRET not in refused.value.message


def write_half(place: Location) -> None:
    """Begin to write a file, and die."""
    with place.written() as file:
        file.write(b"half")
        raise InterruptedError


async def test_a_file_that_is_not_written_to_its_end_changes_nothing(
    store: ObjectStore, tmp_path: Path
) -> None:
    for place in (Location.parse(store.url("here")), Location.parse(tmp_path)):
        with (place / "file").written() as file:
            file.write(b"good and whole")
        for name in ("file", "other"):
            with pytest.raises(InterruptedError):
                write_half(place / name)
        gc.collect()
        assert (place / "file").read(most_bytes=100) == b"good and whole"
    assert store.objects("here") == names_in(tmp_path) == ["file"]


@pytest.mark.parametrize("address", ["ftp://example.org/books", "http://x", "s3://"])
def test_an_address_that_is_no_place_for_books_is_refused(address: str) -> None:
    with pytest.raises(InvalidInput):
        Location.parse(address)
