"""What a payout would bring."""

from __future__ import annotations

from dataclasses import dataclass

from likewise.models import database
from likewise.payouts.allotment import Allotment
from likewise.payouts.payable import payable_now_micros
from likewise.payouts.request_payout import allotment_of
from likewise.settings import settings


@dataclass(frozen=True, slots=True)
class PayoutPreview:
    """What would leave a person's wallet, arrive and be cut, at the rate of this installation."""

    person_id: int
    allotment: Allotment
    cut_bps: int


async def preview_payout(*, person_id: int, amount_micros: int | None) -> PayoutPreview:
    """What would become of an amount if she asked for it now; None: all that can be paid out.

    Nothing is asked for, and nothing set aside: the request may find less. It asks for no papers.
    Raises PayoutTooSmall, AmountOutOfRange, InsufficientFunds, as the request would.
    """
    payable_micros = await payable_now_micros(database.rows, person_id)
    return PayoutPreview(person_id, allotment_of(amount_micros, payable_micros), settings().cut_bps)
