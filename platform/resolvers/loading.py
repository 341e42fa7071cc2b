"""What many fields of one answer read together, as DataLoaders ask for it: in order, each once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Hashable, Sequence
from typing import TypeVar

from strawberry.dataloader import DataLoader

from likewise.community.liked_targets import targets_by_ids
from likewise.community.people import people_by_ids
from likewise.community.targets import like_counts
from likewise.resolvers.public import as_person, as_target
from likewise.schema.nodes import Target
from likewise.schema.people import Person
from likewise.statements.like_shares import shares_of

Wish = TypeVar("Wish", bound=Hashable)
Found = TypeVar("Found")


async def load_like_counts(target_ids: list[int]) -> list[int]:
    """How many likes each of these targets has got."""
    counts = await like_counts(list(dict.fromkeys(target_ids)))
    return [counts[each] for each in target_ids]


async def load_shares(like_ids: list[int]) -> list[int | None]:
    """What each of these likes gave first hand, in micros; None while its month is open."""
    found = await shares_of(list(dict.fromkeys(like_ids)))
    return [found.get(each) for each in like_ids]


def asking_once(
    read: Callable[[Sequence[Wish]], Awaitable[list[Found]]],
) -> DataLoader[Wish, Found]:
    """Reads the same wish once: of one answer's posts many have the same author."""

    async def load(asked: list[Wish]) -> list[Found]:
        once = list(dict.fromkeys(asked))
        found = dict(zip(once, await read(once), strict=True))
        return [found[each] for each in asked]

    return DataLoader(load, cache=False)


async def load_targets(target_ids: list[int]) -> list[Target]:
    """These people, posts and pages, which there are."""
    found = await targets_by_ids(list(dict.fromkeys(target_ids)))
    return [as_target(found[each]) for each in target_ids]


async def load_people(person_ids: list[int]) -> list[Person]:
    """These people, who are somebody."""
    found = {each.id: as_person(each) for each in await people_by_ids(list(set(person_ids)))}
    return [found[each] for each in person_ids]
