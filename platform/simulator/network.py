"""Who likes whom: a synthetic network, drawn by seed. Chances are floats here, and no money is.

People stand on a ring, in circles of friends; creators stand beside it, ranked by popularity.
People pass on what they get. Creators pass on nothing, so it changes no flow to put creators of
nearly the same rank in one *bundle* and to give the bundle all their likes. That way the few at the
top, of whom a sample of the people would hold none, stand alone, and the many below together.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from likewise.settlement.split import Int64Array
from likewise.simulator.assumptions import Assumptions

Chances = npt.NDArray[np.float64]

CIRCLE_PEOPLE = 150
"""People in a circle. Source: Dunbar 1992; Facebook's median is 99 friends, its mean 190."""
CIRCLE_RANK_EXPONENT = 1.0
"""Within a circle the r-th most popular gets likes as 1 / r: the best known 5 get 41 %."""
FAR_FRIENDS = 0.1
"""The part of likes of friends that leaves the circle. Source: Watts & Strogatz 1998, short cuts:
a tenth is enough to make the world small and leaves the circles close-knit."""
BUNDLE_GROWTH = 1.05
"""A bundle's last rank is at most so many times its first: the top 20 stand alone."""

_LIKES_PER_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Creators:
    """The creators in bundles by popularity: `first_ranks[b]` (from 1) and how many are in it."""

    first_ranks: Int64Array
    sizes: Int64Array
    chances: Chances
    """The part of all likes of creators that goes to each bundle; 1 together."""


@dataclass(frozen=True, slots=True)
class Network:
    """Who likes whom. People are 0 … people-1, the bundle b of creators is people + b."""

    people: int
    payers: Int64Array
    likers: Int64Array
    receivers: Int64Array
    creators: Creators


def draw_network(
    assumptions: Assumptions, on_progress: Callable[[int, int], None] = lambda done, total: None
) -> Network:
    """Draws the sample's network; `on_progress` gets likes done and likes in all."""
    random = np.random.Generator(np.random.PCG64(assumptions.seed))
    people = assumptions.sample_people
    # From zero on, so that some like nothing; numpy counts the trials, which start with one.
    like_counts = random.geometric(1 / (assumptions.mean_likes + 1), size=people) - 1
    payers = random.choice(people, size=assumptions.sample_payers, replace=False)
    creators = rank_creators(assumptions.creators, float(assumptions.tail))
    likers = np.repeat(np.arange(people, dtype=np.int64), like_counts)
    receivers = np.empty_like(likers)
    for start in range(0, len(likers), _LIKES_PER_BLOCK):
        block = slice(start, start + _LIKES_PER_BLOCK)
        receivers[block] = people + _pick(random, creators.chances, len(likers[block]))
        to_friends = random.random(len(likers[block])) < float(assumptions.friends)
        receivers[block][to_friends] = _friends_of(random, likers[block][to_friends], people)
        on_progress(min(block.stop, len(likers)), len(likers))
    return Network(people, payers, likers, receivers, creators)


def rank_creators(count: int, tail: float) -> Creators:
    """`count` creators in bundles, the chance of a like falling as rank ** -1 / (tail - 1).

    That is the law of ranks that goes with a density of popularity falling as x ** -tail
    (Adamic & Huberman 2002, "Zipf's law and the Internet").
    """
    steps = np.arange(int(np.log(count) / np.log(BUNDLE_GROWTH)) + 2)
    edges = np.unique(np.minimum(BUNDLE_GROWTH**steps, count + 1).astype(np.int64))
    edges = np.append(edges[edges <= count], count + 1)
    first_ranks, sizes = edges[:-1], np.diff(edges)
    weights = _weights(first_ranks, sizes, 1 / (tail - 1))
    return Creators(first_ranks, sizes, weights / weights.sum())


def _weights(first_ranks: Int64Array, sizes: Int64Array, exponent: float) -> Chances:
    """The sum of rank ** -exponent over each bundle: exact for one rank, an integral for more."""
    lower, upper = first_ranks - 0.5, first_ranks + sizes - 0.5
    if exponent == 1:
        integrals = np.log(upper / lower)
    else:
        integrals = (upper ** (1 - exponent) - lower ** (1 - exponent)) / (1 - exponent)
    return np.where(sizes == 1, first_ranks ** np.float64(-exponent), integrals)


def _pick(random: np.random.Generator, chances: Chances, count: int) -> Int64Array:
    """So many positions in `chances`, each as likely as it says."""
    borders = np.cumsum(chances)
    borders[-1] = 1  # whatever rounding made of it: nothing is drawn beyond
    return np.searchsorted(borders, random.random(count), side="right").astype(np.int64)


def _friends_of(random: np.random.Generator, likers: Int64Array, people: int) -> Int64Array:
    """A friend for each liker, mostly of her circle, by popularity there, and never herself."""
    ranks = np.arange(1, CIRCLE_PEOPLE + 1, dtype=np.float64) ** -CIRCLE_RANK_EXPONENT
    places = _pick(random, ranks / ranks.sum(), len(likers))
    circle_count = -(-people // CIRCLE_PEOPLE)
    far = random.random(len(likers)) < FAR_FRIENDS
    circles = np.where(
        far, random.integers(circle_count, size=len(likers)), likers // CIRCLE_PEOPLE
    )
    # The last circle is filled up from the beginning of the ring.
    friends = (circles * CIRCLE_PEOPLE + places) % people
    return np.where(friends == likers, (friends + 1) % people, friends)
