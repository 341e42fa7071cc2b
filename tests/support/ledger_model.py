"""The ledger as plain dicts: what must come of transfers, thought out apart from the database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from likewise.errors import (
    AmountOutOfRange,
    InsufficientFunds,
    KeyReused,
    NotFound,
    Refusal,
    WrongReversal,
)
from likewise.ledger.transfers import Transfer

LARGEST_MICROS = 9_007_199_254_740_992


@dataclass(frozen=True)
class ModelAccount:
    """What never changes about an account."""

    floored: bool
    currency: str


@dataclass
class LedgerModel:
    """Accounts by id; transfers by key in the order they were entered; ids as the ledger gave them.

    `why_refused` returns every refusal that would be right for a batch: which of several reasons
    is named first is the ledger's own choice.
    """

    accounts: dict[int, ModelAccount]
    balances: Counter[int] = field(default_factory=Counter)
    versions: Counter[int] = field(default_factory=Counter)
    by_key: dict[str, Transfer] = field(default_factory=dict)
    by_id: dict[int, Transfer] = field(default_factory=dict)

    def why_refused(self, batch: Sequence[Transfer]) -> set[type[Refusal]]:
        """The reasons against a batch; none: it is entered."""
        fresh = [each for each in batch if self.by_key.get(each.key) != each]
        reasons = {reason for each in fresh for reason in self._against(each)}
        if self._overdrawn([each for each in fresh if each.key not in self.by_key]):
            reasons.add(InsufficientFunds)
        reversed_ids = [each.reverses_id for each in fresh if each.reverses_id is not None]
        if len(reversed_ids) != len(set(reversed_ids)):
            reasons.add(WrongReversal)
        return reasons

    def enter(self, batch: Sequence[Transfer], ids: Sequence[int]) -> None:
        """A batch that nothing is against was entered under these ids."""
        for wish, transfer_id in zip(batch, ids, strict=True):
            if wish.key in self.by_key:
                assert self.by_id[transfer_id] == wish
                continue
            self.by_key[wish.key] = self.by_id[transfer_id] = wish
            self.balances[wish.source_id] -= wish.amount_micros
            self.balances[wish.destination_id] += wish.amount_micros
            self.versions.update((wish.source_id, wish.destination_id))

    def _against(self, wish: Transfer) -> set[type[Refusal]]:
        reasons: set[type[Refusal]] = set()
        if not 1 <= wish.amount_micros <= LARGEST_MICROS:
            reasons.add(AmountOutOfRange)
        if wish.key in self.by_key:
            reasons.add(KeyReused)
        sides = [self.accounts.get(wish.source_id), self.accounts.get(wish.destination_id)]
        if None in sides or len({side.currency for side in sides if side}) > 1:
            reasons.add(NotFound)
        if wish.reverses_id is not None and not self._may_reverse(wish, wish.reverses_id):
            reasons.add(WrongReversal)
        return reasons

    def _may_reverse(self, wish: Transfer, original_id: int) -> bool:
        original = self.by_id.get(original_id)
        return (
            original is not None
            and original.reverses_id is None
            and (original.source_id, original.destination_id)
            == (wish.destination_id, wish.source_id)
            and wish.amount_micros <= original.amount_micros
            and all(other.reverses_id != original_id for other in self.by_id.values())
        )

    def _overdrawn(self, batch: Sequence[Transfer]) -> bool:
        after = Counter(self.balances)
        for each in batch:
            after[each.source_id] -= each.amount_micros
            after[each.destination_id] += each.amount_micros
        return any(
            micros < 0 and account_id in self.accounts and self.accounts[account_id].floored
            for account_id, micros in after.items()
        )
