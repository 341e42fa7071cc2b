"""Money is integers in micros, and every micro is accounted for."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from likewise.money import (
    BPS_PER_WHOLE,
    MAX_AMOUNT_MICROS,
    MICROS_PER_CENT,
    format_amount,
    part_of,
    whole_cents,
)

_amounts = st.integers(0, MAX_AMOUNT_MICROS)
_parts = st.integers(0, BPS_PER_WHOLE)


@given(_amounts, _parts)
def test_a_part_and_its_rest_make_the_whole(amount_micros: int, bps: int) -> None:
    part = part_of(amount_micros, bps)
    assert isinstance(part, int)
    assert 0 <= part <= amount_micros
    assert part * BPS_PER_WHOLE <= amount_micros * bps < (part + 1) * BPS_PER_WHOLE


@given(_amounts)
def test_nothing_of_it_is_nothing_and_all_of_it_is_all(amount_micros: int) -> None:
    assert part_of(amount_micros, 0) == 0
    assert part_of(amount_micros, BPS_PER_WHOLE) == amount_micros


@given(_amounts)
def test_only_the_sub_cent_rest_is_cut_off(amount_micros: int) -> None:
    cents = whole_cents(amount_micros)
    assert cents % MICROS_PER_CENT == 0
    assert 0 <= amount_micros - cents < MICROS_PER_CENT


@pytest.mark.parametrize(
    ("amount_micros", "text"),
    [
        (0, "0.00"),
        (1, "0.000001"),
        (10_000, "0.01"),
        (312_500, "0.3125"),
        (5_000_000, "5.00"),
        (31_250_000, "31.25"),
        (-1, "-0.000001"),
        (-12_400_000, "-12.40"),
        (MAX_AMOUNT_MICROS, "9007199254.740992"),
    ],
)
def test_an_amount_is_written_with_two_to_six_decimals(amount_micros: int, text: str) -> None:
    assert format_amount(amount_micros) == text


@given(st.integers(-MAX_AMOUNT_MICROS, MAX_AMOUNT_MICROS))
def test_writing_an_amount_loses_no_micro(amount_micros: int) -> None:
    text = format_amount(amount_micros)
    assert Decimal(text) * 1_000_000 == amount_micros
    assert 2 <= len(text.partition(".")[2]) <= 6
