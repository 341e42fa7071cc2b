"""Approving a payout."""

from __future__ import annotations

from likewise.errors import Forbidden
from likewise.models.unit_of_work import UnitOfWork
from likewise.operators.deeds import Deed, record_deed
from likewise.payouts.asked_step import once_for_key
from likewise.payouts.bank_account import require_same_account
from likewise.payouts.lifecycle import take_step
from likewise.payouts.payout import Payout
from likewise.payouts.send_payouts import send_payout


async def approve_payout(*, operator_id: int, payout_id: int, idempotency_key: str) -> Payout:
    """Approve a payout and give it to the provider: `paid` or `returned`, as that answers.

    `sent` if it does not answer: it is looked up by the next batch, or by asking again with the
    same key. `approved` still if the registration changed just after the approval.

    Raises NotFound, WrongState, Forbidden (a payout of her own), AccountFrozen (its owner is
    frozen), NotRegistered (her papers are not approved, or no longer), BankAccountOnHold (her
    account is on hold, or another one than when she asked), KeyReused, InvalidInput (the key).
    """
    await approve_for_the_batch(
        operator_id=operator_id, payout_id=payout_id, idempotency_key=idempotency_key
    )
    return await send_payout(payout_id)


async def approve_for_the_batch(
    *, operator_id: int, payout_id: int, idempotency_key: str
) -> Payout:
    """Approve a payout and leave the sending to the next `send_payouts`. Raises the same."""

    async def act(work: UnitOfWork) -> None:
        payout = await take_step(
            work, payout_id, came_from=("requested",), to="approved", actor_id=operator_id
        )
        if payout["person_id"] == operator_id:
            raise Forbidden("Nobody approves a payout of her own.")
        await require_same_account(work, payout)
        await record_deed(
            work,
            Deed.PAYOUT_APPROVED,
            operator_id=operator_id,
            person_id=payout["person_id"],
            payout_id=payout_id,
        )

    return await once_for_key(
        actor_id=operator_id,
        payout_id=payout_id,
        idempotency_key=idempotency_key,
        operation="approvePayout",
        act=act,
    )
