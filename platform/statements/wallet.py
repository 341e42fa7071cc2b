"""A person's wallet as she sees it: her balances and, kept apart, the projection."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from likewise.ledger.balances import WalletBalances, balances_of
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

    def projected(self, projection_micros: int) -> Wallet:
        """The same wallet with this projection."""
        return Wallet(self.person_id, self.balances, projection_micros, self.giving)

    @property
    def version(self) -> int:
        """Rises with each transfer that touches her wallet; a projection moves without it."""
        return self.balances.version


async def wallet_of(person_id: int) -> Wallet:
    """The wallet of a person now. Raises LookupError if she has none.

    The balances are read first: if a month is closed between the two readings, what it brought is
    missing from both for a moment, and never counted twice.
    """
    wallet = (await wallets_of(database.rows, [person_id])).get(person_id)
    if wallet is None:
        raise LookupError(f"person {person_id} has no wallet")
    return wallet.projected(await projection_of(person_id))


async def wallets_of(read: ReadRows, person_ids: Collection[int]) -> dict[int, Wallet]:
    """The wallets of these people, who has none left out, and with nothing projected yet.

    Two statements, however many they are.
    """
    balances = await balances_of(read, person_ids)
    givings = await givings_of(read, balances)
    return {each: Wallet(each, found, 0, givings[each]) for each, found in balances.items()}
