"""A month is a calendar month in UTC, half-open."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from likewise.errors import MalformedMonth
from likewise.months import Month

_months = st.builds(Month, st.integers(2000, 9998), st.integers(1, 12))
_moments = st.datetimes(
    datetime(2001, 1, 1), datetime(9998, 1, 1), timezones=st.sampled_from([UTC])
)


@given(_months)
def test_a_month_reads_as_it_is_written(month: Month) -> None:
    assert Month.parse(str(month)) == month
    assert Month.of(month.first_day) == month


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026",
        "2026-1",
        "2026-00",
        "2026-13",
        "26-01",
        "2026-10-01",
        "2026/10",
        " 2026-10",
        "2026-10\n",
        "-2026-10",
        "1999-12",
        "0000-01",
        "２０２６-10",
        "2026-1０",
        "\x00",
        "\ud800",
    ],
)
def test_a_malformed_month_is_refused(text: str) -> None:
    with pytest.raises(MalformedMonth):
        Month.parse(text)


@given(_months)
def test_the_months_follow_each_other_without_gap_or_overlap(month: Month) -> None:
    assert month < month.next()
    assert month.next().previous() == month
    assert month.end == month.next().start
    assert 28 <= (month.end - month.start).days <= 31


@given(_moments)
def test_a_moment_lies_in_its_month_alone(moment: datetime) -> None:
    month = Month.of(moment)
    assert month.start <= moment < month.end


def test_the_first_moment_belongs_to_a_month_and_its_end_to_the_next() -> None:
    october = Month(2026, 10)
    assert Month.of(datetime(2026, 10, 1, tzinfo=UTC)) == october
    assert Month.of(datetime(2026, 10, 31, 23, 59, 59, 999999, tzinfo=UTC)) == october
    assert Month.of(datetime(2026, 11, 1, tzinfo=UTC)) == october.next()


def test_a_moment_counts_in_utc_wherever_it_was_told() -> None:
    west = timezone(timedelta(hours=-8))
    assert Month.of(datetime(2026, 10, 31, 20, tzinfo=west)) == Month(2026, 11)


def test_december_is_followed_by_january() -> None:
    assert Month(2026, 12).next() == Month(2027, 1)
    assert Month(2027, 1).previous() == Month(2026, 12)
    assert Month(2026, 12).first_day == date(2026, 12, 1)
