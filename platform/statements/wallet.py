"""A person's wallet as she sees it: her balances and, kept apart, the projection."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from likewise.ledger.balances import BALANCES, WalletBalances, balances_in
from likewise.models import database
from likewise.models.unit_of_work import ReadRows, Row
from likewise.months import Month
from likewise.settings import settings
from likewise.statements.projection import GIVINGS, Giving, giving_in, projection_of


@dataclass(frozen=True, slots=True)
class Wallet:
    """Money that she has; and `projection_micros` and `giving`, which are none yet.

    `month` is the one that her likes count for now, `closed_month` the last one that was closed.
    """

    person_id: int
    balances: WalletBalances
    projection_micros: int
    giving: Giving
    month: Month
    closed_month: Month | None

    def projected(self, projection_micros: int) -> Wallet:
        """The same wallet with this projection."""
        return replace(self, projection_micros=projection_micros)

    @property
    def version(self) -> int:
        """Rises with each transfer that touches her wallet; a projection moves without it."""
        return self.balances.version


async def wallet_of(person_id: int) -> Wallet:
    """The wallet of a person now. Raises LookupError if she has none."""
    wallet = await find_wallet(person_id)
    if wallet is None:
        raise LookupError(f"person {person_id} has no wallet")
    return wallet


async def find_wallet(person_id: int) -> Wallet | None:
    """The wallet of a person now, if there is such a person.

    The balances are read first: if a month is closed between the two readings, what it brought is
    missing from both for a moment, and never counted twice.
    """
    wallet = (await wallets_of(database.rows, [person_id])).get(person_id)
    return None if wallet is None else wallet.projected(await projection_of(person_id))


async def wallets_of(read: ReadRows, person_ids: Collection[int]) -> dict[int, Wallet]:
    """The wallets of these people, who has none left out, and with nothing projected yet.

    One statement, however many they are: what is hers and what she would give agree.
    """
    rows = await read(_WALLETS, list(person_ids), settings().hold_days)
    return {row["person_id"]: _as_wallet(row) for row in rows}


def _as_wallet(row: Row) -> Wallet:
    closed = row["closed_month"]
    return Wallet(
        row["person_id"],
        balances_in(row),
        0,
        giving_in(row),
        Month.of(row["month"]),
        None if closed is None else Month.of(closed),
    )


_WALLETS = f"""
WITH balances AS MATERIALIZED ({BALANCES}), givings AS MATERIALIZED ({GIVINGS})
SELECT *, (SELECT max(month) FROM settlements WHERE state = 'closed') AS closed_month
FROM balances JOIN givings USING (person_id)
"""  # noqa: S608 - both are constants of ours
