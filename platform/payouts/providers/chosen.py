"""Which provider this installation pays out by."""

from __future__ import annotations

from likewise.payouts.providers import PayoutProvider
from likewise.payouts.providers.sandbox import SandboxProvider


def payout_provider() -> PayoutProvider:
    """The provider of payouts."""
    return SandboxProvider()
