"""The companies that take payments, each in a file of its own behind one Protocol.

What must always hold: one key is one order for ever, whatever is asked under it and however often;
an answer, once given, is not taken back. A file here knows its company and nothing of ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Charge:
    """What a provider answers. The fee is in micros and part of the amount.

    `decline_reason` is a short code of the provider's; None: the payment succeeded.
    """

    fee_micros: int
    decline_reason: str | None = None


class NoAnswer(Exception):
    """The provider has not answered: nobody knows whether it heard the question."""


class PaymentProvider(Protocol):
    """A company that takes money from a payment method."""

    def offered(self) -> Mapping[str, str]:
        """What anybody may pay with, without having told the company anything: token and label.

        Empty where payment methods are told to the company's own form.
        """

    def label(self, payment_method: str) -> str:
        """How a payment method is shown to its owner.

        Raises InvalidInput for what is no payment method of this provider.
        """

    async def charge(self, *, key: str, payment_method: str, amount_micros: int) -> Charge:
        """Take an amount, once for each key; asked again, the first answer. Raises NoAnswer."""

    async def find(self, key: str) -> Charge | None:
        """The answer to the order of this key; None: never heard of. Raises NoAnswer."""
