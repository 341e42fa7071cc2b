"""A person's wallet as she sees it: her balances and, kept apart, the projection."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from likewise.ledger.balances import WalletBalances, balances_of, wallet_balances
from likewise.models import database
from likewise.models.unit_of_work import ReadRows
from likewise.statements.projection import Giving, givings_of, projection_of


@dataclass(frozen=True, slots=True)
class Wallet:
    """Money that she has; and `projection_micros` and `giving`, which are none yet."""

    person_id: int
    balances: WalletBalances
    projection_micros: int
    giving: Giving

    @property
    def version(self) -> int:
        """Rises with each transfer that touches her wallet; a projection moves without it."""
        return self.balances.version


async def wallet_of(person_id: int) -> Wallet:
    """The wallet of a person now. Raises LookupError if she has none.

    The balances are read first: if a month is closed between the two readings, what it brought is
    missing from both for a moment, and never counted twice.
    """
    balances = await wallet_balances(database.rows, person_id)
    givings = await givings_of(database.rows, [person_id])
    return Wallet(person_id, balances, await projection_of(person_id), givings[person_id])


async def wallets_of(
    read: ReadRows, person_ids: Collection[int], projections_micros: Mapping[int, int]
) -> dict[int, Wallet]:
    """The wallets of these people, who has none left out, with projections that are known.

    Two statements however many they are; `read` must show both the same moment.
    """
    balances = await balances_of(read, person_ids)
    givings = await givings_of(read, balances)
    return {
        person_id: Wallet(
            person_id, found, projections_micros.get(person_id, 0), givings[person_id]
        )
        for person_id, found in balances.items()
    }
