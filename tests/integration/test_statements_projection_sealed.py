"""The projection while an earlier month is on its way: no money is promised twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from likewise.community.like import like
from likewise.models.clock import at_moment
from likewise.models.unit_of_work import UnitOfWork, unit_of_work
from likewise.settlement import posting
from likewise.settlement.close import close_month
from likewise.settlement.sealing import seal
from likewise.statements.projection import Giving, projection_of
from tests.support.creators import receive
from tests.support.village import Village, giving_of, running_month

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
async def village(database: str) -> Village:
    """Ada gives; Bo and Cy keep what they get."""
    village = Village()
    await village.settle("ada", "bo", "cy")
    await village.forward("bo", 0)
    await village.forward("cy", 0)
    return village


async def _projected(village: Village) -> dict[str, int]:
    return {who: await projection_of(village.people[who]) for who in ("bo", "cy")}


async def test_what_lies_in_a_sealed_pot_is_not_projected_again(
    village: Village, tmp_path: Path
) -> None:
    ada = village.people["ada"]
    await village.pay("ada", 5_000_000)
    await receive(ada, 1_000_003)
    await village.forward("ada", 3_333)
    await village.like("ada", "bo")
    sealed = await running_month()
    await seal(sealed, early=True)
    assert await giving_of(ada) == Giving((1_000_003 - 333_300) * 3_333 // 10_000, 0)

    # What comes in and what is chosen after the seal counts for the next month.
    await village.pay("ada", 700_001)
    await receive(ada, 11, key="later")
    await village.forward("ada", 5_000)
    await village.like("ada", "cy", "bo")
    pot = 700_001 + (1_000_003 - 333_300 + 11) // 2
    projected = {"bo": pot // 2, "cy": pot - pot // 2}
    assert await _projected(village) == projected
    assert await giving_of(ada) == Giving(pot, 2)

    await close_month(sealed, books=tmp_path)
    assert await _projected(village) == projected
    brought = {who: await village.balance(who, "received") for who in ("bo", "cy")}
    assert brought == {"bo": 5_333_300, "cy": 0}
    with at_moment(sealed.next().end):
        await close_month(sealed.next(), books=tmp_path)
    for who, micros in projected.items():
        assert await village.balance(who, "received") - brought[who] == micros


async def test_who_gave_nothing_in_the_sealed_month_still_has_it_all(
    village: Village, tmp_path: Path
) -> None:
    # A like of a page that became her own is none: her pot stays where it was.
    await village.find("example.org", "essay")
    await village.pay("ada", 5_000_000)
    await village.like("ada", "essay")
    await unit_of_work(
        lambda work: work.execute("UPDATE sites SET owner_id = $1", village.people["ada"])
    )
    sealed = await running_month()
    await seal(sealed, early=True)
    await village.like("ada", "cy")
    assert await _projected(village) == {"bo": 0, "cy": 5_000_000}
    await close_month(sealed, books=tmp_path)
    assert await _projected(village) == {"bo": 0, "cy": 5_000_000}


async def test_half_posted_it_is_the_same(
    village: Village, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await village.settle("dee")
    for who in ("ada", "dee"):
        await village.pay(who, 4_000_000)
        await receive(village.people[who], 1_000_001)
        await village.forward(who, 5_000)
        await village.like(who, "bo")
    sealed = await running_month()
    await seal(sealed, early=True)
    for who in ("ada", "dee"):
        await village.pay(who, 30)
        await village.like(who, "cy")
    projected = {"bo": 0, "cy": 2 * (30 + 500_001 // 2)}
    assert await _projected(village) == projected

    monkeypatch.setattr(posting, "OWNERS_PER_BATCH", 1)
    seen = []
    batch = posting._post_batch

    async def watched(*args: object) -> None:
        await batch(*args)  # type: ignore[arg-type]
        seen.append(await _projected(village))

    monkeypatch.setattr(posting, "_post_batch", watched)
    await close_month(sealed, books=tmp_path)
    assert len(seen) == 3
    assert all(each == projected for each in seen)
    assert await _projected(village) == projected


async def test_who_has_likes_in_an_ended_month_gives_there_first(
    village: Village, tmp_path: Path
) -> None:
    ada = village.people["ada"]
    await village.pay("ada", 5_000_000)
    ended = (await running_month()).previous()
    with at_moment(ended.start):
        await like(person_id=ada, target_id=village.people["bo"])
    assert await giving_of(ada) == Giving(0, 0)
    await village.like("ada", "cy")
    assert await _projected(village) == {"bo": 0, "cy": 0}
    await close_month(ended, books=tmp_path)
    assert await _projected(village) == {"bo": 0, "cy": 0}
    assert await village.balance("bo", "received") == 5_000_000
    # Once that month is closed, what comes in is projected as ever.
    await village.pay("ada", 3)
    assert await _projected(village) == {"bo": 0, "cy": 3}


async def test_likes_that_are_none_hold_nothing_back(village: Village) -> None:
    await village.find("example.org", "essay")
    await village.pay("ada", 5_000_000)
    ended = (await running_month()).previous()

    async def own_it(work: UnitOfWork) -> None:
        await work.execute(
            "INSERT INTO likes (person_id, month, target_id) VALUES ($1, $2, $3)",
            village.people["ada"],
            ended.first_day,
            village.pages["essay"],
        )
        await work.execute("UPDATE sites SET owner_id = $1", village.people["ada"])

    await unit_of_work(own_it)
    await village.like("ada", "cy")
    assert await _projected(village) == {"bo": 0, "cy": 5_000_000}
