"""The rows of the book: in their order however they come, and as the rules of money have them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from likewise.models import database
from likewise.models.unit_of_work import UnitOfWork, unit_of_work
from likewise.settlement.sealed_inputs import SealedLikes, forward_rows
from tests.support.seals import seal_month
from tests.support.village import Village, running_month

PEOPLE, TARGETS = 6, 30
RECEIVERS = np.array([target % 9 for target in range(TARGETS)], dtype=np.int64)

likes_of_a_month = st.lists(
    st.tuples(st.integers(0, PEOPLE - 1), st.integers(0, TARGETS - 1)), unique=True
)


@given(likes_of_a_month, st.randoms(use_true_random=False), st.integers(1, 7))
def test_likes_are_sorted_by_person_and_id_however_they_are_portioned(
    pairs: list[tuple[int, int]], chance: object, portion: int
) -> None:
    like_ids = list(range(100, 100 + len(pairs)))
    chance.shuffle(like_ids)  # type: ignore[attr-defined]
    rows = [(like_id, *pair) for pair, like_id in sorted(zip(pairs, like_ids, strict=True))]
    sealed = SealedLikes(RECEIVERS)
    found = []
    for first in range(0, len(rows), portion):
        columns = zip(*rows[first : first + portion], strict=True)
        found.append(sealed.portion([np.array(column, dtype=np.int64) for column in columns]))
    found.append(sealed.rest())
    made = [row for arrays in found for row in zip(*(a.tolist() for a in arrays), strict=True)]
    expected = [
        (like_id, person, int(RECEIVERS[target]))
        for like_id, person, target in rows
        if RECEIVERS[target] != person
    ]
    assert made == sorted(expected, key=lambda row: (row[1], row[0]))
    assert sealed.liker_ids().tolist() == sorted({row[1] for row in expected})


@pytest.mark.usefixtures("database")
async def test_what_is_passed_on_is_what_the_database_says() -> None:
    village = Village()
    handles = [f"person_{number}" for number in range(8)]
    await village.settle(*handles)
    for number, handle in enumerate(handles[:6]):
        await village.forward(handle, (0, 1, 3_333, 10_000)[number % 4])
    await seal_month(await running_month())
    for handle in handles[3:7]:
        await village.forward(handle, 77)  # after the seal: for the next month
    liker_ids = np.array(sorted(village.people.values()), dtype=np.int64)

    async def body(work: UnitOfWork) -> dict[int, int]:
        people, bps = await forward_rows(work, 1, liker_ids)
        return dict(zip(people.tolist(), bps.tolist(), strict=True))

    rows = await database.rows(
        "SELECT persons.id, forward_bps FROM persons, forward_bps_of(persons.id, 0)"
        " WHERE forward_bps > 0"
    )
    assert await unit_of_work(body) == {row["id"]: row["forward_bps"] for row in rows}
