"""Who likes what in the demo: chance, with taste. The same at every start."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from likewise.demo.cast import CAST, RING, Character
from likewise.demo.deeds import Likes
from likewise.demo.story.web_pages import PAGES, WebPage

_SHARED_TASTE = 4
_FRIENDSHIP = 15
_NEWS = 8
_NEWS_AGE = 0.1
_OLDEST = 1.0
_TRIES = 12
_REPEAT_CHANCE = 0.15

_WALK = {("ada", "dee")}
"""Left for whoever tries the demo: in the running month ada has not liked dee's posts yet."""


@dataclass(frozen=True, slots=True)
class Published:
    """A post of the story, by its position in it."""

    position: float
    name: str
    author: Character


@dataclass
class Fondness:
    """Decides on the likes of month after month; remembers the likes that repeat."""

    posts: list[Published]
    last_month: int
    _repeating: set[tuple[str, str]] = field(default_factory=set)

    def likes_of(self, number: int) -> Iterator[tuple[float, Likes]]:
        """The likes of a month in the order of time, each with its position."""
        chance = Random(f"likewise, month {number}")  # noqa: S311 - a story, not a secret
        liked = set(self._repeating)
        for position, liker in self._moments(number, chance):
            target = self._choice(liker, position, liked, chance)
            if target is None:
                continue
            liked.add((liker.handle, target))
            repeat = target not in self._names and chance.random() < _REPEAT_CHANCE
            if repeat:
                self._repeating.add((liker.handle, target))
            yield position, Likes(liker.handle, target, repeat=repeat or None)

    @property
    def _names(self) -> set[str]:
        return {each.name for each in self.posts}

    def _moments(self, number: int, chance: Random) -> list[tuple[float, Character]]:
        moments = []
        for liker in CAST:
            begin = max(float(number), liker.joins + 0.01)
            if begin < number + 1:
                times = [chance.uniform(begin, number + 1) for _ in range(liker.likes_a_month)]
                moments += [(time, liker) for time in times]
        return sorted(moments, key=lambda each: (each[0], each[1].handle))

    def _choice(
        self, liker: Character, position: float, liked: set[tuple[str, str]], chance: Random
    ) -> str | None:
        """Something that she does not like yet; None if nothing comes to her mind."""
        targets = dict(self._attractions(liker, position))
        for target in chance.choices(list(targets), list(targets.values()), k=_TRIES):
            if (liker.handle, target) not in liked:
                return target
        return None

    def _attractions(self, liker: Character, position: float) -> Iterator[tuple[str, int]]:
        """What she could like now, each with its weight. Never herself or her own."""
        for post in self.posts:
            age = position - post.position
            if 0 < age < _OLDEST and post.author != liker and not self._is_left(liker, post):
                yield post.name, _weight(liker, post.author) * (_NEWS if age < _NEWS_AGE else 1)
        for person in CAST:
            if person != liker and person.joins < position:
                yield person.handle, _weight(liker, person)
        for page in PAGES:
            yield page.url, _weight(liker, page)

    def _is_left(self, liker: Character, post: Published) -> bool:
        return post.position >= self.last_month and (liker.handle, post.author.handle) in _WALK


def _weight(liker: Character, what: Character | WebPage) -> int:
    weight = what.draws * (_SHARED_TASTE if liker.circles & what.circles else 1)
    if isinstance(what, Character) and liker.handle in RING and what.handle in RING:
        weight *= _FRIENDSHIP
    return weight
