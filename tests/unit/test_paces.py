"""Buckets that leak, against the plainest way to reckon them: adding up, in fractions."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from likewise.operations import paces
from likewise.operations.paces import LocalBuckets, Pace

SIZE, RATE = 100, 7
PACE = Pace(SIZE, RATE)
SLACK = Fraction(1, 1000)
"""A microsecond for each cost is rounded up."""


def test_a_full_bucket_is_granted_once_and_again_when_it_has_leaked() -> None:
    buckets = LocalBuckets()
    assert buckets.take("ada", SIZE, PACE, 0).available == 0
    refused = buckets.take("ada", 1, PACE, 0)
    assert not refused.granted
    later = int(refused.retry_after_seconds * 1_000_000)
    assert not buckets.take("ada", 1, PACE, later - 1).granted
    assert buckets.take("ada", 1, PACE, later + 1).granted


def test_nobody_pays_for_another() -> None:
    buckets = LocalBuckets()
    assert buckets.take("ada", SIZE, PACE, 0).granted
    assert buckets.take("bo", SIZE, PACE, 0).granted


def test_what_is_refused_costs_nothing() -> None:
    buckets = LocalBuckets()
    assert buckets.take("ada", 60, PACE, 0).available == 40
    for _ in range(10):
        assert buckets.take("ada", 60, PACE, 0).available == 40
    assert buckets.take("ada", 40, PACE, 0).granted


def test_buckets_are_bounded_in_number() -> None:
    buckets = LocalBuckets()
    for number in range(paces.MOST_KEPT + 100):
        buckets.take(f"address:{number}", 1, PACE, 0)
    assert len(buckets) == paces.MOST_KEPT


@given(st.integers(1, 10**6), st.integers(1, 10**4), st.integers(1, 50))
def test_a_part_of_a_pace_is_smaller_and_never_nothing(size: int, rate: int, parts: int) -> None:
    whole, part = Pace(size, rate), Pace(size, rate).part(parts)
    assert 1 <= part.size <= whole.size
    assert 1 <= part.restored_per_second <= whole.restored_per_second


class BucketMachine(RuleBasedStateMachine):
    """One bucket and what it must hold, reckoned by adding up."""

    def __init__(self) -> None:
        super().__init__()
        self.buckets = LocalBuckets()
        self.now_micros = 0
        self.held = Fraction(0)

    @rule(micros=st.integers(0, 20_000_000))
    def time_passes(self, micros: int) -> None:
        self.now_micros += micros
        self.held = max(Fraction(0), self.held - Fraction(micros * RATE, 1_000_000))

    @rule(cost=st.integers(0, SIZE + 20))
    def take(self, cost: int) -> None:
        told = self.buckets.take("ada", cost, PACE, self.now_micros)
        room = SIZE - self.held
        if told.granted:
            assert cost <= room + SLACK
            self.held += cost
            assert told.retry_after_seconds == 0
        else:
            assert cost > room - SLACK
            missing = cost - room
            assert abs(Fraction(told.retry_after_seconds) - missing / RATE) < SLACK
        assert 0 <= told.available <= SIZE - self.held + SLACK
        assert told.available > SIZE - self.held - 1 - SLACK

    @precondition(lambda self: self.held > 0)
    @rule()
    def wait_until_empty(self) -> None:
        self.time_passes(SIZE * 1_000_000 // RATE + 1)

    @invariant()
    def never_holds_more_than_fits(self) -> None:
        assert self.held <= SIZE + SLACK


TestBuckets = BucketMachine.TestCase
