"""When things happen in the demo: positions in its story, laid on the calendar.

A position counts months from the beginning: 1.5 is half-way through the second month. Three months
are closed, the fourth is running. The closed ones are told in full and in the same order whatever
the day; of the running one there is as much as has passed of it, and never less than a third, so
that a demo started on the first of a month has something to show. Nothing is later than now.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from likewise.months import Month

CLOSED_MONTHS = 3
_CLOSING = timedelta(minutes=10)
_COLLECTING = timedelta(minutes=20)
_OPENING = timedelta(minutes=30)
"""After midnight of the first: the month before closes, memberships pay, people come back."""

_LEAST_SHARE = 0.34


@dataclass(frozen=True, slots=True)
class Timeline:
    """The calendar of a demo that is started at `now` (a moment with a time zone)."""

    now: datetime

    @property
    def months(self) -> tuple[Month, ...]:
        """The closed months, oldest first, and the running one."""
        months = [Month.of(self.now)]
        for _ in range(CLOSED_MONTHS):
            months.insert(0, months[0].previous())
        return tuple(months)

    @property
    def running_share(self) -> float:
        """How much of the running month's story has happened, from a third to all of it."""
        running = self.months[-1]
        passed = (self.now - running.start) / (running.end - running.start)
        return max(_LEAST_SHARE, passed)

    def moment(self, position: float) -> datetime | None:
        """The moment of a position; None: it has not happened yet."""
        number = int(position)
        part = position - number
        month = self.months[number]
        opening, end = self._after_start(month, _OPENING), month.end
        if number == CLOSED_MONTHS:
            part, end = part / self.running_share, self.now
        return None if part > 1 else opening + (end - opening) * part

    def closing(self, month: Month) -> datetime:
        """When a month is closed: ten minutes after its end, if that has come already."""
        return self._after_start(month.next(), _CLOSING)

    def collecting(self, month: Month) -> datetime:
        """When the memberships pay for a month."""
        return self._after_start(month, _COLLECTING)

    def days_ago(self, days: float) -> datetime:
        """A moment so many days before now."""
        return self.now - timedelta(days=days)

    def days_after_hold(self, days: float, hold_days: int) -> datetime:
        """A moment so many days after what the first month brought is on hold no more.

        That leaves four weeks until now on any day of the year: February and January together
        have 59 days, and 30 of them are the hold.
        """
        return self.closing(self.months[0]) + timedelta(days=hold_days + days)

    def _after_start(self, month: Month, pause: timedelta) -> datetime:
        return min(month.start + pause, self.now.astimezone(UTC))
