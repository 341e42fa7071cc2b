"""The split on a real Spark cluster: the same to the micro as in one machine's memory."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from likewise.errors import (
    AmountOutOfRange,
    InvalidInput,
    MalformedFile,
    Refusal,
    ServerUnavailable,
)
from likewise.settlement.engines.choice import split_by_engine
from likewise.settlement.engines.sources import SplitSources
from likewise.settlement.engines.spark.java import java_environment
from likewise.settlement.engines.spark.session import acquire, release
from likewise.settlement.outcome import SplitResult
from likewise.storage import Location
from tests.support.brute_force_split import Month
from tests.support.command_line import likewise
from tests.support.object_store import object_store
from tests.support.spark_cluster import Daemon, spark_cluster

pytestmark = pytest.mark.xdist_group("spark")  # one cluster is enough

GROUP_ROWS = 50
"""Rows of a row group: small, so that each file has several and both Workers read."""


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[Daemon]]]:
    """A cluster for all tests of this file, and one driver, which lives as long."""
    folder = tmp_path_factory.mktemp("spark")
    with spark_cluster(folder) as (address, workers), pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_CONF_DIR", str(folder))
        acquire(address)
        yield address, workers
        release(address)


@pytest.fixture
def master(cluster: tuple[str, list[Daemon]]) -> str:
    return cluster[0]


def sources(folder: Path, month: Month) -> SplitSources:
    pots, likes, forward = month
    columns: dict[str, dict[str, Any]] = {
        "pots": {"person_id": list(pots), "amount_micros": list(pots.values())},
        "likes": dict(
            zip(
                ("like_id", "person_id", "recipient_id"),
                zip(*likes, strict=True) if likes else ([], [], []),
                strict=True,
            )
        ),
        "forward": {"person_id": list(forward), "forward_bps": list(forward.values())},
    }
    folder.mkdir(exist_ok=True)
    return SplitSources(*(write(folder, name, columns[name]) for name in columns))


def write(folder: Path, name: str, columns: dict[str, Any]) -> Location:
    path = folder / f"{name}.parquet"
    arrays = {
        key: values if isinstance(values, pa.Array) else pa.array(list(values), pa.int64())
        for key, values in columns.items()
    }
    pq.write_table(pa.table(arrays), path, row_group_size=GROUP_ROWS)
    return Location.parse(path)


def random_month(seed: int) -> Month:
    """Up to 60 people, ids far and near, negative ones too, pots from nothing to very much."""
    random = np.random.default_rng(seed)
    far = [1, 3, 10**15][seed % 3]
    people = [far * int(person) for person in np.arange(-5, random.integers(5, 60))]
    highest = int(random.choice([30, 5_000_000, 2**57]))
    pots = {person: int(random.integers(highest + 1)) for person in people[::2]}
    like_ids = random.permutation(int(random.integers(1, 400))) - 7
    likes = [(int(i), *(int(p) for p in random.choice(people, 2))) for i in like_ids]
    chosen = random.choice(people, len(people) // 2, replace=False)
    bps = [0, 1, 9_999, 10_000]
    return pots, likes, {int(person): int(random.choice(bps)) for person in chosen}


def friends(pot_micros: int) -> Month:
    """Two who only like each other, and pass on all that comes in."""
    return {1: pot_micros}, [(1, 1, 2), (2, 2, 1)], {1: 10_000, 2: 10_000}


MONTHS: dict[str, tuple[Month, int]] = {
    **{f"random {seed}": (random_month(seed), 6) for seed in range(4)},
    "nothing at all": (({}, [], {}), 6),
    "pots and no likes": (({1: 5, 2: 0}, [], {1: 10_000}), 6),
    "likes and no pots": (({}, [(1, 1, 2), (2, 2, 1)], {1: 10_000}), 6),
    "a like of oneself": (({1: 100}, [(1, 1, 1), (2, 1, 2)], {1: 10_000}), 6),
    "a pot as big as can be": (({1: 2**63 - 1}, [(1, 1, 2)], {2: 10_000}), 6),
    "a big pot in odd parts": (({1: 2**63 - 1}, [(i, 1, 9 + i) for i in range(7)], {}), 6),
    "hop 0 alone": (random_month(0), 0),
}


def content(result: SplitResult) -> tuple[str, tuple[int, ...], list[tuple[int, ...]]]:
    """The digest of the outcome, the sums by hop, and every share."""
    shares = [row for block in result.share_blocks() for row in zip(*map(list, block), strict=True)]
    outcome = result.outcome
    return outcome.digest(), outcome.shared_by_hop_micros, shares


@pytest.mark.parametrize("name", MONTHS)
def test_spark_splits_as_numpy_does(name: str, master: str, tmp_path: Path) -> None:
    month, max_hops = MONTHS[name]
    files = sources(tmp_path, month)
    expected = content(split_by_engine("numpy", files, max_hops=max_hops))
    assert content(split_by_engine(master, files, max_hops=max_hops)) == expected


def test_65_hops_are_many_and_no_trouble(master: str, tmp_path: Path) -> None:
    files = sources(tmp_path, friends(1_000_003))
    expected = split_by_engine("numpy", files, max_hops=64).outcome
    found = split_by_engine(master, files, max_hops=64).outcome
    assert len(found.shared_by_hop_micros) == 65
    assert found.digest() == expected.digest()


def test_who_is_in_no_file_of_forwards_passes_nothing_on(master: str, tmp_path: Path) -> None:
    files = sources(tmp_path, friends(100))
    without = SplitSources(files.pots, files.likes)
    expected = content(split_by_engine("numpy", without, max_hops=6))
    assert content(split_by_engine(master, without, max_hops=6)) == expected


def test_files_of_the_same_names_with_other_rows_are_another_month(
    master: str, tmp_path: Path
) -> None:
    first = split_by_engine(master, sources(tmp_path, friends(100)), max_hops=2)
    second = split_by_engine(master, sources(tmp_path, friends(200)), max_hops=2)
    assert first.outcome.total_pots_micros == 100
    assert second.outcome.total_pots_micros == 200


def test_the_workers_read_a_book_in_an_object_store_and_come_to_the_same(
    master: str, tmp_path: Path, server_dir: Path
) -> None:
    month = random_month(2)
    here = sources(tmp_path, month)
    expected = content(split_by_engine("numpy", here, max_hops=6))
    with object_store(server_dir) as store:
        there = SplitSources(
            *(copied(tmp_path, store.url("month"), name) for name in ("pots", "likes", "forward"))
        )
        assert content(split_by_engine("numpy", there, max_hops=6)) == expected
        assert content(split_by_engine(master, there, max_hops=6)) == expected
        absent = SplitSources(there.pots, Location.parse(store.url("month/nothing.parquet")))
        with pytest.raises(MalformedFile, match=r"^s3://books/month/nothing\.parquet: ") as refused:
            split_by_engine(master, absent, max_hops=6)
    assert store.secret not in refused.value.message


def copied(folder: Path, address: str, name: str) -> Location:
    """The file of that name, copied to a store."""
    place = Location.parse(address) / f"{name}.parquet"
    with place.written() as file:
        file.write((folder / f"{name}.parquet").read_bytes())
    return place


OVERFLOWING: dict[str, tuple[Month, str]] = {
    "pots": (({1: 2**63 - 1, 2: 1}, [(1, 1, 2)], {}), "The pots together"),
    "one pot unshared": (({1: 2**62, 2: 2**62}, [(1, 1, 2)], {}), "The pots together"),
    "received": (friends(2**62), "What one account receives"),
}


@pytest.mark.parametrize("name", OVERFLOWING)
def test_what_64_bits_do_not_hold_is_refused(name: str, master: str, tmp_path: Path) -> None:
    month, message = OVERFLOWING[name]
    with pytest.raises(AmountOutOfRange, match=message):
        split_by_engine(master, sources(tmp_path, month), max_hops=6)


BAD_COLUMNS = [
    ("pots", {"person_id": [1, 2], "amount_micros": [1, -1]}, "amount_micros: is negative"),
    ("pots", {"person_id": [1, 1], "amount_micros": [1, 1]}, "person_id: 1 is there a second time"),
    ("forward", {"person_id": [1], "forward_bps": [10_001]}, "forward_bps: is not 0 to 10000"),
    ("forward", {"person_id": [3, 3], "forward_bps": [1, 1]}, "person_id: 3 is there a second"),
    (
        "likes",
        {"like_id": [5, 6, 5], "person_id": [1, 2, 3], "recipient_id": [2, 2, 2]},
        "like_id: 5 is there a second time",
    ),
    (
        "likes",
        {"like_id": [5, None], "person_id": [1, 2], "recipient_id": [2, 2]},
        "like_id: is null",
    ),
    ("likes", {"like_id": [5], "person_id": [1]}, "recipient_id: is missing"),
    (
        "pots",
        {"person_id": [1], "amount_micros": pa.array([0.5])},
        "amount_micros: must be int64 and is double",
    ),
]


@pytest.mark.parametrize(("file", "columns", "message"), BAD_COLUMNS)
def test_bad_columns_are_refused_by_name(
    file: str, columns: dict[str, Any], message: str, master: str, tmp_path: Path
) -> None:
    files = sources(tmp_path, friends(100))
    write(tmp_path, file, columns)
    with pytest.raises(MalformedFile, match=f"{file}.parquet: column {message}"):
        split_by_engine(master, files, max_hops=6)


def test_a_file_that_is_none_is_refused(master: str, tmp_path: Path) -> None:
    files = sources(tmp_path, friends(100))
    (tmp_path / "likes.parquet").write_bytes(b"no Parquet")
    with pytest.raises(MalformedFile, match=r"likes\.parquet: cannot be read as a Parquet file"):
        split_by_engine(master, files, max_hops=6)
    (tmp_path / "likes.parquet").unlink()
    with pytest.raises(MalformedFile, match=r"likes\.parquet: no such file"):
        split_by_engine(master, files, max_hops=6)


def test_a_master_that_is_none_is_refused_at_once(tmp_path: Path) -> None:
    files = sources(tmp_path, friends(100))
    with pytest.raises(ServerUnavailable, match=r"There is no Spark at spark://127\.0\.0\.1:1"):
        split_by_engine("spark://127.0.0.1:1", files, max_hops=6)


def test_a_process_is_at_work_on_one_master_at_a_time(master: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=f"at work on {master}"):
        split_by_engine("local[1]", sources(tmp_path, friends(100)), max_hops=6)


async def test_the_command_splits_on_this_machine_and_says_nothing_else(tmp_path: Path) -> None:
    files = sources(tmp_path, random_month(1))
    words = [f"--{name}={tmp_path}/{name}.parquet" for name in ("pots", "likes", "forward")]
    ended = await likewise(
        {"LIKEWISE_SPLIT_ENGINE": "local[1]"},
        "split", *words, "--engine", "spark", "--out", f"{tmp_path}/out",
    )  # fmt: skip
    assert (ended.code, ended.errors) == (0, "")
    assert split_by_engine("numpy", files, max_hops=6).outcome.digest() in ended.printed


def test_without_pyspark_the_command_says_what_to_install(tmp_path: Path) -> None:
    code = "import sys; sys.modules['pyspark'] = None; from likewise.cli import main; main()"
    files = [f"--{name}=none.parquet" for name in ("pots", "likes", "out")]
    ended = subprocess.run(
        [sys.executable, "-c", code, "split", *files, "--engine", "spark"],
        capture_output=True, text=True, check=False, cwd=tmp_path,
    )  # fmt: skip
    assert ended.returncode == 1
    assert ended.stderr == (
        "likewise: Apache Spark is not installed: pip install 'likewise[spark]'\n"
    )


def test_where_there_is_no_java_the_one_from_the_wheel_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    java = Path(java_environment(tmp_path)["JAVA_HOME"]) / "bin" / "java"
    words = ["-Dword=a b", "--add-modules=jdk.incubator.vector", "-XshowSettings:properties"]
    said = subprocess.run(
        ["/bin/sh", java, *words, "-version"], capture_output=True, text=True, check=True
    ).stderr
    assert "word = a b" in said


def hit_in_the_middle(master: str, files: SplitSources, hit: Callable[[], None]) -> SplitResult:
    """What a split of 20 hops comes to when something happens to it on the way."""
    results: list[SplitResult | Refusal] = []

    def run() -> None:
        try:
            results.append(split_by_engine(master, files, max_hops=20))
        except Refusal as refusal:
            results.append(refusal)

    tracker = acquire(master).sparkContext.statusTracker()
    jobs_before = len(tracker.getJobIdsForGroup())
    thread = threading.Thread(target=run)
    thread.start()
    while len(tracker.getJobIdsForGroup()) < jobs_before + 5 and thread.is_alive():
        thread.join(0.01)
    assert thread.is_alive(), "it was over before it was hit"
    hit()
    thread.join()
    release(master)
    (result,) = results
    if isinstance(result, Refusal):
        raise result
    return result


def test_a_worker_killed_in_the_middle_changes_nothing(
    cluster: tuple[str, list[Daemon]], tmp_path: Path
) -> None:
    master, workers = cluster
    files = sources(tmp_path, random_month(3))
    expected = content(split_by_engine("numpy", files, max_hops=20))
    assert content(hit_in_the_middle(master, files, workers[0].kill)) == expected


def test_a_driver_killed_in_the_middle_is_told_in_one_line_and_replaced(
    master: str, tmp_path: Path
) -> None:
    files = sources(tmp_path, random_month(3))
    driver = acquire(master).sparkContext._gateway.proc
    with pytest.raises(ServerUnavailable, match=r"^Apache Spark failed: .+$"):
        hit_in_the_middle(master, files, driver.kill)
    # Let go by this test and by the cluster's fixture, which held on to the dead one.
    release(master)
    release(master)
    acquire(master)
    expected = content(split_by_engine("numpy", files, max_hops=2))
    assert content(split_by_engine(master, files, max_hops=2)) == expected
