"""`likewise split` on files: what it refuses and in which words, what it writes, what it prints."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from likewise.cli.split import split
from likewise.errors import InvalidInput, MalformedFile, StorageFailed
from likewise.settlement.split_files import read_inputs
from likewise.storage import Location
from tests.support.brute_force_split import brute_force_split

POTS = {"person_id": [1, 2, 3], "amount_micros": [5_000_001, 0, 70]}
LIKES = {"like_id": [11, 12, 13, 14], "person_id": [1, 1, 2, 2], "recipient_id": [2, 2, 1, 9]}
FORWARD = {"person_id": [2, 77], "forward_bps": [10_000, 1]}
TYPES = {"forward_bps": pa.int32()}


def table_of(columns: dict[str, Any]) -> pa.Table:
    """Lists become columns of the promised types, Arrow arrays stay what they are."""
    return pa.table(
        [
            values if isinstance(values, pa.Array) else pa.array(values, TYPES.get(name, "int64"))
            for name, values in columns.items()
        ],
        names=list(columns),
    )


class Files:
    """The three input files of one month in a folder, good ones at first."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pots, self.likes, self.forward = (
            folder / f"{name}.parquet" for name in ("pots", "likes", "forward")
        )
        self.out = folder / "out"
        self.write("pots", POTS)
        self.write("likes", LIKES)
        self.write("forward", FORWARD)

    def write(self, name: str, columns: dict[str, Any]) -> None:
        pq.write_table(table_of(columns), self.folder / f"{name}.parquet")

    def refusal(self) -> str:
        """The message of the refusal, the folder cut off."""
        with pytest.raises(MalformedFile) as refused:
            read_inputs(*map(Location.parse, (self.pots, self.likes, self.forward)))
        assert "\n" not in refused.value.message
        return refused.value.message.replace(f"{self.folder}/", "")

    def split(self, **options: Any) -> None:
        paths = {"pots": self.pots, "likes": self.likes, "forward": self.forward, "out": self.out}
        split(**{**paths, **options})


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path)


FLOATS = pa.array([1.0, 2.0, 3.0])
TEXTS = pa.array(["1", "2", "3"])
UNSIGNED = pa.array([1, 2, 3], pa.uint64())
BAD_COLUMNS = [
    ("pots", {"amount_micros": [1, -1, -2]}, "column amount_micros, row 2: is negative"),
    ("pots", {"amount_micros": [1, 2, None]}, "column amount_micros, row 3: is null"),
    ("pots", {"person_id": [None, 2, 3]}, "column person_id, row 1: is null"),
    ("pots", {"person_id": [3, 4, 3]}, "column person_id, row 3: 3 is there a second time"),
    (
        "pots",
        {"amount_micros": [2**63 - 1, 0, 1]},
        "column amount_micros, row 3: the sum is beyond 64 bits here",
    ),
    ("pots", {"amount_micros": FLOATS}, "column amount_micros: must be int64 and is double"),
    ("pots", {"amount_micros": UNSIGNED}, "column amount_micros: must be int64 and is uint64"),
    ("pots", {"person_id": TEXTS}, "column person_id: must be int64 and is string"),
    ("likes", {"like_id": [1, 2, None, 4]}, "column like_id, row 3: is null"),
    ("likes", {"person_id": [1, None, 2, 2]}, "column person_id, row 2: is null"),
    ("likes", {"recipient_id": [2, 2, 1, None]}, "column recipient_id, row 4: is null"),
    ("likes", {"like_id": [5, 9, 7, 9]}, "column like_id, row 4: 9 is there a second time"),
    ("forward", {"person_id": [8, 8]}, "column person_id, row 2: 8 is there a second time"),
    ("forward", {"person_id": [8, None]}, "column person_id, row 2: is null"),
    ("forward", {"forward_bps": [0, None]}, "column forward_bps, row 2: is null"),
    ("forward", {"forward_bps": [10_001, 0]}, "column forward_bps, row 1: is not 0 to 10000"),
    ("forward", {"forward_bps": [0, -1]}, "column forward_bps, row 2: is not 0 to 10000"),
]
COLUMNS = {"pots": POTS, "likes": LIKES, "forward": FORWARD}


@pytest.mark.parametrize(("name", "bad", "message"), BAD_COLUMNS)
def test_a_bad_value_is_refused_with_file_column_and_row(
    files: Files, name: str, bad: dict[str, Any], message: str
) -> None:
    files.write(name, COLUMNS[name] | bad)
    assert files.refusal() == f"{name}.parquet: {message}"


@pytest.mark.parametrize("apart", [1, 10**15], ids=["close together", "far apart"])
@pytest.mark.parametrize("lowest", [-5, 0, 10**15])
def test_an_id_that_is_there_twice_is_found_in_any_order(
    files: Files, lowest: int, apart: int
) -> None:
    ids = [lowest + apart * number for number in range(100)]
    ids.reverse()
    others = {"person_id": [1] * 100, "recipient_id": [2] * 100}
    files.write("likes", {"like_id": ids, **others})
    assert read_inputs(*map(Location.parse, (files.pots, files.likes))).like_ids.tolist() == ids
    ids[70] = ids[20]
    files.write("likes", {"like_id": ids, **others})
    expected = f"likes.parquet: column like_id, row 71: {ids[20]} is there a second time"
    assert files.refusal() == expected


def test_the_whole_range_of_ids_is_read(files: Files) -> None:
    ids = [2**63 - 1, -(2**63), 0, -1]
    files.write("likes", LIKES | {"like_id": ids})
    assert read_inputs(*map(Location.parse, (files.pots, files.likes))).like_ids.tolist() == ids


def test_many_row_groups_are_read_to_their_places(files: Files) -> None:
    table = table_of({"person_id": range(1000, 0, -1), "amount_micros": range(1000)})
    pq.write_table(table, files.pots, row_group_size=7)
    inputs = read_inputs(*map(Location.parse, (files.pots, files.likes)))
    assert inputs.pot_person_ids.tolist() == list(range(1000, 0, -1))
    assert inputs.pot_amounts_micros.tolist() == list(range(1000))


@pytest.mark.parametrize(
    ("name", "column"), [(name, column) for name in COLUMNS for column in COLUMNS[name]]
)
def test_a_missing_column_is_refused(files: Files, name: str, column: str) -> None:
    files.write(name, {other: COLUMNS[name][other] for other in COLUMNS[name] if other != column})
    assert files.refusal() == f"{name}.parquet: column {column}: is missing"


def test_a_column_that_is_there_twice_is_refused(files: Files) -> None:
    table = table_of(POTS)
    pq.write_table(table.append_column("person_id", table["person_id"]), files.pots)
    assert files.refusal() == "pots.parquet: column person_id: is there 2 times"


def test_the_row_is_counted_through_all_row_groups(files: Files) -> None:
    amounts = [1] * 100 + [None] + [1] * 100
    table = table_of({"person_id": range(201), "amount_micros": amounts})
    pq.write_table(table, files.pots, row_group_size=7)
    assert files.refusal() == "pots.parquet: column amount_micros, row 101: is null"


def test_a_missing_file_is_refused(files: Files) -> None:
    files.likes.unlink()
    assert files.refusal() == "likes.parquet: no such file"


@pytest.mark.parametrize("content", [b"", b"like_id,person_id,recipient_id\n1,2,3\n", b"PAR1PAR1"])
def test_what_is_no_parquet_file_is_refused(files: Files, content: bytes) -> None:
    files.likes.write_bytes(content)
    assert files.refusal().startswith("likes.parquet: cannot be read as a Parquet file: ")


def test_a_cut_or_damaged_file_is_refused(files: Files) -> None:
    whole = files.likes.read_bytes()
    for damaged in (whole[:-20], whole[:4] + bytes(40) + whole[44:]):
        files.likes.write_bytes(damaged)
        assert files.refusal().startswith("likes.parquet: cannot be read as a Parquet file: ")


def test_a_folder_is_refused(files: Files) -> None:
    files.likes.unlink()
    files.likes.mkdir()
    assert files.refusal().startswith("likes.parquet: cannot be read as a Parquet file: ")


def test_other_columns_and_narrower_integers_are_fine(files: Files) -> None:
    narrow = {"person_id": pa.array([1, 2, 3], pa.uint8()), "note": pa.array(["a", None, "c"])}
    files.write("pots", POTS | narrow)
    inputs = read_inputs(Location.parse(files.pots), Location.parse(files.likes))
    assert inputs.pot_person_ids.tolist() == [1, 2, 3]
    assert inputs.pot_person_ids.dtype == np.int64


def test_files_without_rows_are_fine(files: Files) -> None:
    for name, columns in COLUMNS.items():
        files.write(name, {column: [] for column in columns})
    files.split(shares=True)
    assert pq.read_table(files.out / "outcome.parquet").num_rows == 0
    assert pq.read_table(files.out / "shares.parquet").num_rows == 0


def test_the_files_written_hold_what_the_brute_force_says(files: Files) -> None:
    files.split(shares=True, max_hops=3)
    expected = brute_force_split(
        dict(zip(*POTS.values(), strict=True)),
        list(zip(*LIKES.values(), strict=True)),
        dict(zip(*FORWARD.values(), strict=True)),
        3,
    )
    outcome = pq.read_table(files.out / "outcome.parquet")
    shares = pq.read_table(files.out / "shares.parquet")
    assert [tuple(row.values()) for row in outcome.to_pylist()] == expected.outcome_rows()
    assert [tuple(row.values()) for row in shares.to_pylist()] == expected.share_rows()


def test_the_files_written_have_the_promised_columns(files: Files) -> None:
    files.split(shares=True)
    names = ("account_id", "unshared_micros", "received_micros", "passed_on_micros", "kept_micros")
    assert pq.read_schema(files.out / "outcome.parquet") == pa.schema(
        [(name, pa.int64()) for name in names]
    )
    assert pq.read_schema(files.out / "shares.parquet") == pa.schema(
        [("like_id", pa.int64()), ("hop", pa.int32()), ("share_micros", pa.int64())]
    )


def test_two_runs_write_the_same_bytes_and_nothing_else(files: Files) -> None:
    files.split(shares=True, out=files.folder / "one")
    files.split(shares=True, out=files.folder / "two")
    one, two = (
        {path.name: path.read_bytes() for path in (files.folder / name).iterdir()}
        for name in ("one", "two")
    )
    assert one == two
    assert one.keys() == {"outcome.parquet", "shares.parquet"}


def test_shares_of_an_earlier_run_do_not_lie_beside_another_outcome(files: Files) -> None:
    files.split(shares=True)
    files.split()
    assert [path.name for path in files.out.iterdir()] == ["outcome.parquet"]


def test_a_folder_that_cannot_be_made_is_refused(files: Files) -> None:
    for shares in (True, False):
        with pytest.raises(StorageFailed, match=r"pots\.parquet/\w+\.parquet: \w"):
            files.split(out=files.pots, shares=shares)


def test_json_tells_the_digest_and_the_sums(
    files: Files, capsys: pytest.CaptureFixture[str]
) -> None:
    files.split(as_json=True, max_hops=1)
    printed = json.loads(capsys.readouterr().out)
    assert len(printed.pop("outcome_digest")) == 64
    assert printed == {
        "account_count": 4,
        "like_count": 4,
        "pots_micros": 5_000_071,
        "shared_by_hop_micros": [5_000_001, 5_000_001],
        "kept_micros": 5_000_001,
        "unshared_micros": 70,
    }


def test_the_table_and_json_tell_the_same_digest(
    files: Files, capsys: pytest.CaptureFixture[str]
) -> None:
    files.split(as_json=True)
    digest = json.loads(capsys.readouterr().out)["outcome_digest"]
    files.split()
    printed = capsys.readouterr()
    assert printed.out.splitlines()[-1].split() == ["digest", digest]
    assert printed.err == ""


def test_a_number_of_hops_out_of_range_is_refused_before_anything_is_read(files: Files) -> None:
    files.likes.unlink()
    with pytest.raises(InvalidInput, match="max_hops must be 0 to 64"):
        files.split(max_hops=65)
