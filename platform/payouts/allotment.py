"""How a payout is allotted between the bank and the cut. Pure integers.

Source: docs/money.md, "Money in, money out": cents only leave, the rest below one stays.
"""

from __future__ import annotations

from dataclasses import dataclass

from likewise.errors import AmountOutOfRange, InsufficientFunds, PayoutTooSmall
from likewise.money import format_amount, part_of, whole_cents


@dataclass(frozen=True, slots=True)
class Allotment:
    """What leaves the wallet: `net_micros`, whole cents, to the bank, and the cut."""

    net_micros: int
    cut_micros: int

    @property
    def amount_micros(self) -> int:
        """Both together."""
        return self.net_micros + self.cut_micros


def allot(gross_micros: int, cut_bps: int) -> Allotment:
    """Allot an amount that somebody wants paid out; what is under a cent of the rest stays hers.

    The cut is taken of the whole amount, rounded down. Raises PayoutTooSmall if not even a cent
    would leave.
    """
    cut_micros = part_of(gross_micros, cut_bps)
    net_micros = whole_cents(gross_micros - cut_micros)
    if net_micros <= 0:
        raise PayoutTooSmall
    return Allotment(net_micros, cut_micros)


def gross_of(
    asked_micros: int | None, *, payable_micros: int, min_micros: int, max_micros: int
) -> int:
    """The amount to allot, in micros. None asks for all that can be paid out, up to the maximum.

    Raises PayoutTooSmall, AmountOutOfRange (above the maximum), InsufficientFunds.
    """
    gross_micros = min(payable_micros, max_micros) if asked_micros is None else asked_micros
    if gross_micros < min_micros:
        raise PayoutTooSmall(f"The smallest payout is {format_amount(min_micros)}.")
    if gross_micros > max_micros:
        raise AmountOutOfRange(f"The largest payout is {format_amount(max_micros)}.")
    if gross_micros > payable_micros:
        raise InsufficientFunds(f"{format_amount(payable_micros)} can be paid out now.")
    return gross_micros
