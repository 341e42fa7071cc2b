"""Reading balances: a wallet, what of it may leave, and the platform's own accounts."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from likewise.models.unit_of_work import Row, UnitOfWork
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
    their seals, and at most the balance: what is passed on or paid out is taken from what has
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
        WHERE settlements.sealed_at > likewise_now() - make_interval(days => $2)
          AND transfers.destination_id = (SELECT id FROM wallet WHERE kind = 'received')
    ), 0)::bigint AS recent
FROM wallet
"""


async def payable_micros(work: UnitOfWork, person_id: int) -> int:
    """What may leave a person's wallet now, in micros; hers to take while this unit of work lasts.

    Available, and not needed for a pot that is sealed already. Call it behind the gate of the
    month: it locks what a payout moves, so that two requests cannot spend one balance.
    """
    await work.execute(
        "SELECT FROM accounts WHERE person_id = $1 AND kind IN ('received', 'in_flight')"
        " ORDER BY id FOR NO KEY UPDATE",
        person_id,
    )
    balances = await wallet_balances(work.row, person_id)
    sealed = await sealed_pot_micros(work, person_id)
    return max(0, min(balances.available_micros, balances.received_micros - sealed))


async def sealed_pot_micros(work: UnitOfWork, person_id: int) -> int:
    """What of a person's received money is in the pot of a month that is sealed and not posted.

    It is in the book, so it has to be there when the month is posted. The balance at the seal is
    today's without what was transferred since; the pot, its part that she passes on, if she has
    likes in that month (product.md, "The split"). Call it behind the gate of the month.
    """
    return int((await work.one(_SEALED_POT, person_id))["micros"])


_SEALED_POT = """
SELECT coalesce(sum(
    div((received.balance_micros - since.micros) * coalesce(chosen.forward_bps, 10000), 10000)
), 0)::bigint AS micros
FROM settlements
JOIN accounts AS received ON received.person_id = $1 AND received.kind = 'received'
CROSS JOIN LATERAL (
    SELECT coalesce(sum(
        CASE destination_id WHEN received.id THEN amount_micros ELSE -amount_micros END
    ), 0) AS micros
    FROM transfers
    WHERE seals_before >= settlements.id AND received.id IN (source_id, destination_id)
) AS since
LEFT JOIN LATERAL (
    SELECT forward_bps FROM forwardings
    WHERE forwardings.person_id = $1 AND seals_before < settlements.id
    ORDER BY seals_before DESC LIMIT 1
) AS chosen ON true
WHERE settlements.state IN ('sealed', 'computed')
  AND EXISTS (SELECT FROM likes WHERE likes.person_id = $1 AND likes.month = settlements.month)
"""


async def platform_balance_micros(read: ReadRow, kind: str) -> int:
    """The balance of a kind of account over all its slots and owners, in micros."""
    row = await read(
        "SELECT coalesce(sum(balance_micros), 0)::bigint AS micros FROM accounts WHERE kind = $1",
        kind,
    )
    return int(row["micros"]) if row else 0
