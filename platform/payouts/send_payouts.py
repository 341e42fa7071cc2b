"""Sending approved payouts to the provider, and finding out what became of those sent before."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

import structlog

from likewise.errors import AccountFrozen, BankAccountOnHold, NotRegistered, WrongState
from likewise.models import database
from likewise.models.deadline import within_deadline
from likewise.models.gate import pass_gate
from likewise.models.unit_of_work import UnitOfWork, unit_of_work
from likewise.payouts.bank_account import require_same_account
from likewise.payouts.lifecycle import take_step
from likewise.payouts.movements import bring_back, land
from likewise.payouts.payout import Payout, existing_payout
from likewise.payouts.providers import NoAnswer, Order
from likewise.payouts.providers.chosen import payout_provider

BATCH_SIZE = 100
PROVIDER_TIMEOUT_SECONDS = 30.0

_log = structlog.get_logger()


@dataclass(slots=True)
class Sent:
    """How many payouts ended in which way; `paid_micros` is what the banks got.

    `unanswered`: the provider has not answered, the next batch looks them up. `held`: their owner
    was frozen, or changed papers or bank account, after the approval; they stay `approved`.
    `failed`: by a fault of ours, which is in the log; the others went on.
    """

    paid: int = 0
    returned: int = 0
    unanswered: int = 0
    held: int = 0
    failed: int = 0
    paid_micros: int = 0

    @property
    def total(self) -> int:
        """How many have been looked at so far."""
        return self.paid + self.returned + self.unanswered + self.held + self.failed

    def count(self, payout: Payout) -> None:
        """Count a payout by what became of it."""
        match payout.state:
            case "paid":
                self.paid += 1
                self.paid_micros += payout.net_micros
            case "returned":
                self.returned += 1
            case "sent":
                self.unanswered += 1
            case "approved":
                self.held += 1


async def send_payouts(*, on_progress: Callable[[Sent], None] | None = None) -> Sent:
    """Send every approved payout, and look up every one whose answer is still missing.

    One after the other, oldest first. Safe to run at any time, again after a crash, and by
    several processes at once.
    """
    sent = Sent()
    after_id = 0
    while ids := await _open_after(after_id):
        for payout_id in ids:
            try:
                sent.count(await send_payout(payout_id))
            except Exception:
                _log.exception("sending_failed", payout_id=payout_id)
                sent.failed += 1
            if on_progress is not None:
                on_progress(sent)
        after_id = ids[-1]
    return sent


async def send_payout(payout_id: int) -> Payout:
    """Bring one payout as far as its provider's answer goes; one that is not open stays as it is.

    It is `sent` before the provider hears of it: whoever finds it so, after whatever crash, looks
    it up first, and an order of the same key again is the same order. So it is never paid twice,
    and nobody can reject what may be on its way. What may not go to its bank account now stays
    `approved`.
    """
    payout = await existing_payout(payout_id)
    if payout.state == "approved":
        payout = await _as_recorded_once(_step(payout_id, "approved", "sent"), payout_id)
    if payout.state == "sent":
        try:
            order = await _ask_provider(payout)
        except NoAnswer:
            return payout
        outcome = "paid" if order.return_reason is None else "returned"
        step = _step(payout_id, "sent", outcome, reason=order.return_reason)
        payout = await _as_recorded_once(step, payout_id)
    return payout


async def _ask_provider(payout: Payout) -> Order:
    provider = payout_provider()
    key = f"payout:{payout.id}"
    try:
        async with asyncio.timeout(within_deadline(PROVIDER_TIMEOUT_SECONDS)):
            return await provider.find(key) or await provider.pay(
                key=key, iban=payout.iban, amount_micros=payout.net_micros
            )
    except TimeoutError:
        raise NoAnswer from None


def _step(
    payout_id: int, came_from: str, to: str, reason: str | None = None
) -> Callable[[UnitOfWork], Awaitable[None]]:
    """The unit of work of a step that the system takes, with what it moves."""

    async def body(work: UnitOfWork) -> None:
        await pass_gate(work)
        payout = await take_step(
            work, payout_id, came_from=(came_from,), to=to, actor_id=None, reason=reason
        )
        if to == "sent":
            await require_same_account(work, payout)
        if to == "paid":
            await land(work, payout)
        if to == "returned":
            await bring_back(work, payout)

    return body


async def _as_recorded_once(
    body: Callable[[UnitOfWork], Awaitable[None]], payout_id: int
) -> Payout:
    """Take a step, unless it may not be; if somebody else has in the meantime, hers counts."""
    with suppress(WrongState, AccountFrozen, NotRegistered, BankAccountOnHold):
        await unit_of_work(body)
    return await existing_payout(payout_id)


async def _open_after(after_id: int) -> list[int]:
    rows = await database.rows(
        "SELECT id FROM payouts WHERE state IN ('approved', 'sent') AND id > $1"
        " ORDER BY id LIMIT $2",
        after_id,
        BATCH_SIZE,
    )
    return [int(row["id"]) for row in rows]
