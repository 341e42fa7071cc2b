"""Posting: in batches, each whole, while the others go on liking and being paid."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import asyncpg
import pytest

from likewise.community.like import like
from likewise.errors import VerificationFailed
from likewise.ledger.audit import check_ledger
from likewise.ledger.transfers import Transfer, enter
from likewise.models import database
from likewise.models.changes import Changes
from likewise.models.clock import at_moment
from likewise.models.unit_of_work import UnitOfWork, ring_after_commit, unit_of_work
from likewise.settlement import posting
from likewise.settlement.close import close_month
from likewise.settlement.steps import Progress, Step
from likewise.settlement.verification import verify_month
from tests.support.village import Village, close_open_month, running_month
from tests.support.waiting import until_waiting

pytestmark = pytest.mark.usefixtures("database")
CROWD = [f"person_{number}" for number in range(30)]


@pytest.fixture
async def crowd(database: str) -> Village:
    """Thirty people in a ring, each of whom pays and likes the next two."""
    place = Village()
    await place.settle(*CROWD)
    for number, handle in enumerate(CROWD):
        await place.pay(handle, 1_000_000 + number)
        await place.like(handle, *(CROWD[(number + step) % len(CROWD)] for step in (1, 2)))
    return place


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posting, "OWNERS_PER_BATCH", 4)


async def test_likes_and_transfers_during_the_posting_are_not_lost(
    crowd: Village, tmp_path: Path
) -> None:
    month = await running_month()
    going_on: list[asyncio.Task[None]] = []

    async def live(number: int) -> None:
        liker, liked = (crowd.people[CROWD[(number + step) % len(CROWD)]] for step in (0, 7))
        await like(person_id=liker, target_id=liked)
        await crowd.pay(CROWD[number % len(CROWD)], 5)

    def on_progress(progress: Progress) -> None:
        if progress.step == Step.BATCH_POSTED:
            number = len(going_on)
            going_on.extend(asyncio.create_task(live(number + more)) for more in range(4))

    settlement = await close_month(month, early=True, books=tmp_path, on_progress=on_progress)
    await asyncio.gather(*going_on)
    assert len(going_on) >= len(CROWD)
    assert settlement.pots_micros == sum(1_000_000 + number for number in range(len(CROWD)))
    rows = await database.rows("SELECT count(*) FROM likes WHERE month > $1", month.first_day)
    assert rows == [{"count": len(CROWD)}]
    rows = await database.rows(
        "SELECT sum(balance_micros)::bigint AS micros FROM accounts WHERE kind = 'budget'"
    )
    assert rows == [{"micros": 5 * len(going_on)}]
    await verify_month(month, books=tmp_path)
    assert not [each for each in (await check_ledger()).findings if "village" not in each.sentence]


async def test_a_wallet_waits_for_its_own_batch_and_for_no_other(
    crowd: Village, database: str, tmp_path: Path
) -> None:
    """A batch that hangs holds four wallets and nobody else's."""
    link = await asyncpg.connect(database)
    blocking = link.transaction()
    await blocking.start()
    held = crowd.people[CROWD[1]]
    await link.execute("SELECT FROM accounts WHERE person_id = $1 FOR UPDATE", held)
    closing = asyncio.create_task(close_month(await running_month(), early=True, books=tmp_path))
    await until_waiting(link)
    await crowd.pay(CROWD[-1], 5)
    await like(person_id=held, target_id=crowd.people[CROWD[9]])
    await blocking.rollback()
    await link.close()
    await closing
    assert await crowd.balance(CROWD[-1], "budget") == 5


@pytest.mark.parametrize(("most", "everybody"), [(1_000, False), (29, True)])
async def test_of_very_many_wallets_nobody_is_named(
    most: int, everybody: bool, crowd: Village, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posting, "MOST_RUNG_BY_NAME", most)
    heard: list[Changes] = []

    async def bell(changes: Changes) -> None:
        if changes.people or changes.everybody:
            heard.append(changes)

    hush = ring_after_commit(bell)
    try:
        await close_open_month(tmp_path)
    finally:
        hush()
    people = frozenset() if everybody else frozenset(crowd.people.values())
    assert heard == [Changes(people=people, everybody=everybody, settlements=False)]


async def test_money_that_no_settlement_moves_so_is_found(crowd: Village, tmp_path: Path) -> None:
    month = (await close_open_month(tmp_path)).month

    async def body(work: UnitOfWork) -> None:
        clearing = await work.one("SELECT id FROM accounts WHERE kind = 'settlement_clearing'")
        in_flight, received = [
            (await work.one(_ACCOUNT, crowd.people[CROWD[0]], kind))["id"]
            for kind in ("in_flight", "received")
        ]
        await enter(
            work,
            [
                Transfer("slip:1", received, clearing["id"], 1),
                Transfer("slip:2", clearing["id"], in_flight, 1),
            ],
        )

    with at_moment(month.end + timedelta(days=1)):
        await unit_of_work(body)
    with pytest.raises(VerificationFailed, match="does not move money of account"):
        await verify_month(month, books=tmp_path)


_ACCOUNT = "SELECT id FROM accounts WHERE person_id = $1 AND kind = $2"
