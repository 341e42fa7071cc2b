"""A person's wallet as she sees it: her balances and, kept apart, the projection."""

from __future__ import annotations

from dataclasses import dataclass

from likewise.ledger.balances import WalletBalances, wallet_balances
from likewise.models import database
from likewise.statements.projection import projection_of


@dataclass(frozen=True, slots=True)
class Wallet:
    """Money that she has, and `projection_micros` that is none yet."""

    balances: WalletBalances
    projection_micros: int

    @property
    def version(self) -> int:
        """Rises with each transfer that touches her wallet; a projection moves without it."""
        return self.balances.version


async def wallet_of(person_id: int) -> Wallet:
    """The wallet of a person now. Raises LookupError if she has none.

    The balances are read first: if a month is closed between the two readings, what it brought is
    missing from both for a moment, and never counted twice.
    """
    balances = await wallet_balances(database.row, person_id)
    return Wallet(balances, await projection_of(person_id))
