"""What is asked of the simulator: how many people, how many pay, how much, and how they like."""

from __future__ import annotations

import os
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from likewise.errors import InvalidInput
from likewise.money import BPS_PER_WHOLE, MAX_AMOUNT_MICROS, MICROS_PER_UNIT
from likewise.settlement.split import DEFAULT_MAX_HOPS, check_max_hops

MOST_PEOPLE = 10_000_000_000
MOST_LIKES = 10_000
PEOPLE_PER_CREATOR = 100
"""One in a hundred makes most of what there is to like. Source: Nielsen 2006, "90-9-1"."""
DEFAULT_FRIENDS = Decimal("0.5")
"""Half of the likes go to friends: an assumption, and the one that decides most."""
DEFAULT_TAIL = Decimal(2)
"""Source: Strauss, Yang & Mazzucato 2025 on Patreon's earnings (arXiv 2509.26523), about 2."""

_DEFAULT_SAMPLE_PEOPLE = 2_000_000
_DEFAULT_SAMPLE_LIKES = 40_000_000
_BYTES_PER_LIKE = 60
_BYTES_PER_PERSON = 200
"""What the simulator holds at its peak, measured and rounded up: docs/simulation.md."""


@dataclass(frozen=True, slots=True)
class Assumptions:
    """One question to the simulator. Raises InvalidInput if there can be no answer.

    `paying` is the share of all people who pay, `amount_micros` what they pay in the mean,
    `mean_likes` how many likes a person gives, `friends` the share of those that go to friends,
    `forward_bps` the part of what comes in that people who are no creators pass on. `tail` is the
    exponent of the power law of creators' popularity, as a density. `sample` is how many people are
    computed to stand for all; None takes as many as run in some seconds.
    """

    people: int
    paying: Decimal
    amount_micros: int
    mean_likes: int = 20
    friends: Decimal = DEFAULT_FRIENDS
    tail: Decimal = DEFAULT_TAIL
    forward_bps: int = BPS_PER_WHOLE
    max_hops: int = DEFAULT_MAX_HOPS
    seed: int = 1
    sample: int | None = None

    def __post_init__(self) -> None:
        _within("people", self.people, 2, MOST_PEOPLE)
        _within("paying", self.paying, 0, 1)
        if not 0 < self.amount_micros <= MAX_AMOUNT_MICROS:
            raise InvalidInput(
                f"amount must be above 0 and at most {MAX_AMOUNT_MICROS // MICROS_PER_UNIT:,}",
                field="amount",
            )
        _within("likes", self.mean_likes, 1, MOST_LIKES)
        _within("friends", self.friends, 0, 1)
        _within("tail", self.tail, Decimal("1.5"), 4)
        _within("forward_bps", self.forward_bps, 0, BPS_PER_WHOLE)
        _within("seed", self.seed, 0, 2**63 - 1)
        check_max_hops(self.max_hops)
        if self.sample is not None:
            _within("sample", self.sample, 2, self.people)
        _check_memory(self.sample_people, self.mean_likes)
        if self.payers and not self.sample_payers:
            raise InvalidInput(
                f"a sample of {self.sample_people:,} people has nobody in it who pays: "
                "take a larger one, or let more people pay",
                field="sample",
            )

    @property
    def payers(self) -> int:
        """How many of all people pay."""
        return _rounded(self.people * self.paying)

    @property
    def creators(self) -> int:
        """How many of all people are creators: registered, and keep what they receive."""
        return max(1, self.people // PEOPLE_PER_CREATOR)

    @property
    def money_in_micros(self) -> int:
        """What all payers together pay in a month."""
        return self.payers * self.amount_micros

    @property
    def sample_people(self) -> int:
        """How many people are computed."""
        if self.sample is not None:
            return self.sample
        return min(self.people, _DEFAULT_SAMPLE_PEOPLE, _DEFAULT_SAMPLE_LIKES // self.mean_likes)

    @property
    def sample_payers(self) -> int:
        """How many of the people computed pay."""
        return _rounded(self.sample_people * self.paying)


def micros_of(amount: Decimal, *, field: str) -> int:
    """An amount written in units, in micros. Raises InvalidInput unless it is exactly so many."""
    _within(field, amount, 0, MAX_AMOUNT_MICROS // MICROS_PER_UNIT)
    micros = amount * MICROS_PER_UNIT
    if micros != micros.to_integral_value():
        raise InvalidInput(f"{field} has more than six decimals", field=field)
    return int(micros)


def _within(
    field: str, value: int | Decimal, lowest: int | Decimal, highest: int | Decimal
) -> None:
    """Refuses what is no number, or outside; says where the borders are."""
    if not Decimal(value).is_finite() or not lowest <= value <= highest:
        raise InvalidInput(f"{field} must be {lowest:,} to {highest:,}", field=field)


def _rounded(value: Decimal) -> int:
    return int(value.to_integral_value(ROUND_HALF_UP))


def _check_memory(people: int, mean_likes: int) -> None:
    """Refuses a sample that doesn't fit into the memory that is free now."""
    need_bytes = people * (mean_likes * _BYTES_PER_LIKE + _BYTES_PER_PERSON)
    free_bytes = _free_memory_bytes()
    if need_bytes > free_bytes:
        raise InvalidInput(
            f"a sample of {people:,} people needs about {need_bytes >> 20:,} MiB of memory, "
            f"and {free_bytes >> 20:,} MiB are free: take a smaller one",
            field="sample",
        )


def _free_memory_bytes() -> int:
    """What Linux calls available; elsewhere what there is altogether."""
    meminfo = Path("/proc/meminfo")
    if meminfo.exists():
        for line in meminfo.read_text().splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) << 10
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
