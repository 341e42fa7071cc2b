"""How a payout is allotted between the bank and the cut. Pure integers.

Source: docs/money.md, "Money in, money out": cents only leave, the rest below one stays.
"""

from __future__ import annotations

from dataclasses import dataclass

from likewise.errors import AmountOutOfRange, InsufficientFunds, PayoutTooSmall
from likewise.money import BPS_PER_WHOLE, format_amount, part_of, whole_cents


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
    """Allot as much of an amount as brings whole cents; what would bring less than one stays hers.

    The cut is `part_of` what leaves, to the micro, so that anybody can recompute it. What stays is
    below `MICROS_PER_CENT * BPS_PER_WHOLE / (BPS_PER_WHOLE - cut_bps)`: what a cent costs, cut
    included. Raises PayoutTooSmall if not even a cent would leave.
    """
    net_micros = whole_cents(gross_micros - part_of(gross_micros, cut_bps))
    if net_micros <= 0:
        raise PayoutTooSmall
    # The net of x is x * (whole - bps) / whole, rounded up: it takes every value on its way, and
    # this is the largest x with the one wanted. The gross itself may have that already.
    largest_micros = net_micros * BPS_PER_WHOLE // (BPS_PER_WHOLE - cut_bps)
    return Allotment(net_micros, min(gross_micros, largest_micros) - net_micros)


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
