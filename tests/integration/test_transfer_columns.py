"""Very many transfers at once: entered as single ones are, and refused as those."""

from __future__ import annotations

import asyncio

import asyncpg
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from likewise.errors import AmountOutOfRange, InsufficientFunds, KeyReused, NotFound
from likewise.ledger.audit import check_ledger
from likewise.ledger.transfer_columns import TransferColumns, _keys, enter_columns
from likewise.models import database as db
from likewise.models.unit_of_work import unit_of_work
from tests.support.village import Village
from tests.support.waiting import until_waiting


@pytest.fixture
async def village(database: str) -> Village:
    """Ada has 5 in her budget."""
    place = Village()
    await place.settle("ada", "bo")
    await place.pay("ada", 5_000_000)
    return place


async def account(village: Village, handle: str, kind: str) -> int:
    row = await db.row(
        "SELECT id FROM accounts WHERE person_id = $1 AND kind = $2", village.people[handle], kind
    )
    assert row is not None
    return int(row["id"])


async def enter(*wishes: tuple[int, int, int, int]) -> None:
    """Enter transfers as columns: number of the gift, source, destination, amount."""
    number, sources, destinations, amounts = (
        np.array(column, dtype=np.int64) for column in zip(*wishes, strict=True)
    )
    family = np.zeros(len(wishes), dtype=np.int32)
    columns = TransferColumns(["gift"], family, number, sources, destinations, amounts)
    await unit_of_work(lambda work: enter_columns(work, columns))


async def test_balances_and_versions_follow(village: Village) -> None:
    ada, bo = await account(village, "ada", "budget"), await account(village, "bo", "received")
    await enter(*((number, ada, bo, number) for number in range(1, 101)))
    assert await village.balance("ada", "budget") == 5_000_000 - 5_050
    assert await village.balance("bo", "received") == 5_050
    row = await db.row("SELECT version FROM accounts WHERE id = $1", bo)
    assert row == {"version": 100}
    codes = {finding.code for finding in (await check_ledger()).findings}
    assert codes == {"direction_forbidden"}  # gifts are none of ours; the sums agree


async def test_more_than_there_is_is_refused_whole(village: Village) -> None:
    ada, bo = await account(village, "ada", "budget"), await account(village, "bo", "received")
    with pytest.raises(InsufficientFunds):
        await enter((1, ada, bo, 5_000_000), (2, ada, bo, 1))
    assert await village.balance("bo", "received") == 0


async def test_a_key_enters_once(village: Village) -> None:
    ada, bo = await account(village, "ada", "budget"), await account(village, "bo", "received")
    await enter((1, ada, bo, 7))
    with pytest.raises(KeyReused):
        await enter((2, ada, bo, 7), (1, ada, bo, 7))
    assert await village.balance("bo", "received") == 7


async def test_an_unknown_account_is_refused(village: Village) -> None:
    ada = await account(village, "ada", "budget")
    for source, destination in ((ada, 987_654_321), (987_654_321, ada)):
        with pytest.raises(NotFound):
            await enter((1, source, destination, 7))


@pytest.mark.parametrize("held_place", [0, 5, 11])
async def test_accounts_are_locked_in_ascending_order(
    held_place: int, village: Village, database: str
) -> None:
    """Whoever else locks several does so, too: so none of them ever waits in a circle."""
    rows = await db.rows("SELECT id FROM accounts WHERE kind = 'reserve' ORDER BY id LIMIT 12")
    ids = [row["id"] for row in rows]
    holder, looker = await asyncpg.connect(database), await asyncpg.connect(database)
    holding = holder.transaction()
    await holding.start()
    await holder.execute("SELECT FROM accounts WHERE id = $1 FOR UPDATE", ids[held_place])
    wishes = [(n, ids[n], ids[n + 6], 7) for n in (3, 0, 5, 1, 4, 2)]
    entering = asyncio.create_task(enter(*wishes))
    await until_waiting(holder)
    free = await looker.fetch(_FREE, ids)
    await holding.rollback()
    await entering
    await holder.close()
    await looker.close()
    assert [row["id"] for row in free] == ids[held_place + 1 :]


_FREE = """
SELECT id FROM accounts WHERE id = ANY($1::bigint[]) ORDER BY id FOR NO KEY UPDATE SKIP LOCKED
"""


async def test_numbers_of_all_lengths_make_the_keys_that_say_them(village: Village) -> None:
    ada, bo = await account(village, "ada", "budget"), await account(village, "bo", "received")
    numbers = [0, 9, 10, 99, 100, 12_345, 10**18, 2**63 - 1]
    await enter(*((number, ada, bo, 1) for number in reversed(numbers)))
    rows = await db.rows("SELECT key FROM transfers WHERE key LIKE 'gift:%'")
    assert {row["key"] for row in rows} == {f"gift:{number}" for number in numbers}


@given(st.lists(st.integers(0, 2**63 - 1), min_size=1))
def test_keys_are_written_as_numbers_are(numbers: list[int]) -> None:
    for number in numbers:
        keys = _keys("kept", np.array([number] * 3, dtype=np.int64), len(str(number)))
        assert keys.tolist() == [f"kept:{number}".encode()] * 3


async def test_a_balance_beyond_64_bits_is_refused(village: Village) -> None:
    row = await db.row("SELECT id FROM accounts WHERE kind = 'reserve' LIMIT 1")
    assert row is not None
    bo = await account(village, "bo", "received")
    most = 2**63 - 1
    with pytest.raises(AmountOutOfRange):
        await enter((1, row["id"], bo, most), (2, row["id"], bo, most))
