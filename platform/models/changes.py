"""What a commit changed that somebody may be watching. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Changes:
    """What the bells are told after a commit: whose wallets, and whether a closing went on.

    `everybody` stands for more wallets than anybody would list. `settlements`: some closing has
    come further; which one, whoever cares reads.
    """

    people: frozenset[int] = frozenset()
    everybody: bool = False
    settlements: bool = False

    def __bool__(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.people) or self.everybody or self.settlements

    def without_wallets(self) -> Changes:
        """The same, with nothing about anybody's wallet."""
        return replace(self, people=frozenset(), everybody=False)
