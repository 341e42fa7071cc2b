"""The papers of the demo's registered creators, and their payouts: one in every state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from likewise.demo.deeds import DecidesPayout, Deed, RequestsPayout, Verdict
from likewise.demo.timeline import Timeline
from likewise.payouts.providers.sandbox import NO_ANSWER_IBAN, PAID_IBAN, RETURNED_IBAN


@dataclass(frozen=True, slots=True)
class Papers:
    """What somebody hands in; `iban` tells the sandbox what becomes of her payouts."""

    legal_name: str
    country: str
    tax_number: str
    iban: str = PAID_IBAN
    approved: bool = True


PAPERS = {
    "cy": Papers("Cyrus Moreno Vidal", "ES", "X 0000001 T"),
    "paper_lanterns": Papers("The Paper Lanterns GbR", "DE", "00/000/00002"),
    "noor": Papers("Noor Haddad", "FR", "00 03 000 000 003", NO_ANSWER_IBAN),
    "tomasz": Papers("Tomasz Wilk", "PL", "000-000-00-04", RETURNED_IBAN),
    "amara": Papers("Amara Diallo", "SN", "0000005"),
    "yuki": Papers("田辺 由紀", "JP", "0000-0000-0006"),
    "sam": Papers("Samuel Whitaker", "GB", "00000 00007", approved=False),
}
"""Sam's wait for the operator, so that there is something to approve."""


@dataclass(frozen=True, slots=True)
class _Payout:
    """A payout: who, how much in units (None: all), and what is said to it a day later."""

    handle: str
    units: int | None
    verdict: Verdict | None


# Named by the state that each comes to.
_ENDED = {
    "paid": _Payout("cy", 10, "approve"),
    "cancelled": _Payout("paper_lanterns", 10, "cancel"),
    "rejected": _Payout("yuki", None, "reject"),
    "returned": _Payout("tomasz", None, "approve"),
}
_UNDER_WAY = {
    "approved": _Payout("amara", None, "approve for the batch"),
    "sent": _Payout("noor", None, "approve"),
    "requested": _Payout("paper_lanterns", 12, None),
}

REASONS = {"rejected": "The bank account belongs to another name than the papers."}
"""What the operator says about each that is rejected."""

PAYOUT_STATES = frozenset({*_ENDED, *_UNDER_WAY})


def payouts(timeline: Timeline, hold_days: int) -> list[tuple[datetime, Deed]]:
    """The payouts of the story: those that ended, weeks ago, and those under way, of these days.

    All are of what the first month brought: the only money that is on hold no more on any day.
    """
    deeds: list[tuple[datetime, Deed]] = []
    for number, (name, payout) in enumerate(_ENDED.items()):
        asked, answered = (
            timeline.days_after_hold(1 + 2 * number + later, hold_days) for later in (0.0, 1.2)
        )
        deeds += _asked_and_answered(name, payout, asked, answered)
    for number, (name, payout) in enumerate(_UNDER_WAY.items()):
        asked, answered = (timeline.days_ago(4.3 - 1.4 * number - later) for later in (0.0, 1.2))
        deeds += _asked_and_answered(name, payout, asked, answered)
    return deeds


def _asked_and_answered(
    name: str, payout: _Payout, asked: datetime, answered: datetime
) -> list[tuple[datetime, Deed]]:
    deeds: list[tuple[datetime, Deed]] = [
        (asked, RequestsPayout(payout.handle, name, payout.units))
    ]
    if payout.verdict is not None:
        deeds.append((answered, DecidesPayout(name, payout.verdict)))
    return deeds
