"""A like that races the seal of its month lies wholly on one side of it."""

from __future__ import annotations

import asyncio

import pytest

from likewise.community.forwarding import forwarding_of, set_forwarding
from likewise.community.like import Liked, like
from likewise.community.unlike import unlike
from likewise.errors import MonthClosed
from likewise.models import database
from likewise.models.gate import close_gate
from likewise.models.unit_of_work import UnitOfWork, unit_of_work
from likewise.months import Month
from tests.support.seals import enter_seal, seal_month
from tests.support.village import Village, running_month

PATIENCE_SECONDS = 20.0
"""How long a test that fails may hold the others up."""

FANS = [f"fan{number}" for number in range(16)]


@pytest.fixture
async def village(database: str) -> Village:
    village = Village()
    await village.settle("bo", *FANS)
    for number in range(5):
        await village.write("bo", f"post{number}")
    return village


class HeldSeal:
    """A seal that stays in the middle, its gate closed and nothing committed, until let go."""

    def __init__(self, month: Month, *, repeated: tuple[int, int] | None = None) -> None:
        self._month, self._repeated = month, repeated
        self._closed, self._go_on = asyncio.Event(), asyncio.Event()
        self._task = asyncio.create_task(unit_of_work(self._body))

    async def closed(self) -> None:
        await self._closed.wait()

    async def let_go(self) -> frozenset[int]:
        """Commit it; returns the ids of the likes that lay in the month at the seal."""
        self._go_on.set()
        return await self._task

    async def _body(self, work: UnitOfWork) -> frozenset[int]:
        await close_gate(work)
        sealed = await enter_seal(work, self._month)
        if self._repeated is not None:
            await work.execute(
                "INSERT INTO likes (person_id, target_id, month) VALUES ($1, $2, $3)",
                *self._repeated,
                self._month.next().first_day,
            )
        self._closed.set()
        await asyncio.wait_for(self._go_on.wait(), PATIENCE_SECONDS)
        return sealed


async def _waiting_at_the_gate(number: int) -> None:
    """Until so many transactions wait for the gate to open, or for those inside to leave."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while len(await database.rows(_WAITING)) < number:
            pass


_WAITING = """
SELECT pid FROM pg_stat_activity
WHERE datname = current_database() AND wait_event_type = 'Lock' AND wait_event = 'advisory'
"""


async def test_every_like_is_in_the_month_that_the_seal_left_open_for_it(
    village: Village,
) -> None:
    month = await running_month()

    async def give(post: str) -> list[Liked]:
        target_id = village.posts[post]
        return await asyncio.gather(
            *(like(person_id=village.people[fan], target_id=target_id) for fan in FANS)
        )

    before = await give("post0")
    sealed, *racing = await asyncio.gather(
        seal_month(month), *(give(f"post{number}") for number in (1, 2, 3))
    )
    after = await give("post4")

    assert {each.like.month for each in before} == {month}
    assert {each.like.month for each in after} == {month.next()}
    given = [*before, *after, *(each for some in racing for each in some)]
    assert len({each.like.id for each in given}) == 5 * len(FANS)
    # What lay in the month at the seal is what lies in it for ever, and what was answered.
    assert {each.like.id for each in given if each.like.month == month} == sealed
    stored = await database.rows("SELECT id, month FROM likes")
    assert {row["id"]: Month.of(row["month"]) for row in stored} == {
        each.like.id: each.like.month for each in given
    }


async def test_a_seal_waits_for_the_like_that_passed_the_gate_before_it(
    village: Village,
) -> None:
    month = await running_month()
    entered, go_on = asyncio.Event(), asyncio.Event()

    async def slow_like(work: UnitOfWork) -> int:
        row = await work.one(
            "INSERT INTO likes (person_id, target_id, month)"
            " SELECT $1, $2, month FROM open_month() RETURNING id",
            village.people["fan0"],
            village.posts["post0"],
        )
        entered.set()
        await asyncio.wait_for(go_on.wait(), PATIENCE_SECONDS)
        return int(row["id"])

    giving = asyncio.create_task(unit_of_work(slow_like))
    await entered.wait()
    sealing = asyncio.create_task(seal_month(month))
    await _waiting_at_the_gate(1)
    late = asyncio.create_task(
        like(person_id=village.people["fan1"], target_id=village.posts["post0"])
    )
    await _waiting_at_the_gate(2)
    go_on.set()
    assert await sealing == {await giving}
    assert (await late).like.month == month.next()


async def test_a_like_that_waits_for_the_seal_counts_for_the_next_month(village: Village) -> None:
    month, fan = await running_month(), village.people["fan0"]
    first = await like(person_id=fan, target_id=village.posts["post0"])
    seal = HeldSeal(month)
    await seal.closed()
    giving = asyncio.create_task(like(person_id=fan, target_id=village.posts["post1"]))
    again = asyncio.create_task(like(person_id=fan, target_id=village.posts["post0"]))
    new_page = asyncio.create_task(like(person_id=fan, url="https://band.example/"))
    await _waiting_at_the_gate(2)  # the first two are one lot
    assert await seal.let_go() == {first.like.id}
    given = [await giving, await again, await new_page]
    assert [each.like.month for each in given] == [month.next()] * 3
    assert given[1].like.id != first.like.id


async def test_a_like_that_waited_sees_what_the_seal_wrote(village: Village) -> None:
    """Its statement began before the seal: by itself it would know nothing of this like."""
    fan, post = village.people["fan0"], village.posts["post0"]
    seal = HeldSeal(await running_month(), repeated=(fan, post))
    await seal.closed()
    same = asyncio.create_task(like(person_id=fan, target_id=post))
    await _waiting_at_the_gate(1)
    await seal.let_go()
    assert (await same).number_of_likes == 1
    other = await like(person_id=fan, target_id=village.posts["post1"])
    assert other.number_of_likes == 2
    stored = await database.rows("SELECT id FROM likes WHERE target_id = $1", post)
    assert [row["id"] for row in stored] == [(await same).like.id]


async def test_a_new_like_that_waited_counts_what_the_seal_wrote(village: Village) -> None:
    fan = village.people["fan0"]
    seal = HeldSeal(await running_month(), repeated=(fan, village.posts["post0"]))
    await seal.closed()
    other = asyncio.create_task(like(person_id=fan, target_id=village.posts["post1"]))
    await _waiting_at_the_gate(1)
    await seal.let_go()
    assert (await other).number_of_likes == 2


async def test_each_of_a_lot_that_waited_is_told_her_number_with_what_the_seal_wrote(
    village: Village,
) -> None:
    fan, other = village.people["fan0"], village.people["fan1"]
    month, posts = await running_month(), village.posts
    seal = HeldSeal(month, repeated=(fan, posts["post1"]))
    await seal.closed()
    wishes = [(fan, "post2"), (other, "post1"), (fan, "post1"), (fan, "post0"), (fan, "post2")]
    giving = [
        asyncio.create_task(like(person_id=person, target_id=posts[post]))
        for person, post in wishes
    ]
    await _waiting_at_the_gate(1)
    await seal.let_go()
    given = await asyncio.gather(*giving)
    assert [each.number_of_likes for each in given] == [2, 1, 2, 3, 3]
    assert {each.like.month for each in given} == {month.next()}


async def test_an_unlike_that_waits_for_the_seal_comes_too_late(village: Village) -> None:
    fan, post = village.people["fan0"], village.posts["post0"]
    given = await like(person_id=fan, target_id=post)
    seal = HeldSeal(await running_month())
    await seal.closed()
    taking_back = asyncio.create_task(unlike(person_id=fan, target_id=post))
    await _waiting_at_the_gate(1)
    assert await seal.let_go() == {given.like.id}
    with pytest.raises(MonthClosed):
        await taking_back
    assert await database.rows("SELECT id FROM likes") == [{"id": given.like.id}]


async def test_what_is_chosen_while_a_month_is_sealed_holds_from_the_next(
    village: Village,
) -> None:
    fan = village.people["fan0"]
    await set_forwarding(person_id=fan, forward_bps=1000)
    seal = HeldSeal(await running_month())
    await seal.closed()
    choosing = asyncio.create_task(set_forwarding(person_id=fan, forward_bps=2000))
    await _waiting_at_the_gate(1)
    await seal.let_go()
    await choosing
    rows = await database.rows(
        "SELECT seals_before, forward_bps FROM forwardings ORDER BY seals_before"
    )
    assert [tuple(row.values()) for row in rows] == [(0, 1000), (1, 2000)]
    assert await forwarding_of(fan) == 2000
