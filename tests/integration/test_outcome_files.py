"""The outcome's files of a closed month: what is lost or changed is noticed, named and mended."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from likewise.errors import BookDamaged, StorageFailed, VerificationFailed
from likewise.models import database
from likewise.models.unit_of_work import UnitOfWork, unit_of_work
from likewise.months import Month
from likewise.settlement.outcome_files import WrongFile
from likewise.settlement.proving import prove
from likewise.settlement.settlements import Settlement
from likewise.settlement.split_files import OUTCOME_FILE
from likewise.settlement.tree_files import TREE_FILE
from likewise.settlement.verification import verify_book, verify_month
from likewise.storage import Location
from tests.support.village import Village, close_open_month

NAMES = (OUTCOME_FILE, TREE_FILE)


@pytest.fixture
async def closed(village: Village, tmp_path: Path) -> Settlement:
    """A month that was closed with its book in `tmp_path`."""
    return await close_open_month(tmp_path)


def lose(path: Path) -> None:
    path.unlink()


def change(path: Path) -> None:
    """Flip a bit in the middle."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def empty(path: Path) -> None:
    path.write_bytes(b"")


DAMAGES: dict[Callable[[Path], None], str] = {
    lose: "missing",
    change: "changed",
    cut_short: "changed",
    empty: "changed",
}


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("name", NAMES)
async def test_a_lost_or_changed_file_is_named_and_written_again_and_proofs_work_again(
    name: str,
    damage: Callable[[Path], None],
    closed: Settlement,
    village: Village,
    tmp_path: Path,
) -> None:
    month, cy = closed.month, village.people["cy"]
    folder = tmp_path / str(month)
    whole = contents(folder)
    proof = await prove(month, cy, books=tmp_path)
    damage(folder / name)
    alone = verify_book(month, Location.parse(folder))
    assert alone.wrong_files == (WrongFile(name, DAMAGES[damage]),)
    mended = await verify_month(month, books=tmp_path)
    assert mended.wrong_files == (WrongFile(name, DAMAGES[damage], written_again=True),)
    assert contents(folder) == whole
    assert await prove(month, cy, books=tmp_path) == proof
    assert (await verify_month(month, books=tmp_path)).wrong_files == ()


async def test_any_changed_byte_is_noticed_that_does_not_only_name_another_writer(
    closed: Settlement, tmp_path: Path
) -> None:
    folder = tmp_path / str(closed.month)
    for name in NAMES:
        path = folder / name
        whole = path.read_bytes()
        version = re.search(rb"parquet-cpp-arrow version [0-9.]+", whole)
        for place in range(0, len(whole), 29):
            if version is not None and version.start() <= place < version.end():
                continue
            path.write_bytes(whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :])
            wrong = verify_book(closed.month, Location.parse(folder)).wrong_files
            assert [each.name for each in wrong] == [name], place
        path.write_bytes(whole)


@pytest.mark.parametrize("more", [0, 1])
async def test_of_a_file_by_another_pyarrow_the_lines_count(
    more: int, closed: Settlement, tmp_path: Path
) -> None:
    path = tmp_path / str(closed.month) / OUTCOME_FILE
    table = pq.read_table(path)
    kept = [table["kept_micros"][0].as_py() + more, *table["kept_micros"].to_pylist()[1:]]
    columns: dict[str, Any] = {**table.to_pydict(), "kept_micros": kept}
    pq.write_table(table.from_pydict(columns, schema=table.schema), path, compression="none")
    other = path.read_bytes().replace(b"parquet-cpp-arrow version", b"parquet-cpp-arrow vertigo")
    path.write_bytes(other)
    wrong = verify_book(closed.month, Location.parse(path.parent)).wrong_files
    assert [each.name for each in wrong] == [OUTCOME_FILE] * more


async def test_nothing_is_written_while_the_ledger_is_not_what_the_book_says(
    closed: Settlement, tmp_path: Path
) -> None:
    (tmp_path / str(closed.month) / TREE_FILE).unlink()

    async def body(work: UnitOfWork) -> None:
        await work.execute("UPDATE settlements SET merkle_root = repeat('0', 64)")

    await unit_of_work(body)
    with pytest.raises(VerificationFailed):
        await verify_month(closed.month, books=tmp_path)
    assert not (tmp_path / str(closed.month) / TREE_FILE).exists()


async def test_a_file_that_cannot_be_written_again_is_named(
    closed: Settlement, tmp_path: Path
) -> None:
    folder = tmp_path / str(closed.month)
    (folder / TREE_FILE).unlink()
    (folder / TREE_FILE).mkdir()
    with pytest.raises(StorageFailed, match=rf"{TREE_FILE}: cannot be read"):
        await verify_month(closed.month, books=tmp_path)


async def test_a_month_that_is_still_being_closed_is_left_alone(
    closed: Settlement, tmp_path: Path
) -> None:
    (tmp_path / str(closed.month) / TREE_FILE).unlink()
    await database.rows("UPDATE settlements SET state = 'verified', closed_at = NULL")
    assert (await verify_month(closed.month, books=tmp_path)).wrong_files == ()
    assert not (tmp_path / str(closed.month) / TREE_FILE).exists()


async def test_an_operator_is_told_where_the_file_is_and_what_mends_it(
    closed: Settlement, village: Village, tmp_path: Path
) -> None:
    path = tmp_path / str(closed.month) / TREE_FILE
    path.unlink()
    with pytest.raises(BookDamaged) as refused:
        await prove(closed.month, village.people["cy"], books=tmp_path, for_operator=True)
    assert refused.value.message.startswith(f"{path}: is missing")
    assert f"likewise month verify {closed.month}" in refused.value.message


async def test_the_book_of_a_month_without_its_outcome_tells_both_files(
    closed: Settlement, tmp_path: Path
) -> None:
    copied = tmp_path / "copied"
    shutil.copytree(tmp_path / str(closed.month), copied, ignore=shutil.ignore_patterns("outcome*"))
    alone = verify_book(Month.parse(str(closed.month)), Location.parse(copied))
    assert alone.wrong_files == tuple(WrongFile(name, "missing") for name in NAMES)
    assert alone.outcome_digest == closed.outcome_digest
