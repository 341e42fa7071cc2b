"""The sandbox: a bank that exists in a table, for demos and tests.

What it does is told from the IBAN; these are valid and belong to nobody:

    DE89 3704 0044 0532 0130 00  paid, as to every other valid IBAN
    DE62 3704 0044 0532 0130 01  returned by the bank, reason `account_closed`
    DE35 3704 0044 0532 0130 02  paid, but the first answer never arrives
    DE08 3704 0044 0532 0130 03  the first order never arrives; asked again, it is paid

It plays somebody else's house: its records (`sandbox_orders`) are written in transactions of its
own, and what it has paid stays paid whatever becomes of us.
"""

from __future__ import annotations

from likewise.models import database
from likewise.models.unit_of_work import Row, UnitOfWork, unit_of_work
from likewise.payouts.providers import NoAnswer, Order

PAID_IBAN = "DE89370400440532013000"
RETURNED_IBAN = "DE62370400440532013001"
NO_ANSWER_IBAN = "DE35370400440532013002"
LOST_IBAN = "DE08370400440532013003"

_PAID = "paid"
_LOST = "lost"


class SandboxProvider:
    """The sandbox as a PayoutProvider."""

    async def pay(self, *, key: str, iban: str, amount_micros: int) -> Order:
        """Pay, once for each key. Raises NoAnswer as the IBAN has it."""
        outcome = "account_closed" if iban == RETURNED_IBAN else _PAID

        async def body(work: UnitOfWork) -> tuple[bool, Row]:
            first = await work.row(
                "INSERT INTO sandbox_orders"
                " (key, method, amount_micros, fee_micros, outcome)"
                " VALUES ($1, $2, $3, 0, $4) ON CONFLICT (key) DO NOTHING RETURNING id",
                key,
                iban,
                amount_micros,
                _LOST if iban == LOST_IBAN else outcome,
            )
            if first is None:
                await work.execute(_HEAR, key, outcome)
            return first is not None, await work.one(_ORDER, key)

        is_first, order = await unit_of_work(body)
        if (order["method"], order["amount_micros"]) != (iban, amount_micros):
            raise ValueError(f"{key} came with another account or amount before")
        if is_first and iban in (NO_ANSWER_IBAN, LOST_IBAN):
            raise NoAnswer
        return _as_answer(order)

    async def find(self, key: str) -> Order | None:
        """What became of the order of this key, or None."""
        order = await database.row(_ORDER, key)
        return None if order is None or order["outcome"] == _LOST else _as_answer(order)


_ORDER = "SELECT method, amount_micros, outcome FROM sandbox_orders WHERE key = $1"
_HEAR = "UPDATE sandbox_orders SET outcome = $2 WHERE key = $1 AND outcome = 'lost'"


def _as_answer(order: Row) -> Order:
    return Order(None if order["outcome"] == _PAID else order["outcome"])
