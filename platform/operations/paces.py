"""Paces: how fast operations may cost, as buckets that leak. Pure: the moment is an argument.

What a bucket holds is written as the moment when it will have leaked empty, in microseconds. So a
bucket is one integer, there is nothing to be added up while time passes, and one that is empty need
not be kept.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

_MICROS = 1_000_000
MOST_KEPT = 10_000
"""Buckets of one process; beyond it the one that was used least lately is taken for empty."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """Whether an operation may cost what it does, and how much more there is."""

    granted: bool
    available: int
    """What may still be spent at once."""
    restored_per_second: int
    retry_after_seconds: float
    """When there will be enough; 0 if it was granted."""


@dataclass(frozen=True, slots=True)
class Pace:
    """So much at once, and so much each second in the long run."""

    size: int
    restored_per_second: int

    @property
    def span_micros(self) -> int:
        """How long a full bucket leaks."""
        return self.step_micros(self.size)

    def step_micros(self, cost: int) -> int:
        """How much longer it leaks for this cost; rounded up."""
        return -(-cost * _MICROS // self.restored_per_second)

    def part(self, parts: int, least: int = 1) -> Pace:
        """A smaller and slower one, by so many times, that still holds a cost of `least`."""
        size = min(self.size, max(least, self.size // parts))
        return Pace(size, max(1, self.restored_per_second // parts))

    def allowance(self, granted: bool, held_micros: int, cost: int) -> Allowance:
        """What is told of a bucket that holds so much now, after this cost if that was granted."""
        room_micros = self.span_micros - held_micros
        missing_micros = self.step_micros(cost) - room_micros
        return Allowance(
            granted=granted,
            available=min(self.size, room_micros * self.restored_per_second // _MICROS),
            restored_per_second=self.restored_per_second,
            retry_after_seconds=0.0 if granted else missing_micros / _MICROS,
        )


class LocalBuckets:
    """Buckets of this process alone."""

    def __init__(self) -> None:
        self._empty_at_micros: OrderedDict[str, int] = OrderedDict()

    def __len__(self) -> int:
        return len(self._empty_at_micros)

    def take(self, key: str, cost: int, pace: Pace, now_micros: int) -> Allowance:
        """Put a cost in the bucket of this name, if there is room for all of it."""
        held = max(0, self._empty_at_micros.pop(key, 0) - now_micros)
        granted = held + pace.step_micros(cost) <= pace.span_micros
        if granted:
            held += pace.step_micros(cost)
        self._empty_at_micros[key] = now_micros + held
        if len(self._empty_at_micros) > MOST_KEPT:
            self._empty_at_micros.popitem(last=False)
        return pace.allowance(granted, held, cost)

    def clear(self) -> None:
        """Empty them all."""
        self._empty_at_micros.clear()
