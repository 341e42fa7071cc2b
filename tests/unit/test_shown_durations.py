"""A length of time as the API shows it: ISO 8601, exact to the microsecond."""

from __future__ import annotations

from datetime import timedelta

import pytest

from likewise.schema.scalars import format_duration


@pytest.mark.parametrize(
    ("duration", "shown"),
    [
        (timedelta(0), "PT0S"),
        (timedelta(seconds=75, milliseconds=250), "PT75.25S"),
        (timedelta(microseconds=1), "PT0.000001S"),
        (timedelta(days=400, microseconds=7), "PT34560000.000007S"),
        (timedelta(seconds=-1, microseconds=-500_000), "-PT1.5S"),
    ],
)
def test_a_duration_is_shown_in_seconds_to_the_microsecond(duration: timedelta, shown: str) -> None:
    assert format_duration(duration) == shown
