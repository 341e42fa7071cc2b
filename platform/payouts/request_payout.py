"""Requesting a payout."""

from __future__ import annotations

from likewise.models.gate import pass_gate
from likewise.models.idempotency import once
from likewise.models.unit_of_work import UnitOfWork, unit_of_work
from likewise.payouts.allotment import Allotment, allot, gross_of
from likewise.payouts.bank_account import account_to_pay_to
from likewise.payouts.lifecycle import record_step
from likewise.payouts.movements import put_in_flight
from likewise.payouts.payable import payable_micros
from likewise.payouts.payout import Payout, existing_payout
from likewise.settings import settings


async def request_payout(
    *, person_id: int, amount_micros: int | None, idempotency_key: str
) -> Payout:
    """Ask for money to be paid out to the registered bank account, the cut taken of it.

    `amount_micros` None: all that can be paid out. It is in flight from now on. Raises
    AccountFrozen, NotRegistered, BankAccountOnHold, PayoutTooSmall, AmountOutOfRange,
    InsufficientFunds, KeyReused, InvalidInput (the key).
    """

    async def body(work: UnitOfWork) -> dict[str, object]:
        async def request() -> dict[str, object]:
            return {"payout_id": await _request(work, person_id, amount_micros)}

        await pass_gate(work)
        return await once(
            work,
            person_id=person_id,
            key=idempotency_key,
            operation="requestPayout",
            asked={"amount_micros": amount_micros},
            answer=request,
        )

    payout_id = (await unit_of_work(body))["payout_id"]
    assert isinstance(payout_id, int)
    return await existing_payout(payout_id)


def allotment_of(amount_micros: int | None, payable_micros: int) -> Allotment:
    """How an amount would be allotted in this installation; None: all that can be paid out.

    Raises PayoutTooSmall, AmountOutOfRange, InsufficientFunds.
    """
    chosen = settings()
    gross_micros = gross_of(
        amount_micros,
        payable_micros=payable_micros,
        min_micros=chosen.payout_min_micros,
        max_micros=chosen.payout_max_micros,
    )
    return allot(gross_micros, chosen.cut_bps)


async def _request(work: UnitOfWork, person_id: int, amount_micros: int | None) -> int:
    iban = await account_to_pay_to(work, person_id)
    allotment = allotment_of(amount_micros, await payable_micros(work, person_id))
    return await _enter_payout(work, person_id, iban, allotment, settings().cut_bps)


async def _enter_payout(
    work: UnitOfWork, person_id: int, iban: str, allotment: Allotment, cut_bps: int
) -> int:
    payout = await work.one(
        "INSERT INTO payouts"
        " (person_id, amount_micros, net_micros, cut_micros, cut_bps, iban, state)"
        " VALUES ($1, $2, $3, $4, $5, $6, 'requested') RETURNING *",
        person_id,
        allotment.amount_micros,
        allotment.net_micros,
        allotment.cut_micros,
        cut_bps,
        iban,
    )
    await record_step(work, payout["id"], "requested", person_id)
    await put_in_flight(work, payout)
    return int(payout["id"])
