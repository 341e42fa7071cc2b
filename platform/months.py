"""The month: a calendar month in UTC, half-open. Pure, and knows no clock.

`2026-10` is [2026-10-01, 2026-11-01). Source: docs/words.md.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime

from likewise.errors import MalformedMonth

_FORM = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])", re.ASCII)
_FIRST_YEAR = 2000
_LAST_YEAR = 9998
"""The month after the last one must be a date, too."""


@dataclass(frozen=True, order=True, slots=True)
class Month:
    """One calendar month in UTC; ordered by time."""

    year: int
    month: int

    @classmethod
    def parse(cls, text: str) -> Month:
        """The month that `YYYY-MM` names. Raises MalformedMonth for anything else."""
        found = _FORM.fullmatch(text)
        if found is None or not _FIRST_YEAR <= int(found[1]) <= _LAST_YEAR:
            raise MalformedMonth
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def of(cls, moment: date | datetime) -> Month:
        """The month of a day, or of a moment with a time zone, in UTC."""
        if isinstance(moment, datetime):
            moment = moment.astimezone(UTC)
        return cls(moment.year, moment.month)

    @property
    def first_day(self) -> date:
        """Its first day: how a month stands in the database."""
        return date(self.year, self.month, 1)

    @property
    def start(self) -> datetime:
        """Its first moment, which belongs to it."""
        return datetime(self.year, self.month, 1, tzinfo=UTC)

    @property
    def end(self) -> datetime:
        """The first moment that does not belong to it any more."""
        return self.next().start

    def next(self) -> Month:
        """The month after it."""
        return Month(self.year + self.month // 12, self.month % 12 + 1)

    def previous(self) -> Month:
        """The month before it."""
        return Month(self.year - (self.month == 1), (self.month - 2) % 12 + 1)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"
