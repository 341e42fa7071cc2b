"""Likes in lots of any kind, in any order, are the likes that they would be one by one."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from likewise.community.like import like
from likewise.community.unlike import unlike
from likewise.errors import OwnTarget, Refusal, UnknownTarget
from likewise.models import database
from likewise.months import Month
from tests.support.seals import seal_month
from tests.support.village import Village, running_month

HANDLES = ("ada", "bo", "cy")
UNKNOWN = 10**9

givers = st.integers(0, len(HANDLES) - 1)
places = st.integers(0, 8)
wishes = st.lists(st.tuples(givers, places), min_size=1, max_size=12)
hows = st.sampled_from(
    ["together", "together", "together", "racing a seal", "repeating", "stopping", "taking back"]
)
schedules = st.lists(st.tuples(hows, wishes), min_size=1, max_size=8)

Told = tuple[Month, int, int, bool] | type[Exception]
"""Month, target, number of likes, whether it repeats."""


@dataclass
class OneByOne:
    """What likes come to, in plain sets: the rules of docs/words.md, and nothing of our own."""

    month: Month
    receivers: dict[int, int | None]
    likes: set[tuple[Month, int, int]] = field(default_factory=set)
    repeating: set[tuple[int, int]] = field(default_factory=set)

    def like(self, person: int, target: int, repeat: bool | None = None) -> Told:
        if target not in self.receivers:
            return UnknownTarget
        if self.receivers[target] == person:
            return OwnTarget
        self.likes.add((self.month, person, target))
        if repeat is not None:
            change = self.repeating.add if repeat else self.repeating.discard
            change((person, target))
        number = sum(each[:2] == (self.month, person) for each in self.likes)
        return self.month, target, number, (person, target) in self.repeating

    def take_back(self, person: int, target: int) -> None:
        self.likes.discard((self.month, person, target))
        self.repeating.discard((person, target))


@dataclass
class Really:
    """The same on the real database. Whatever is told of a like is true of its row for ever."""

    ids: dict[int, tuple[Month, int, int]] = field(default_factory=dict)

    async def like(self, person: int, target: int, repeat: bool | None = None) -> Told:
        try:
            given = await like(person_id=person, target_id=target, repeat=repeat)
        except Refusal as refusal:
            return type(refusal)
        row = (given.like.month, given.like.person_id, given.like.target_id)
        assert self.ids.setdefault(given.like.id, row) == row
        assert row[1:] == (person, target)
        return given.like.month, given.target_id, given.number_of_likes, given.like.repeat


@pytest.mark.usefixtures("database")
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(schedule=schedules)
async def test_likes_in_lots_are_told_and_stored_as_one_by_one(
    schedule: list[tuple[str, list[tuple[int, int]]]],
) -> None:
    village = await _new_village()
    people = list(village.people.values())
    targets = [*people, *village.posts.values(), *village.pages.values(), UNKNOWN]
    model, really = OneByOne(await running_month(), _receivers(village)), Really()
    for how, some in schedule:
        chosen = [(people[giver], targets[place % len(targets)]) for giver, place in some]
        await _take_step(how, chosen, model, really)
    assert await _stored_likes() == model.likes
    assert await _stored_repeating() == model.repeating


async def _take_step(
    how: str, chosen: list[tuple[int, int]], model: OneByOne, really: Really
) -> None:
    if how == "together":
        told = await asyncio.gather(*(really.like(*each) for each in chosen))
        assert told == [model.like(*each) for each in chosen]
    elif how == "racing a seal":
        await _race_a_seal(chosen, model, really)
    elif how == "taking back":
        for person, target in set(chosen):
            if target in model.receivers and (model.month, person, target) in model.likes:
                await unlike(person_id=person, target_id=target)
                model.take_back(person, target)
    else:
        for each in chosen:
            repeat = how == "repeating"
            assert await really.like(*each, repeat) == model.like(*each, repeat)


async def _race_a_seal(chosen: list[tuple[int, int]], model: OneByOne, really: Really) -> None:
    """The whole lot lies on one side of it; which one, its own answers say."""
    sealed = model.month
    _, *told = await asyncio.gather(seal_month(sealed), *(really.like(*each) for each in chosen))
    if not any(isinstance(each, tuple) and each[0] == sealed for each in told):
        model.month = sealed.next()
    assert told == [model.like(*each) for each in chosen]
    model.month = sealed.next()


async def _new_village() -> Village:
    """People of their own, and a song: what the examples before have left is none of theirs."""
    await database.rows("TRUNCATE likes, repeating_likes")
    village = Village()
    [row] = await database.rows("SELECT count(*) AS number FROM persons")
    handles = [f"{handle}{row['number']}" for handle in HANDLES]
    await village.settle(*handles)
    for handle in handles:
        await village.write(handle, f"{handle}'s")
    await village.find(f"band{row['number']}.example", "song")
    return village


def _receivers(village: Village) -> dict[int, int | None]:
    own = dict(zip(village.posts.values(), village.people.values(), strict=True))
    return {each: each for each in village.people.values()} | own | {village.pages["song"]: None}


async def _stored_likes() -> set[tuple[Month, int, int]]:
    rows = await database.rows("SELECT month, person_id, target_id FROM likes")
    found = {(Month.of(row["month"]), row["person_id"], row["target_id"]) for row in rows}
    assert len(found) == len(rows)
    return found


async def _stored_repeating() -> set[tuple[int, int]]:
    rows = await database.rows("SELECT person_id, target_id FROM repeating_likes")
    return {(row["person_id"], row["target_id"]) for row in rows}
