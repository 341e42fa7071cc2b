"""The bank account that a person is paid out to: the one of her registration, as that is now."""

from __future__ import annotations

from datetime import datetime, timedelta

from likewise.errors import BankAccountOnHold, NotRegistered
from likewise.models.unit_of_work import Row, UnitOfWork
from likewise.operators.freezing import require_not_frozen
from likewise.settings import settings


def ends_of(iban: str) -> str:
    """An IBAN as it is shown: all but its ends hidden."""
    return f"{iban[:4]}…{iban[-4:]}"


async def account_to_pay_to(work: UnitOfWork, person_id: int) -> str:
    """The IBAN of a person's approved registration, which stays while this unit of work lasts.

    Nothing is paid to who is frozen. Raises AccountFrozen, NotRegistered, BankAccountOnHold.
    """
    await require_not_frozen(work, person_id)
    row = await work.row(_REGISTRATION, person_id)
    if row is None:
        raise NotRegistered
    if held_until(row["bank_changed_at"], row["as_of"]) is not None:
        hold_hours = settings().bank_hold_hours
        raise BankAccountOnHold(
            f"The bank account was changed lately: payouts wait for {hold_hours} hours after that."
        )
    return str(row["iban"])


def held_until(bank_changed_at: datetime | None, as_of: datetime) -> datetime | None:
    """Until when payouts wait at this moment, the account having changed at that; None: no more."""
    if bank_changed_at is None:
        return None
    until = bank_changed_at + timedelta(hours=settings().bank_hold_hours)
    return until if until > as_of else None


async def require_same_account(work: UnitOfWork, payout: Row) -> None:
    """Let a payout, its row, go on only to the account that its owner would be paid out to now.

    Raises AccountFrozen, NotRegistered, BankAccountOnHold (also once the hold is over, if the
    account is another one than when the payout was requested).
    """
    if await account_to_pay_to(work, payout["person_id"]) != payout["iban"]:
        raise BankAccountOnHold("The bank account is another one since this payout was requested.")


_REGISTRATION = """
SELECT iban, bank_changed_at, likewise_now() AS as_of
FROM registrations WHERE person_id = $1 AND state = 'approved'
FOR SHARE
"""
