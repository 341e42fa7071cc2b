"""Closing a month end to end: what goes in comes out, once, to the micro."""

from __future__ import annotations

from pathlib import Path

import pytest

from likewise.errors import (
    BookDamaged,
    MonthNotBegun,
    MonthNotEnded,
    MonthNotPosted,
    MonthOutOfOrder,
)
from likewise.models import database
from likewise.models.clock import at_moment
from likewise.months import Month
from likewise.settlement.close import close_month
from likewise.settlement.dry_run import dry_run
from likewise.settlement.settlements import settlement_of
from likewise.settlement.steps import Progress
from likewise.settlement.verification import verify_month
from tests.support.seals import seal_month
from tests.support.village import Village, close_open_month, running_month

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
async def village(database: str) -> Village:
    """Ada pays 5 and likes Bo, Cy's song and a page; Bo pays nothing and likes Cy's song."""
    place = Village()
    await place.settle("ada", "bo", "cy")
    await place.write("cy", "song")
    await place.find("example.org", "essay")
    await place.pay("ada", 5_000_000)
    await place.like("ada", "bo", "song", "essay")
    await place.like("bo", "song")
    return place


async def test_a_month_shares_what_was_paid_to_the_micro(village: Village, tmp_path: Path) -> None:
    month = await running_month()
    settlement = await close_month(month, early=True, books=tmp_path)
    assert settlement.state == "closed"
    assert settlement.shared_by_hop_micros == (5_000_000, 1_666_667)
    assert await village.balance("ada", "budget") == 0
    assert await village.balance("bo", "received") == 0
    assert await village.balance("cy", "received") == 1_666_667 + 1_666_667
    assert await village.balance("example.org", "escrow") == 1_666_666
    verified = await verify_month(month, books=tmp_path)
    assert verified.outcome_digest == settlement.outcome_digest
    assert verified.transfer_count == 3


async def test_a_closed_month_stays_closed(village: Village, tmp_path: Path) -> None:
    month = await running_month()
    first = await close_month(month, early=True, books=tmp_path)
    assert await close_month(month, early=True, books=tmp_path) == first
    assert await village.balance("cy", "received") == 3_333_334


async def test_what_comes_after_the_seal_counts_for_the_next_month(
    village: Village, tmp_path: Path
) -> None:
    month = await running_month()
    late: list[str] = []

    def on_progress(progress: Progress) -> None:
        late.append(progress.state)

    await close_month(month, early=True, books=tmp_path, on_progress=on_progress)
    assert await running_month() == month.next()
    await village.pay("ada", 1_000_000)
    await village.like("ada", "bo")
    assert late[0] == "sealed"
    assert late[-1] == "closed"
    second = await close_open_month(tmp_path)
    # Ada's million; Cy was liked by nobody in that month, and keeps what she has.
    assert second.pots_micros == 1_000_000 + 3_333_334
    assert second.shared_by_hop_micros == (1_000_000,)
    assert await village.balance("bo", "received") == 1_000_000


async def test_received_money_is_passed_on_in_the_part_that_was_chosen(
    village: Village, tmp_path: Path
) -> None:
    await close_open_month(tmp_path)
    await village.forward("cy", 2_500)
    await village.like("cy", "bo")
    await close_open_month(tmp_path)
    assert await village.balance("cy", "received") == 3_333_334 - 833_333
    assert await village.balance("bo", "received") == 833_333


async def test_a_repeating_like_is_entered_again_until_it_is_stopped(
    village: Village, tmp_path: Path
) -> None:
    month = await running_month()
    await database.rows(
        "INSERT INTO repeating_likes (person_id, target_id) VALUES ($1, $2)",
        village.people["ada"],
        village.posts["song"],
    )
    await close_month(month, early=True, books=tmp_path)
    await village.pay("ada", 2_000_000)
    second = await close_open_month(tmp_path)
    assert second.like_count == 1
    assert await village.balance("cy", "received") == 3_333_334 + 2_000_000
    await database.rows("DELETE FROM repeating_likes")
    third = await close_open_month(tmp_path)
    assert third.like_count == 1, "it was entered before it was stopped"
    fourth = await close_open_month(tmp_path)
    assert fourth.like_count == 0


async def test_a_running_month_is_closed_early_only_if_that_is_meant(village: Village) -> None:
    month = await running_month()
    with pytest.raises(MonthNotEnded):
        await close_month(month)
    with pytest.raises(MonthOutOfOrder, match=str(month)), at_moment(month.next().start):
        await close_month(month.next())
    assert await settlement_of(month) is None
    assert await running_month() == month


async def test_a_future_month_is_never_closed() -> None:
    with pytest.raises(MonthNotBegun):
        await close_month((await running_month()).next(), early=True)


async def test_months_are_closed_one_after_the_other(village: Village, tmp_path: Path) -> None:
    month = await running_month()
    await close_month(month, early=True, books=tmp_path)
    with pytest.raises(MonthOutOfOrder):
        await close_month(month.previous(), early=True, books=tmp_path)


async def test_a_dry_run_says_what_a_close_would_do_and_touches_nothing(
    village: Village, tmp_path: Path
) -> None:
    month = await running_month()
    before = await _all_that_a_close_writes()
    tried = await dry_run()
    assert tried.month == month
    assert await _all_that_a_close_writes() == before
    settlement = await close_month(month, early=True, books=tmp_path)
    assert tried.outcome.digest() == settlement.outcome_digest


async def _all_that_a_close_writes() -> list[list[database.Row]]:
    tables = ("accounts", "likes", "repeating_likes", "settlements", "transfers")
    return [await database.rows(f"SELECT * FROM {table} ORDER BY id") for table in tables]


async def test_a_changed_byte_in_the_book_is_found_and_named(
    village: Village, tmp_path: Path
) -> None:
    month = await running_month()
    await close_month(month, early=True, books=tmp_path)
    path = tmp_path / str(month) / "likes.parquet"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))
    with pytest.raises(BookDamaged, match=r"likes\.parquet"):
        await verify_month(month, books=tmp_path)


async def test_an_open_month_cannot_be_verified(tmp_path: Path) -> None:
    with pytest.raises(MonthNotPosted):
        await verify_month(Month(2026, 1), books=tmp_path)


async def test_a_sealed_month_cannot_be_verified_before_it_is_posted(
    village: Village, tmp_path: Path
) -> None:
    month = await running_month()
    await seal_month(month)
    with pytest.raises(MonthNotPosted):
        await verify_month(month, books=tmp_path)


async def test_a_month_without_anything_closes(tmp_path: Path) -> None:
    settlement = await close_open_month(tmp_path)
    assert settlement.state == "closed"
    assert settlement.pots_micros == 0
