"""What leaves, what is cut, what stays: to the micro, for every amount."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from likewise.errors import AmountOutOfRange, InsufficientFunds, PayoutTooSmall
from likewise.memberships.providers.sandbox import fee_micros
from likewise.money import BPS_PER_WHOLE, MAX_AMOUNT_MICROS, MICROS_PER_CENT, part_of
from likewise.payouts.allotment import Allotment, allot, gross_of

_GROSS = st.integers(min_value=0, max_value=MAX_AMOUNT_MICROS)
_CUT_BPS = st.integers(min_value=0, max_value=BPS_PER_WHOLE - 1)


@given(gross_micros=_GROSS, cut_bps=_CUT_BPS)
@example(gross_micros=10_000_000, cut_bps=1000)
@example(gross_micros=12_345_678, cut_bps=1000)
@example(gross_micros=10_009_999, cut_bps=1000)
@example(gross_micros=MICROS_PER_CENT, cut_bps=0)
@example(gross_micros=MAX_AMOUNT_MICROS, cut_bps=BPS_PER_WHOLE - 1)
def test_cents_leave_and_the_cut_is_its_rate_of_what_leaves(
    gross_micros: int, cut_bps: int
) -> None:
    try:
        allotment = allot(gross_micros, cut_bps)
    except PayoutTooSmall:
        assert gross_micros - part_of(gross_micros, cut_bps) < MICROS_PER_CENT
        return
    assert allotment.net_micros > 0
    assert allotment.net_micros % MICROS_PER_CENT == 0
    assert allotment.amount_micros == allotment.net_micros + allotment.cut_micros
    assert allotment.cut_micros == part_of(allotment.amount_micros, cut_bps)
    # What stays would not pay for another cent and the cut of it.
    stays = gross_micros - allotment.amount_micros
    assert 0 <= stays * (BPS_PER_WHOLE - cut_bps) < MICROS_PER_CENT * BPS_PER_WHOLE


@given(
    gross_micros=st.integers(min_value=0, max_value=4 * MICROS_PER_CENT),
    cut_bps=st.sampled_from([0, 1, 999, 1000, 2500, 5000, 7777]),
)
def test_no_larger_amount_would_do(gross_micros: int, cut_bps: int) -> None:
    would_do = (
        amount
        for amount in range(gross_micros, 0, -1)
        if (net := amount - part_of(amount, cut_bps)) > 0 and net % MICROS_PER_CENT == 0
    )
    largest = next(would_do, None)
    if largest is None:
        with pytest.raises(PayoutTooSmall):
            allot(gross_micros, cut_bps)
    else:
        assert allot(gross_micros, cut_bps).amount_micros == largest


def test_a_cut_of_everything_leaves_nothing_to_pay_out() -> None:
    with pytest.raises(PayoutTooSmall):
        allot(10_000_000, BPS_PER_WHOLE)


@given(gross_micros=_GROSS, cut_bps=_CUT_BPS)
def test_a_cent_more_never_brings_less(gross_micros: int, cut_bps: int) -> None:
    try:
        less = allot(gross_micros, cut_bps).net_micros
    except PayoutTooSmall:
        return
    assert allot(gross_micros + MICROS_PER_CENT, cut_bps).net_micros >= less


def test_ten_per_cent_of_ten_units() -> None:
    allotment = allot(10_000_000, 1000)
    assert (allotment.net_micros, allotment.cut_micros) == (9_000_000, 1_000_000)


def test_the_rest_that_brings_less_than_a_cent_stays_and_no_cut_is_taken_of_it() -> None:
    allotment = allot(12_345_678, 1000)
    assert allotment.net_micros == 11_110_000
    assert allotment.cut_micros == 1_234_444
    assert 12_345_678 - allotment.amount_micros == 1_234


def test_without_a_cut_whole_cents_leave() -> None:
    assert allot(10_009_999, 0) == Allotment(10_000_000, 0)


def test_who_asks_for_all_gets_what_can_be_paid_out_up_to_the_maximum() -> None:
    assert gross_of(None, payable_micros=70, min_micros=10, max_micros=100) == 70
    assert gross_of(None, payable_micros=700, min_micros=10, max_micros=100) == 100
    assert gross_of(10, payable_micros=10, min_micros=10, max_micros=100) == 10


@pytest.mark.parametrize(
    ("asked_micros", "payable_micros", "refusal"),
    [
        (None, 9, PayoutTooSmall),
        (None, 0, PayoutTooSmall),
        (9, 50, PayoutTooSmall),
        (0, 50, PayoutTooSmall),
        (-20, 50, PayoutTooSmall),
        (101, 500, AmountOutOfRange),
        (2**70, 500, AmountOutOfRange),
        (51, 50, InsufficientFunds),
    ],
)
def test_what_cannot_be_paid_out_is_refused(
    asked_micros: int | None, payable_micros: int, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        gross_of(asked_micros, payable_micros=payable_micros, min_micros=10, max_micros=100)


@given(amount_micros=st.integers(min_value=1, max_value=MAX_AMOUNT_MICROS))
@example(amount_micros=1)
@example(amount_micros=300_000)
def test_a_fee_is_never_above_its_payment(amount_micros: int) -> None:
    assert 0 <= fee_micros(amount_micros) <= amount_micros


def test_the_fee_of_five_units() -> None:
    assert fee_micros(5_000_000) == 145_000 + 300_000
    assert fee_micros(9_999_999) == 289_999 + 300_000
