"""Reading balances: a person's wallet."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from likewise.models.unit_of_work import Row
from likewise.settings import settings

ReadRow = Callable[..., Awaitable[Row | None]]
"""`database.row` outside a unit of work, `work.row` inside one."""


@dataclass(frozen=True, slots=True)
class WalletBalances:
    """A person's money, in micros.

    `budget` can be shared only. `available` and `on_hold` are the received money that can be paid
    out now and later; both can be passed on. `in_flight` is on its way to her bank. `version`
    rises with each transfer that touches any of it.
    """

    budget_micros: int
    available_micros: int
    on_hold_micros: int
    in_flight_micros: int
    version: int

    @property
    def received_micros(self) -> int:
        """What likes brought and is still in the wallet, available or on hold."""
        return self.available_micros + self.on_hold_micros


async def wallet_balances(read: ReadRow, person_id: int) -> WalletBalances:
    """The wallet of a person, in one statement.

    On hold is what the settlements of the last `hold_days` days brought, told from the dates of
    their posting, and at most the balance: what is passed on or paid out is taken from what has
    been available longest.
    """
    row = await read(_WALLET, person_id, settings().hold_days)
    if row is None or row["version"] is None:
        raise LookupError(f"person {person_id} has no wallet")
    on_hold = min(row["received"], row["recent"])
    return WalletBalances(
        row["budget"], row["received"] - on_hold, on_hold, row["in_flight"], row["version"]
    )


_WALLET = """
WITH wallet AS (SELECT id, kind, balance_micros, version FROM accounts WHERE person_id = $1)
SELECT
    (sum(balance_micros) FILTER (WHERE kind = 'budget'))::bigint AS budget,
    (sum(balance_micros) FILTER (WHERE kind = 'received'))::bigint AS received,
    (sum(balance_micros) FILTER (WHERE kind = 'in_flight'))::bigint AS in_flight,
    sum(version)::bigint AS version,
    coalesce((
        SELECT sum(transfers.amount_micros)
        FROM settlements
        JOIN accounts AS clearing ON clearing.settlement_id = settlements.id
        JOIN transfers ON transfers.source_id = clearing.id
        WHERE coalesce(settlements.posted_at, 'infinity')
            > likewise_now() - make_interval(days => $2)
          AND transfers.destination_id = (SELECT id FROM wallet WHERE kind = 'received')
    ), 0)::bigint AS recent
FROM wallet
"""
