"""COPY between PostgreSQL and NumPy: all rows, whole numbers of any size, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from likewise.models.copying import Arrays, _Stream, copy_all, copy_in, copy_out
from likewise.models.unit_of_work import UnitOfWork, unit_of_work

COLUMNS = {"big": np.int64, "small": np.int32}
EDGES = [(2**63 - 1, 2**31 - 1), (-(2**63), -(2**31)), (0, 0), (-1, 1)]


@pytest.mark.usefixtures("database")
async def test_what_is_copied_in_comes_out_again() -> None:
    big, small = (
        np.array(column, dtype=kind)
        for column, kind in zip(zip(*EDGES, strict=True), COLUMNS.values(), strict=True)
    )

    async def body(work: UnitOfWork) -> dict[str, np.ndarray]:
        await work.execute("CREATE TEMPORARY TABLE numbers (big bigint, small int) ON COMMIT DROP")
        parts = [{"big": big[:1], "small": small[:1]}, {"big": big[1:], "small": small[1:]}]
        await copy_in(work, "numbers", parts)
        return await copy_all(work, "SELECT big, small FROM numbers", columns=COLUMNS)

    found = await unit_of_work(body)
    assert list(zip(found["big"].tolist(), found["small"].tolist(), strict=True)) == EDGES


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(("total", "at_once"), [(0, 10), (1, 10), (10, 10), (25, 10), (5_000, 7)])
async def test_portions_are_all_rows_once_and_in_order(total: int, at_once: int) -> None:
    portions: list[Arrays] = []

    async def take(arrays: Arrays) -> None:
        portions.append(arrays)

    async def body(work: UnitOfWork) -> None:
        await copy_out(
            work,
            "SELECT n, -n::int FROM generate_series(1::bigint, $1::bigint) AS n",
            total,
            columns=COLUMNS,
            take=take,
            rows_at_once=at_once,
        )

    await unit_of_work(body)
    assert [len(portion[0]) for portion in portions[:-1]] == [at_once] * (len(portions) - 1)
    assert [n for portion in portions for n in portion[0].tolist()] == list(range(1, total + 1))


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 1::bigint, NULL::int",
        "SELECT 1::bigint, 2::bigint",
        "SELECT 1::bigint",
        "SELECT 1::bigint, 2, 3",
        "SELECT 'text'::text, 2",
    ],
)
async def test_other_rows_than_expected_are_never_taken_for_numbers(sql: str) -> None:
    async def body(work: UnitOfWork) -> None:
        await copy_all(work, f"{sql} FROM generate_series(1, 100)", columns=COLUMNS)

    with pytest.raises(ValueError, match="COPY brought"):
        await unit_of_work(body)


@given(st.lists(st.integers(1, 40)))
def test_it_does_not_matter_how_the_stream_is_cut(lengths: list[int]) -> None:
    rows = b"".join(
        b"\0\2" + b"\0\0\0\x08" + n.to_bytes(8, "big") + b"\0\0\0\4" + n.to_bytes(4, "big")
        for n in range(20)
    )
    rest = b"PGCOPY\n\xff\r\n\0" + bytes(8) + rows + b"\xff\xff"
    stream = _Stream(COLUMNS)
    for length in lengths:
        stream.add(rest[:length])
        rest = rest[length:]
    stream.add(rest)
    assert stream.row_count == 20
    assert stream.taken(20)[0].tolist() == list(range(20))
