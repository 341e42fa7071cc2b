"""Whose account is which: the accounts of people and sites, to look up by owner and by id."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from likewise.models.copying import Columns, copy_all
from likewise.models.unit_of_work import UnitOfWork
from likewise.settlement.split import Int64Array

BUDGET, RECEIVED, ESCROW = range(3)
"""The kinds of accounts that settlements touch."""

NOBODY = -1


@dataclass(frozen=True, slots=True)
class OwnedAccounts:
    """Columns of one length: the ids of accounts, the ids of their owners, and their kinds."""

    ids: Int64Array
    owner_ids: Int64Array
    kinds: Int64Array

    @classmethod
    async def of_everybody(cls, work: UnitOfWork) -> OwnedAccounts:
        """As they are now; an account stays its owner's for ever."""
        columns: Columns = {"id": np.int64, "owner_id": np.int64, "kind": np.int32}
        found = await copy_all(work, _ACCOUNTS, columns=columns)
        return cls(found["id"], found["owner_id"], found["kind"].astype(np.int64))

    def ids_of(self, owner_ids: Int64Array, *kinds: int) -> Int64Array:
        """The account of one of these kinds of each owner, or NOBODY."""
        chosen = np.isin(self.kinds, kinds)
        return _looked_up(owner_ids, self.owner_ids[chosen], self.ids[chosen])

    def owners_of(self, ids: Int64Array) -> Int64Array:
        """The owner of each account, or NOBODY."""
        return _looked_up(ids, self.ids, self.owner_ids)

    def kinds_of(self, ids: Int64Array) -> Int64Array:
        """The kind of each account, or NOBODY."""
        return _looked_up(ids, self.ids, self.kinds)


def _looked_up(wanted: Int64Array, ids: Int64Array, values: Int64Array) -> Int64Array:
    """By a table over all ids: these come from sequences, so it is hardly longer than they are."""
    table = np.full(max(int(ids.max(initial=0)), int(wanted.max(initial=0))) + 1, NOBODY)
    table[ids] = values
    return table[wanted]


_ACCOUNTS = """
SELECT id, coalesce(person_id, site_id) AS owner_id,
    CASE kind WHEN 'budget' THEN 0 WHEN 'received' THEN 1 ELSE 2 END AS kind
FROM accounts WHERE kind IN ('budget', 'received', 'escrow')
"""
