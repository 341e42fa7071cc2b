"""Who is in the database of the headline month, by numbers alone, and whom they like.

The month as the files of a book is in `headline_book`; this one is closed, posting and all.
Supporters and what they pay are those of `headline_book`. Each brings two friends who pay nothing,
like a little, and pass on what comes in: so money walks several hops. Likes go to posts, to people
and to the pages of sites that nobody has claimed; what is liked how much falls as a power of its
rank. Nobody likes one target twice, nor her own. Drawn by seed: the same rows every time.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from bench.headline_book import AMOUNTS_UNITS, MEAN_LIKES, POPULARITY_POWER, SUPPORTERS
from likewise.money import MICROS_PER_UNIT

FRIENDS_PER_SUPPORTER = 2
FRIENDS_MEAN_LIKES = 2
SUPPORTERS_MEAN_LIKES = MEAN_LIKES - FRIENDS_PER_SUPPORTER * FRIENDS_MEAN_LIKES
"""So that there are MEAN_LIKES likes for each supporter, as the headline month has it."""
POSTS_PER_SUPPORTER = 2
SUPPORTERS_PER_SITE = 500
PAGES_PER_SITE = 5
TO_POSTS, TO_PEOPLE = 0.80, 0.15
"""Parts of the likes; the rest goes to pages."""
GROUP = 1 + FRIENDS_PER_SUPPORTER
"""One person in so many is a supporter: those whose ids it divides."""
REGISTERED_EVERY, REGISTERED_PLACE, CHOOSING_EVERY = 20, 7, 33
"""Of so many people one is registered, and one has chosen what she passes on."""
TOWN_PEOPLE = 3_000
_PEOPLE_AT_ONCE = 200_000

Ids = npt.NDArray[np.int32]
"""Ids, and counts of what has ids: all are below 2**31."""


@dataclass(frozen=True)
class Crowd:
    """The month at a scale. Ids: people from 1 on, then sites, pages, posts."""

    scale: float

    @property
    def supporters(self) -> int:
        return round(SUPPORTERS * self.scale)

    @property
    def people(self) -> int:
        return self.supporters * GROUP

    @property
    def sites(self) -> int:
        return max(1, self.supporters // SUPPORTERS_PER_SITE)

    @property
    def pages(self) -> int:
        return self.sites * PAGES_PER_SITE

    @property
    def posts(self) -> int:
        return self.supporters * POSTS_PER_SUPPORTER

    @property
    def first_site_id(self) -> int:
        return self.people + 1

    @property
    def first_page_id(self) -> int:
        return self.first_site_id + self.sites

    @property
    def first_post_id(self) -> int:
        return self.first_page_id + self.pages

    @property
    def last_id(self) -> int:
        return self.first_post_id + self.posts - 1

    @property
    def town_step(self) -> int:
        """Every so-manieth person was there the month before: some of each kind among them."""
        step = max(1, self.people // TOWN_PEOPLE)
        while math.gcd(step, math.lcm(GROUP, REGISTERED_EVERY)) > 1:
            step += 1
        return step

    @property
    def town_ids(self) -> range:
        """Who was there the month before."""
        return range(self.town_step, self.people + 1, self.town_step)

    @cached_property
    def author_ids(self) -> Ids:
        """The author of each post: who is popular writes more."""
        random = np.random.default_rng(2)
        people_by_rank = random.permutation(self.people).astype(np.int32) + np.int32(1)
        return people_by_rank[_ranks(random, self.posts, self.people)]

    @cached_property
    def posts_by_rank(self) -> Ids:
        return np.random.default_rng(3).permutation(self.posts).astype(np.int32)

    def likes(self) -> tuple[Ids, Ids]:
        """The ids of likers and their targets, in the order of time: nobody's lie together."""
        random = np.random.default_rng(4)
        pieces = [_distinct(self, random, likers) for likers in self._likers(random)]
        likers = np.concatenate([piece[0] for piece in pieces])
        targets = np.concatenate([piece[1] for piece in pieces])
        del pieces
        order = random.permutation(np.arange(len(likers), dtype=np.int32))
        return likers[order], targets[order]

    def _likers(self, random: np.random.Generator) -> Iterator[Ids]:
        """Each person as often as she likes, some people at a time."""
        for first in range(1, self.people + 1, _PEOPLE_AT_ONCE):
            ids = np.arange(first, min(first + _PEOPLE_AT_ONCE, self.people + 1), dtype=np.int32)
            many = random.geometric(1 / SUPPORTERS_MEAN_LIKES, size=len(ids))
            few = random.geometric(1 / FRIENDS_MEAN_LIKES, size=len(ids))
            yield np.repeat(ids, np.where(ids % GROUP == 0, many, few))

    def targets_for(
        self, random: np.random.Generator, likers: Ids
    ) -> tuple[Ids, npt.NDArray[np.bool_]]:
        """A target for each liker, and whether it is her own."""
        count = len(likers)
        kinds = random.random(count)
        posts = self.posts_by_rank[_ranks(random, count, self.posts)]
        people = random.integers(1, self.people + 1, size=count, dtype=np.int32)
        pages = _ranks(random, count, self.pages) + np.int32(self.first_page_id)
        to_posts, to_people = kinds < TO_POSTS, kinds < TO_POSTS + TO_PEOPLE
        targets = np.where(
            to_posts, posts + np.int32(self.first_post_id), np.where(to_people, people, pages)
        )
        return targets, (targets == likers) | (to_posts & (self.author_ids[posts] == likers))


def amounts_micros() -> list[int]:
    """What supporters pay in a month, one after the other, and then from the first on again."""
    return [units * MICROS_PER_UNIT for units in AMOUNTS_UNITS]


def _ranks(random: np.random.Generator, count: int, of: int) -> Ids:
    """Ranks from 0 on, drawn by the power law."""
    return (random.random(count) ** POPULARITY_POWER * of).astype(np.int32)


def _distinct(crowd: Crowd, random: np.random.Generator, likers: Ids) -> tuple[Ids, Ids]:
    """As many different targets for each as she likes; `likers` ascend."""
    first = int(likers[0])
    wanted = np.bincount(likers - first)
    pairs, missing = np.empty(0, dtype=np.int64), likers
    while len(missing):
        targets, own = crowd.targets_for(random, missing)
        drawn = (missing.astype(np.int64) << 32 | targets)[~own]
        pairs = _once_each(np.concatenate([pairs, drawn]))
        there = np.bincount((pairs >> 32) - first, minlength=len(wanted))
        missing = np.repeat(
            np.arange(len(wanted), dtype=np.int32) + np.int32(first), wanted - there
        )
    return (pairs >> 32).astype(np.int32), pairs.astype(np.int32)


def _once_each(numbers: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """As np.unique, which took a hundred times as long as sorting."""
    numbers = np.sort(numbers)
    return numbers[np.diff(numbers, prepend=-1) > 0]
