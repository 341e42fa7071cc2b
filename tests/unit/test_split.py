"""The split against docs/money.md: to the micro, for any graph of likes."""

from __future__ import annotations

import hashlib
import random
import struct
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from likewise.errors import AmountOutOfRange, InvalidInput
from likewise.money import part_of
from likewise.settlement.engines.numpy_engine import NumpySplitResult, number_month, run_split
from likewise.settlement.outcome import Outcome, SplitInputs
from likewise.settlement.split import (
    INT64_MAX,
    Int64Array,
    exact_sum,
    parts_of,
    received_of_hop,
    shares_of_hop,
    split,
)
from tests.support.brute_force_split import Like, Month, brute_force_split, months

a_busy_machine_is_no_failure = settings(deadline=None)


def column(values: object) -> Int64Array:
    return np.array(list(values), dtype=np.int64)  # type: ignore[call-overload]


def inputs_of(pots: dict[int, int], likes: list[Like], forward: dict[int, int]) -> SplitInputs:
    return SplitInputs(
        pot_person_ids=column(pots.keys()),
        pot_amounts_micros=column(pots.values()),
        like_ids=column(like[0] for like in likes),
        like_person_ids=column(like[1] for like in likes),
        like_recipient_ids=column(like[2] for like in likes),
        forward_person_ids=column(forward.keys()),
        forward_bps=column(forward.values()),
    )


def outcome_rows(outcome: Outcome) -> list[tuple[int, ...]]:
    return list(zip(*(values.tolist() for values in outcome.columns().values()), strict=True))


def share_rows(result: NumpySplitResult) -> list[tuple[int, ...]]:
    return [
        row
        for block in result.share_blocks()
        for row in zip(*(values.tolist() for values in block), strict=True)
    ]


def run(
    pots: dict[int, int], likes: list[Like], forward: dict[int, int], max_hops: int = 6
) -> NumpySplitResult:
    return run_split(inputs_of(pots, likes, forward), max_hops=max_hops)


@a_busy_machine_is_no_failure
@given(months(), st.integers(0, 6))
def test_outcome_and_shares_equal_the_brute_force_to_the_micro(month: Month, max_hops: int) -> None:
    expected = brute_force_split(*month, max_hops)
    result = run(*month, max_hops)
    assert outcome_rows(result.outcome) == expected.outcome_rows()
    assert share_rows(result) == expected.share_rows()


@a_busy_machine_is_no_failure
@given(months(), st.integers(0, 6))
def test_every_micro_of_the_pots_is_kept_or_left(month: Month, max_hops: int) -> None:
    pots, _, _ = month
    outcome = run(*month, max_hops).outcome
    kept, left = outcome.kept_micros.tolist(), outcome.unshared_micros.tolist()
    assert sum(pots.values()) == sum(kept) + sum(left) == outcome.total_pots_micros
    assert min([*kept, *left], default=0) >= 0


@a_busy_machine_is_no_failure
@given(months(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(month: Month, randomness: random.Random) -> None:
    pots, likes, forward = month
    pot_rows, like_rows, forward_rows = list(pots.items()), list(likes), list(forward.items())
    randomness.shuffle(pot_rows)
    randomness.shuffle(like_rows)
    randomness.shuffle(forward_rows)
    shuffled = run(dict(pot_rows), like_rows, dict(forward_rows))
    by_person = sorted(likes, key=lambda like: (like[1], like[0]))
    in_person_order = run(pots, by_person, forward)
    for result in (shuffled, in_person_order):
        assert result.outcome.digest() == run(*month).outcome.digest()
        assert share_rows(result) == share_rows(run(*month))


@a_busy_machine_is_no_failure
@given(months(), st.integers(0, 6))
def test_what_all_shared_at_a_hop_is_the_sum_of_its_shares(month: Month, max_hops: int) -> None:
    result = run(*month, max_hops)
    sums = [0] * len(result.outcome.shared_by_hop_micros)
    for _, hop, share_micros in share_rows(result):
        sums[hop] += share_micros
    assert tuple(sums) == result.outcome.shared_by_hop_micros
    assert all(sums)


@a_busy_machine_is_no_failure
@given(months(), st.integers(1, 12))
def test_threads_change_nothing(month: Month, thread_count: int) -> None:
    numbered = number_month(inputs_of(*month))
    arrays = numbered.index, numbered.pots_micros, numbered.forward_bps
    alone, together = split(*arrays, 6), split(*arrays, 6, thread_count=thread_count)
    for field in ("unshared_micros", "received_micros", "passed_on_micros", "pots_by_hop"):
        assert np.array_equal(getattr(alone, field), getattr(together, field))


@a_busy_machine_is_no_failure
@given(months(), st.integers(1, 12))
def test_parts_hold_all_likers_whole_and_in_order(month: Month, part_count: int) -> None:
    index = number_month(inputs_of(*month)).index
    parts = index.parts(part_count)
    assert len(parts) == part_count
    for name in ("likers", "receivers"):
        joined = np.concatenate([getattr(part, name) for part in parts])
        assert joined.tolist() == getattr(index, name).tolist()
    counts = np.concatenate([np.diff(part.starts) for part in parts])
    assert counts.tolist() == np.diff(index.starts).tolist()
    assert all(part.starts[-1] == len(part.receivers) for part in parts)


@a_busy_machine_is_no_failure
@given(months(), st.data())
def test_partitions_of_likers_give_together_what_all_give_at_once(
    month: Month, data: st.DataObject
) -> None:
    index = run(*month).index
    liker_count = len(index.likers)
    pots_micros = column(
        data.draw(st.lists(st.integers(0, 2**55), min_size=liker_count, max_size=liker_count))
    )
    cut = data.draw(st.integers(0, liker_count))
    first = shares_of_hop(index.starts[: cut + 1], pots_micros[:cut])
    second = shares_of_hop(index.starts[cut:] - index.starts[cut], pots_micros[cut:])
    received = np.zeros(index.account_count, dtype=np.int64)
    np.add.at(received, index.receivers, np.concatenate([first, second]))
    ones = np.ones(len(index.receivers), dtype=np.int64)
    assert received.tolist() == received_of_hop(index, ones, pots_micros).tolist()


def test_two_friends_who_only_like_each_other_keep_their_coins_after_the_last_hop() -> None:
    result = run({1: 5_000_000}, [(1, 1, 2), (2, 2, 1)], {1: 10_000, 2: 10_000})
    # Hops 0, 2, 4 and 6 bring the coins to 2, hops 1, 3 and 5 to 1, and there they stop.
    assert outcome_rows(result.outcome) == [
        (1, 0, 15_000_000, 15_000_000, 0),
        (2, 0, 20_000_000, 15_000_000, 5_000_000),
    ]
    assert result.outcome.shared_by_hop_micros == (5_000_000,) * 7


def test_the_remainder_goes_to_the_first_likes_by_id_one_micro_each() -> None:
    likes = [(40, 1, 9), (10, 1, 7), (30, 1, 7), (20, 1, 8)]
    assert share_rows(run({1: 11}, likes, {})) == [(10, 0, 3), (20, 0, 3), (30, 0, 3), (40, 0, 2)]


def test_sixteen_likes_of_five_units_give_thirty_one_and_a_quarter_cents_each() -> None:
    likes = [(like_id, 1, 100 + like_id) for like_id in range(16)]
    assert {row[2] for row in share_rows(run({1: 5_000_000}, likes, {}))} == {312_500}


def test_a_pot_smaller_than_its_likes_brings_nothing_to_the_last_of_them() -> None:
    result = run({1: 2}, [(1, 1, 7), (2, 1, 8), (3, 1, 9)], {})
    assert share_rows(result) == [(1, 0, 1), (2, 0, 1)]
    assert result.outcome.account_ids.tolist() == [1, 7, 8]


def test_who_likes_nothing_keeps_her_pot_and_all_that_comes_in() -> None:
    result = run({1: 10, 2: 3}, [(1, 1, 2)], {2: 10_000})
    assert outcome_rows(result.outcome) == [(1, 0, 0, 0, 0), (2, 3, 10, 0, 10)]


def test_who_is_absent_from_the_forwards_passes_nothing_on() -> None:
    result = run({1: 10}, [(1, 1, 2), (2, 2, 3)], {})
    assert outcome_rows(result.outcome) == [(1, 0, 0, 0, 0), (2, 0, 10, 0, 10)]


def test_a_pot_of_zero_has_its_row() -> None:
    assert outcome_rows(run({5: 0}, [(1, 6, 7)], {}).outcome) == [(5, 0, 0, 0, 0)]


def test_hop_zero_alone_passes_nothing_on() -> None:
    result = run({1: 10}, [(1, 1, 2), (2, 2, 3)], {2: 10_000}, max_hops=0)
    assert outcome_rows(result.outcome) == [(1, 0, 0, 0, 0), (2, 0, 10, 0, 10)]


def test_an_empty_month_has_an_empty_outcome() -> None:
    result = run({}, [], {1: 10_000})
    assert outcome_rows(result.outcome) == []
    assert share_rows(result) == []
    assert result.outcome.shared_by_hop_micros == ()


@pytest.mark.parametrize("pot", [2**62 - 1, 2**62, 2**62 + 1, INT64_MAX])
def test_pots_up_to_63_bits_are_split_exactly(pot: int) -> None:
    month = ({1: pot}, [(1, 1, 2), (2, 2, 3), (3, 2, 4), (4, 2, 5)], {2: 9_999})
    expected = brute_force_split(*month, 6)
    result = run(*month)
    assert outcome_rows(result.outcome) == expected.outcome_rows()
    assert share_rows(result) == expected.share_rows()


def test_pots_that_add_up_beyond_64_bits_are_refused() -> None:
    with pytest.raises(AmountOutOfRange, match="pots together are more than 64 bits"):
        run({1: INT64_MAX, 2: 1}, [(1, 1, 2)], {})


def test_coins_that_go_round_beyond_64_bits_are_refused() -> None:
    ring = [(1, 1, 2), (2, 2, 1)]
    with pytest.raises(AmountOutOfRange, match="one account receives is more than 64 bits"):
        run({1: 2**62}, ring, {1: 10_000, 2: 10_000})


@pytest.mark.parametrize("max_hops", [-1, 65])
def test_a_number_of_hops_out_of_range_is_refused(max_hops: int) -> None:
    with pytest.raises(InvalidInput, match="max_hops must be 0 to 64") as refused:
        run({}, [], {}, max_hops)
    assert refused.value.field == "max_hops"


@a_busy_machine_is_no_failure
@given(st.lists(st.tuples(st.integers(0, INT64_MAX), st.integers(0, 10_000)), min_size=1))
def test_the_part_of_an_amount_is_the_same_for_arrays(amounts: list[tuple[int, int]]) -> None:
    amounts_micros, bps = (column(values) for values in zip(*amounts, strict=True))
    assert parts_of(amounts_micros, bps).tolist() == [part_of(*amount) for amount in amounts]


@a_busy_machine_is_no_failure
@given(st.lists(st.integers(-(2**63), INT64_MAX)))
def test_a_sum_is_exact_beyond_64_bits(values: list[int]) -> None:
    assert exact_sum(column(values)) == sum(values)


def test_shares_come_in_the_same_order_from_many_blocks() -> None:
    likes = [(like_id, 1 + like_id % 2, 2 - like_id % 2) for like_id in range(10)]
    month = ({1: 1_000, 2: 77}, likes, {1: 5_000, 2: 10_000})
    result = replace(run(*month), likes_per_block=3)
    assert len(list(result.share_blocks())) == result.share_block_count == 4
    assert share_rows(result) == brute_force_split(*month, 6).share_rows()


def test_the_digest_is_of_the_content_as_documented() -> None:
    outcome = run({1: 10}, [(1, 1, 2)], {}).outcome
    names = "account_id,unshared_micros,received_micros,passed_on_micros,kept_micros"
    header = f"likewise outcome 1\n{names}\n2\n".encode()
    content = struct.pack("<10q", 1, 2, 0, 0, 0, 10, 0, 0, 0, 10)
    assert outcome.digest() == hashlib.sha256(header + content).hexdigest()
