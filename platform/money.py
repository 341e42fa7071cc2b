"""Money as integers in micros: millionths of the currency's unit. No float, ever.

Source: docs/money.md.
"""

MICROS_PER_UNIT = 1_000_000
MICROS_PER_CENT = 10_000
BPS_PER_WHOLE = 10_000
"""Basis points in a whole: 10 000 bps = 100 %."""

MAX_AMOUNT_MICROS = 2**53
"""The largest amount that one transfer may carry: about nine billion units."""


def part_of(amount_micros: int, bps: int) -> int:
    """The part of an amount that `bps` basis points are, rounded down, in micros."""
    return amount_micros * bps // BPS_PER_WHOLE


def whole_cents(amount_micros: int) -> int:
    """The amount in micros with its sub-cent rest cut off: only cents can leave to a bank."""
    return amount_micros // MICROS_PER_CENT * MICROS_PER_CENT


def format_amount(amount_micros: int) -> str:
    """The amount in units as a decimal string with at least two and at most six decimals.

    `31_250_000` is "31.25", `1` is "0.000001".
    """
    sign = "-" if amount_micros < 0 else ""
    units, micros = divmod(abs(amount_micros), MICROS_PER_UNIT)
    decimals = f"{micros:06d}"
    return f"{sign}{units}.{decimals[:2]}{decimals[2:].rstrip('0')}"
