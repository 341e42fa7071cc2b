"""The companies that pay out, each in a file of its own behind one Protocol.

What must always hold: one key is one order for ever, whatever is asked under it and however often.
A file here knows its company and nothing of ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Order:
    """What became of an order. None as `return_reason`: it was paid; else why it came back."""

    return_reason: str | None = None


class NoAnswer(Exception):
    """The provider has not answered: nobody knows whether it heard the order."""


class PayoutProvider(Protocol):
    """A company that pays to a bank account."""

    async def pay(self, *, key: str, iban: str, amount_micros: int) -> Order:
        """Pay an amount of whole cents, once for each key; asked again, the first answer.

        Raises NoAnswer.
        """

    async def find(self, key: str) -> Order | None:
        """What became of the order of this key; None: never heard of. Raises NoAnswer."""
