"""What a commit changed that somebody may be watching. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class LikeChange(NamedTuple):
    """A like that was entered or taken back. Without a receiver: its site is nobody's yet."""

    giver_id: int
    target_id: int
    receiver_id: int | None


@dataclass(frozen=True, slots=True)
class Changes:
    """What the bells are told after a commit: whose money, which likes, whether a closing went on.

    `people` are those whose balances, what they pass on, or how they stand may have changed;
    `everybody` stands for more of them than anybody would list. `settlements`: some closing has
    come further; which one, whoever cares reads.
    """

    people: frozenset[int] = frozenset()
    likes: frozenset[LikeChange] = frozenset()
    everybody: bool = False
    settlements: bool = False

    def __bool__(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.people or self.likes or self.everybody or self.settlements)

    def __or__(self, other: Changes) -> Changes:
        """Both together."""
        return Changes(
            people=self.people | other.people,
            likes=self.likes | other.likes,
            everybody=self.everybody or other.everybody,
            settlements=self.settlements or other.settlements,
        )


EVERYTHING = Changes(everybody=True, settlements=True)
"""Anything may have changed: whoever watches reads."""
