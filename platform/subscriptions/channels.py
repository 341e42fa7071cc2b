"""The names of the channels on which processes tell each other. Pure."""

from __future__ import annotations

from dataclasses import dataclass

PARTS = 16
"""How many channels there are: enough to spread over the nodes of a cluster, few enough that each
process listens to all of them from its start, whoever is watched there. On one server all is told
on the first (see `parts`)."""


@dataclass(frozen=True, slots=True)
class Channels:
    """The channels of one installation; `prefix` keeps those that share a Redis apart."""

    prefix: str

    @property
    def names(self) -> tuple[str, ...]:
        """All of them, in the order of the parts."""
        return tuple(map(self.name, range(PARTS)))

    def name(self, part: int) -> str:
        """The channel on which this part is told."""
        return f"{self.prefix}changes:{part}"


def part_of(person_id: int) -> int:
    """The part on which is told what a person's wallet, or her likes, have come to."""
    return person_id % PARTS
