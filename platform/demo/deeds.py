"""What people do in the demo: data, in the words of docs/words.md. `seed.py` lets them do it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from likewise.months import Month

Verdict = Literal["approve", "approve for the batch", "reject", "cancel"]


@dataclass(frozen=True, slots=True)
class Joins:
    """Signs up."""

    handle: str


@dataclass(frozen=True, slots=True)
class Publishes:
    """Publishes a post; `name` is how others refer to it here."""

    handle: str
    name: str
    body: str


@dataclass(frozen=True, slots=True)
class Likes:
    """Likes a person (by handle), a post (by name) or a page (by URL)."""

    handle: str
    target: str
    repeat: bool | None = None


@dataclass(frozen=True, slots=True)
class StopsRepeating:
    """Keeps this month's like, and does not want it entered again."""

    handle: str
    target: str


@dataclass(frozen=True, slots=True)
class StartsMembership:
    """Begins to pay, in units a month."""

    handle: str
    units: int


@dataclass(frozen=True, slots=True)
class ChangesPaymentMethod:
    """Pays with something else from now on."""

    handle: str
    payment_method: str


@dataclass(frozen=True, slots=True)
class CancelsMembership:
    """Stops paying."""

    handle: str


@dataclass(frozen=True, slots=True)
class ChoosesForwarding:
    """Decides what part of what comes in she passes on, in basis points."""

    handle: str
    forward_bps: int


@dataclass(frozen=True, slots=True)
class ShowsLikes:
    """Lets everybody see what she likes."""

    handle: str


@dataclass(frozen=True, slots=True)
class HandsInPapers:
    """Registers for payouts."""

    handle: str


@dataclass(frozen=True, slots=True)
class HasPapersApproved:
    """The operator approves a registration."""

    handle: str


@dataclass(frozen=True, slots=True)
class RequestsPayout:
    """Asks for money, in whole units or all there is; `name` is how others refer to it here."""

    handle: str
    name: str
    units: int | None


@dataclass(frozen=True, slots=True)
class DecidesPayout:
    """What becomes of a payout: the operator's word, or the person's own if it is `cancel`."""

    name: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class IsFrozen:
    """The operator freezes somebody, and tells her why."""

    handle: str
    reason: str


@dataclass(frozen=True, slots=True)
class CollectsPayments:
    """Every membership pays for the calendar month."""


@dataclass(frozen=True, slots=True)
class ClosesMonth:
    """The real settlement."""

    month: Month


Deed = (
    Joins
    | Publishes
    | Likes
    | StopsRepeating
    | StartsMembership
    | ChangesPaymentMethod
    | CancelsMembership
    | ChoosesForwarding
    | ShowsLikes
    | HandsInPapers
    | HasPapersApproved
    | RequestsPayout
    | DecidesPayout
    | IsFrozen
    | CollectsPayments
    | ClosesMonth
)


@dataclass(frozen=True, slots=True)
class Scene:
    """A deed and its moment."""

    moment: datetime
    deed: Deed
