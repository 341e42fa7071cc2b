"""Opening accounts and finding them."""

from __future__ import annotations

from likewise.models.money import PERSON_KINDS, PLATFORM_KINDS
from likewise.models.unit_of_work import UnitOfWork
from likewise.settings import settings

PLATFORM_SLOTS = 16
"""A platform kind is this many accounts, so that no single row serialises everybody."""


async def open_person_accounts(work: UnitOfWork, person_id: int) -> None:
    """Open the wallet of a new person: budget, received, in flight. Doing it twice is once."""
    await work.execute(
        "INSERT INTO accounts (kind, person_id, currency)"
        " SELECT kind, $1, $2 FROM unnest($3::text[]) AS kind ON CONFLICT DO NOTHING",
        person_id,
        settings().currency,
        list(PERSON_KINDS),
    )


async def open_escrow_account(work: UnitOfWork, site_id: int) -> None:
    """Open the account where money waits for a site's owner. Doing it twice is once."""
    await work.execute(
        "INSERT INTO accounts (kind, site_id, currency) VALUES ('escrow', $1, $2)"
        " ON CONFLICT DO NOTHING",
        site_id,
        settings().currency,
    )


async def open_clearing_account(work: UnitOfWork, settlement_id: int) -> int:
    """Open the account that a settlement's money passes through; returns its id."""
    row = await work.one(
        "INSERT INTO accounts (kind, settlement_id, currency)"
        " VALUES ('settlement_clearing', $1, $2) RETURNING id",
        settlement_id,
        settings().currency,
    )
    return int(row["id"])


async def open_platform_accounts(work: UnitOfWork) -> None:
    """Open the platform's own accounts: provider clearing, fees, cut, reserve. Twice is once."""
    await work.execute(
        "INSERT INTO accounts (kind, slot, currency)"
        " SELECT kind, slot, $1"
        " FROM unnest($2::text[]) AS kind,"
        " generate_series(0, $3::int - 1) AS slot ON CONFLICT DO NOTHING",
        settings().currency,
        list(PLATFORM_KINDS),
        PLATFORM_SLOTS,
    )


async def person_account(work: UnitOfWork, kind: str, person_id: int) -> int:
    """The id of a person's account of one of PERSON_KINDS."""
    row = await work.one(
        "SELECT id FROM accounts WHERE person_id = $1 AND kind = $2", person_id, kind
    )
    return int(row["id"])


async def platform_account(work: UnitOfWork, kind: str, spread_by: int) -> int:
    """The id of the platform account of this kind in the slot that `spread_by` falls into.

    The same `spread_by` (a person's id, say) finds the same account, so what is undone later
    comes back out of the account that it went into. The first to ask opens them all.
    """
    found = await work.row(_PLATFORM_ACCOUNT, kind, spread_by % PLATFORM_SLOTS)
    if found is None:
        await open_platform_accounts(work)
        found = await work.one(_PLATFORM_ACCOUNT, kind, spread_by % PLATFORM_SLOTS)
    return int(found["id"])


_PLATFORM_ACCOUNT = """
SELECT id FROM accounts
WHERE kind = $1 AND slot = $2 AND person_id IS NULL AND site_id IS NULL AND settlement_id IS NULL
"""
