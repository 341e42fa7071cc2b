"""The sandbox: a payment company that exists in a table, for demos and tests.

Its payment methods, each a token that behaves in one way:

    sandbox-ok                  the payment succeeds
    sandbox-declined            declined, reason `card_declined`
    sandbox-insufficient-funds  declined, reason `insufficient_funds`
    sandbox-no-answer           succeeds, but its first answer never arrives
    sandbox-lost                the first question never arrives; asked again, it succeeds

It plays somebody else's house: its records (`sandbox_orders`) are written in transactions of its
own, and what it has taken stays taken whatever becomes of us.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from likewise.errors import InvalidInput
from likewise.memberships.providers import Charge, NoAnswer
from likewise.models import database
from likewise.models.unit_of_work import Row, UnitOfWork, unit_of_work
from likewise.money import part_of

FEE_BPS = 290
"""The part of a payment that the sandbox keeps: 2.9 %, rounded down to a micro …"""

FEE_FIXED_MICROS = 300_000
"""… and 0.30 units with each."""

_SUCCEEDED = "succeeded"
_LOST = "lost"


@dataclass(frozen=True, slots=True)
class _Method:
    label: str
    outcome: str = _SUCCEEDED
    answers_at_once: bool = True
    hears_at_once: bool = True


_METHODS = {
    "sandbox-ok": _Method("Sandbox card, pays"),
    "sandbox-declined": _Method("Sandbox card, declined", outcome="card_declined"),
    "sandbox-insufficient-funds": _Method("Sandbox card, empty", outcome="insufficient_funds"),
    "sandbox-no-answer": _Method("Sandbox card, pays silently", answers_at_once=False),
    "sandbox-lost": _Method("Sandbox card, hard of hearing", hears_at_once=False),
}
_UNKNOWN = _Method("", outcome="unknown_method")


def fee_micros(amount_micros: int) -> int:
    """What the sandbox keeps of a payment, in micros; never more than all of it."""
    return min(amount_micros, part_of(amount_micros, FEE_BPS) + FEE_FIXED_MICROS)


class SandboxProvider:
    """The sandbox as a PaymentProvider."""

    def offered(self) -> Mapping[str, str]:
        """Every token: all of them are anybody's."""
        return {token: method.label for token, method in _METHODS.items()}

    def label(self, payment_method: str) -> str:
        """How a payment method is shown. Raises InvalidInput for an unknown token."""
        if payment_method not in _METHODS:
            raise InvalidInput("There is no such payment method.", field="paymentMethod")
        return _METHODS[payment_method].label

    async def charge(self, *, key: str, payment_method: str, amount_micros: int) -> Charge:
        """Take an amount, once for each key. Raises NoAnswer as the payment method has it."""
        method = _METHODS.get(payment_method, _UNKNOWN)

        async def body(work: UnitOfWork) -> tuple[bool, Row]:
            first = await work.row(
                "INSERT INTO sandbox_orders"
                " (key, method, amount_micros, fee_micros, outcome)"
                " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (key) DO NOTHING RETURNING id",
                key,
                payment_method,
                amount_micros,
                fee_micros(amount_micros) if method.outcome == _SUCCEEDED else 0,
                method.outcome if method.hears_at_once else _LOST,
            )
            if first is None:
                await work.execute(_HEAR, key, method.outcome)
            order = await work.one(_ORDER, key)
            if (order["method"], order["amount_micros"]) != (payment_method, amount_micros):
                raise ValueError(f"{key} came with another payment method or amount before")
            return first is not None, order

        is_first, order = await unit_of_work(body)
        if is_first and not (method.hears_at_once and method.answers_at_once):
            raise NoAnswer
        return _as_charge(order)

    async def find(self, key: str) -> Charge | None:
        """The answer to the order of this key, or None."""
        order = await database.row(_ORDER, key)
        return None if order is None or order["outcome"] == _LOST else _as_charge(order)


_ORDER = "SELECT method, amount_micros, fee_micros, outcome FROM sandbox_orders WHERE key = $1"
_HEAR = "UPDATE sandbox_orders SET outcome = $2 WHERE key = $1 AND outcome = 'lost'"


def _as_charge(order: Row) -> Charge:
    outcome = order["outcome"]
    return Charge(order["fee_micros"], None if outcome == _SUCCEEDED else outcome)
