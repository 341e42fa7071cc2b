"""Reading balances: a person's wallet."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from likewise.models.unit_of_work import ReadRows, Row
from likewise.settings import settings


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


async def wallet_balances(read: ReadRows, person_id: int) -> WalletBalances:
    """The wallet of a person, in one statement. Raises LookupError if she has none."""
    found = await balances_of(read, [person_id])
    if person_id not in found:
        raise LookupError(f"person {person_id} has no wallet")
    return found[person_id]


async def balances_of(read: ReadRows, person_ids: Collection[int]) -> dict[int, WalletBalances]:
    """The wallets of these people, in one statement; who has none is left out.

    On hold is what the settlements of the last `hold_days` days brought, told from the dates of
    their posting, and at most the balance: what is passed on or paid out is taken from what has
    been available longest.
    """
    rows = await read(BALANCES, list(person_ids), settings().hold_days)
    return {row["person_id"]: balances_in(row) for row in rows}


def balances_in(row: Row) -> WalletBalances:
    """The balances in a row of BALANCES."""
    on_hold = min(row["received"], row["recent"])
    return WalletBalances(
        row["budget"], row["received"] - on_hold, on_hold, row["in_flight"], row["version"]
    )


# Who posted lately is found once. Where nobody did, the transfers are not looked at, whatever the
# planner believes of a table that has grown since it was analysed.
BALANCES = """
WITH lately AS MATERIALIZED (
    SELECT accounts.id
    FROM settlements JOIN accounts ON accounts.settlement_id = settlements.id
    WHERE coalesce(settlements.posted_at, 'infinity')
        > likewise_now() - make_interval(days => $2)
)
SELECT asked.person_id, wallet.budget, wallet.received, wallet.in_flight, wallet.version,
    CASE WHEN EXISTS (SELECT FROM lately) THEN coalesce((
        SELECT sum(transfers.amount_micros) FROM transfers
        WHERE transfers.destination_id = wallet.received_id
          AND transfers.source_id IN (SELECT id FROM lately)
    ), 0) ELSE 0 END::bigint AS recent
FROM unnest($1::bigint[]) AS asked(person_id)
CROSS JOIN LATERAL (
    SELECT
        (sum(balance_micros) FILTER (WHERE kind = 'budget'))::bigint AS budget,
        (sum(balance_micros) FILTER (WHERE kind = 'received'))::bigint AS received,
        (sum(balance_micros) FILTER (WHERE kind = 'in_flight'))::bigint AS in_flight,
        max(id) FILTER (WHERE kind = 'received') AS received_id,
        sum(version)::bigint AS version
    FROM accounts WHERE accounts.person_id = asked.person_id
) AS wallet
WHERE wallet.version IS NOT NULL
"""
"""The balances of the people in $1, a row for each who has a wallet; $2: for how many days money is
on hold. For who reads something else at the same moment."""
