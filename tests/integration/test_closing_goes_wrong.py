"""What can go wrong while a month is closed: slips, races, lost files, late closers."""

from __future__ import annotations

import asyncio
import shutil
from datetime import timedelta
from pathlib import Path

import asyncpg
import pytest

from likewise.community.like import like
from likewise.community.unlike import unlike
from likewise.errors import BookDamaged, CloseSuperseded, MonthNotBegun, MonthOutOfOrder
from likewise.ledger.balances import wallet_balances
from likewise.models import database
from likewise.models.changes import Changes
from likewise.models.clock import at_moment
from likewise.models.unit_of_work import UnitOfWork, ring_after_commit, unit_of_work
from likewise.months import Month
from likewise.settlement import sealing
from likewise.settlement.close import close_month
from likewise.settlement.dry_run import dry_run
from likewise.settlement.sealing import enter_repeating_likes
from likewise.settlement.settlements import settlement_of, take_over
from likewise.settlement.steps import Progress
from likewise.settlement.verification import verify_month
from tests.support.village import Village, close_open_month, running_month

pytestmark = pytest.mark.usefixtures("database")


class Died(Exception):
    """The closing process dies at a step."""


async def die_at(state: str, books_dir: Path) -> Month:
    """Begin to close the open month, and die as soon as it has come to a state."""
    month = await running_month()

    def on_progress(progress: Progress) -> None:
        if progress.state == state:
            raise Died

    with pytest.raises(Died):
        await close_month(month, early=True, books=books_dir, on_progress=on_progress)
    return month


async def test_a_slip_in_the_first_month_is_refused(village: Village) -> None:
    with pytest.raises(MonthOutOfOrder, match="Nothing happened before"):
        await close_month(Month(2006, 10))
    assert await settlement_of(Month(2006, 10)) is None


async def test_a_month_that_has_not_begun_is_never_closed(village: Village, tmp_path: Path) -> None:
    await close_open_month(tmp_path)
    with pytest.raises(MonthNotBegun, match="has not begun"):
        await close_month(await running_month(), early=True, books=tmp_path)


@pytest.mark.parametrize("state", ["computed", "posted"])
async def test_a_book_that_got_lost_on_the_way_is_written_again(
    state: str, village: Village, tmp_path: Path
) -> None:
    month = await die_at(state, tmp_path)
    await village.pay("cy", 1_000_000)
    await village.forward("bo", 1)
    shutil.rmtree(tmp_path / str(month))
    settlement = await close_month(month, early=True, books=tmp_path)
    assert settlement.state == "closed"
    assert settlement.pots_micros == 5_000_000
    await verify_month(month, books=tmp_path)


async def test_a_book_that_cannot_be_written_again_as_it_was_stays_as_it_is(
    village: Village, tmp_path: Path
) -> None:
    await village.find("example.org", "essay")
    await village.like("ada", "essay")
    month = await die_at("computed", tmp_path)
    folder = tmp_path / str(month)
    manifest = (folder / "manifest.json").read_bytes()
    (folder / "likes.parquet").unlink()

    async def claim(work: UnitOfWork) -> None:
        await work.execute("UPDATE sites SET owner_id = $1", village.people["bo"])

    await unit_of_work(claim)
    with pytest.raises(BookDamaged, match="cannot be written again as it was sealed"):
        await close_month(month, early=True, books=tmp_path)
    assert (folder / "manifest.json").read_bytes() == manifest


async def test_the_next_month_is_not_tried_dry_while_one_is_being_closed(
    village: Village, tmp_path: Path
) -> None:
    month = await die_at("computed", tmp_path)
    with pytest.raises(MonthOutOfOrder, match=f"{month} is being closed"):
        await dry_run()
    await close_month(month, early=True, books=tmp_path)
    assert (await dry_run()).month == month.next()


async def test_likes_repeat_in_batches(
    village: Village, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "REPEATING_LIKES_PER_BATCH", 2)
    people = ("ada", "bo", "cy")
    pairs = [(one, other) for one in people for other in people if one != other]
    for one, other in pairs[:5]:
        await like(person_id=village.people[one], target_id=village.people[other], repeat=True)
    await close_open_month(tmp_path)
    month = await running_month()
    rows = await database.rows("SELECT count(*) FROM likes WHERE month = $1", month.first_day)
    assert rows == [{"count": 5}]


async def test_nobody_is_told_before_the_month_is_verified(
    village: Village, tmp_path: Path
) -> None:
    states: list[str] = []
    told: list[tuple[str, frozenset[int]]] = []

    async def bell(changes: Changes) -> None:
        if changes.people:  # that the closing goes on is told at every step
            told.append((states[-1], changes.people))

    hush = ring_after_commit(bell)
    try:
        await close_month(
            await running_month(),
            early=True,
            books=tmp_path,
            on_progress=lambda progress: states.append(progress.state),
        )
    finally:
        hush()
    assert told == [("verified", frozenset({village.people["ada"], village.people["cy"]}))]


async def test_money_is_on_hold_from_its_arrival_on(village: Village, tmp_path: Path) -> None:
    month = await die_at("computed", tmp_path)
    much_later = month.end + timedelta(days=40)
    with at_moment(much_later):
        await close_month(month, books=tmp_path)

    async def body(work: UnitOfWork) -> int:
        return (await wallet_balances(work.rows, village.people["cy"])).available_micros

    with at_moment(much_later + timedelta(days=1)):
        assert await unit_of_work(body) == 0
    with at_moment(much_later + timedelta(days=31)):
        assert await unit_of_work(body) == 5_000_000


async def test_a_closer_that_was_taken_over_lets_no_likes_repeat(
    village: Village, tmp_path: Path
) -> None:
    month = await die_at("sealed", tmp_path)
    settlement = await settlement_of(month)
    assert settlement is not None
    stalled = await take_over(settlement)
    await close_month(month, early=True, books=tmp_path)
    await like(person_id=village.people["ada"], target_id=village.people["bo"], repeat=True)
    with pytest.raises(CloseSuperseded):
        await enter_repeating_likes(stalled, month.next().next())
    rows = await database.rows("SELECT month FROM likes WHERE month > $1", month.next().first_day)
    assert rows == []


async def test_who_takes_a_like_back_while_likes_repeat_is_not_charged_again(
    village: Village, database: str, tmp_path: Path
) -> None:
    ada, bo, cy = (village.people[handle] for handle in ("ada", "bo", "cy"))
    await like(person_id=ada, target_id=bo, repeat=True)
    await like(person_id=ada, target_id=cy, repeat=True)
    link = await asyncpg.connect(database)
    blocking = link.transaction()
    await blocking.start()
    # What enters the likes waits for this target, with both written and neither committed.
    await link.execute("SELECT FROM targets WHERE id = $1 FOR UPDATE", cy)
    closing = asyncio.create_task(close_month(await running_month(), early=True, books=tmp_path))
    await until_waiting(database, 1)
    taking_back = asyncio.create_task(unlike(person_id=ada, target_id=bo))
    await until_waiting(database, 2)
    await blocking.rollback()
    await link.close()
    month = (await closing).month.next()
    await taking_back
    rows = await village_likes(ada, month)
    assert rows == [cy]


async def village_likes(person_id: int, month: Month) -> list[int]:
    """The targets that a person likes in a month."""
    rows = await database.rows(
        "SELECT target_id FROM likes WHERE person_id = $1 AND month = $2 ORDER BY id",
        person_id,
        month.first_day,
    )
    return [row["target_id"] for row in rows]


async def until_waiting(database_url: str, number: int) -> None:
    """Wait until so many statements of this database wait for locks."""
    link = await asyncpg.connect(database_url)
    try:
        async with asyncio.timeout(10):
            while await link.fetchval(_WAITING) < number:  # noqa: ASYNC110 - other sessions
                await asyncio.sleep(0)
    finally:
        await link.close()


_WAITING = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND wait_event_type = 'Lock'
"""
