"""Very many transfers at once: entered as single ones are, and refused as those."""

from __future__ import annotations

import numpy as np
import pytest

from likewise.errors import AmountOutOfRange, InsufficientFunds, KeyReused, NotFound
from likewise.ledger.audit import check_ledger
from likewise.ledger.staged_transfers import TransferColumns, enter_columns
from likewise.models import database
from likewise.models.unit_of_work import unit_of_work
from tests.support.village import Village

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
async def village(database: str) -> Village:
    """Ada has 5 in her budget."""
    place = Village()
    await place.settle("ada", "bo")
    await place.pay("ada", 5_000_000)
    return place


async def account(village: Village, handle: str, kind: str) -> int:
    row = await database.row(
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
    row = await database.row("SELECT version FROM accounts WHERE id = $1", bo)
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


async def test_a_balance_beyond_64_bits_is_refused(village: Village) -> None:
    row = await database.row("SELECT id FROM accounts WHERE kind = 'reserve' LIMIT 1")
    assert row is not None
    bo = await account(village, "bo", "received")
    most = 2**63 - 1
    with pytest.raises(AmountOutOfRange):
        await enter((1, row["id"], bo, most), (2, row["id"], bo, most))
