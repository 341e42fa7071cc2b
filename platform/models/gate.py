"""The gate of the month: which month counts now, and a seal that waits for whoever has asked.

Whatever counts for a month (a like, a transfer, a chosen forwarding) is written after passing the
gate in the same unit of work. Sealing a month closes the gate: it waits for all that are inside,
and all that come later are told the next month. So everything lies wholly on one side of a seal.
"""

from __future__ import annotations

from dataclasses import dataclass

from likewise.models import database
from likewise.models.unit_of_work import UnitOfWork
from likewise.months import Month


@dataclass(frozen=True, slots=True)
class OpenMonth:
    """The month that likes count for now, and how many months had been sealed before."""

    month: Month
    seals_before: int


async def pass_gate(work: UnitOfWork) -> OpenMonth:
    """Pass the gate until the end of this unit of work.

    Call it before locking any row: who waits at the gate while holding what somebody inside needs
    ends in a deadlock, which costs a second and a retry. Only READ COMMITTED sees the seal that it
    has waited for: in a unit of work of another isolation this raises RuntimeError.
    """
    row = await work.one(
        "SELECT seals_before, month, current_setting('transaction_isolation') AS isolation"
        " FROM open_month()"
    )
    if row["isolation"] != "read committed":
        raise RuntimeError("the gate of the month is passed in READ COMMITTED alone")
    return OpenMonth(Month.of(row["month"]), row["seals_before"])


async def running_month() -> OpenMonth:
    """The open month, read without passing the gate: by the time it is told, it may be sealed."""
    row = await database.row("SELECT seals_before, month FROM running_month()")
    assert row is not None, "some month is always open"
    return OpenMonth(Month.of(row["month"]), row["seals_before"])


async def close_gate(work: UnitOfWork) -> None:
    """Wait until nobody is inside, and let nobody in until the end of this unit of work."""
    await work.execute("SELECT close_the_gate()")
