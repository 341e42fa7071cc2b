"""Collecting: every membership pays for the current calendar month, once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

import structlog

from likewise.memberships.payment import finish_payment, payment_of_this_month
from likewise.memberships.payments import Payment
from likewise.memberships.providers import NoAnswer
from likewise.models.unit_of_work import UnitOfWork, unit_of_work

BATCH_SIZE = 200
AT_ONCE = 4
"""How many payments wait for their provider at the same time."""

_log = structlog.get_logger()


@dataclass(slots=True)
class Collected:
    """How many payments ended in which way; `succeeded_micros` is what was paid, fees included.

    `unanswered`: their provider has not answered, the next collection asks again. `failed`: by a
    fault of ours, which is in the log; the others went on.
    """

    succeeded: int = 0
    declined: int = 0
    unanswered: int = 0
    failed: int = 0
    succeeded_micros: int = 0

    @property
    def total(self) -> int:
        """How many have been looked at so far."""
        return self.succeeded + self.declined + self.unanswered + self.failed

    def count(self, payment: Payment) -> None:
        """Count a payment that has its answer."""
        if payment.state == "succeeded":
            self.succeeded += 1
            self.succeeded_micros += payment.amount_micros
        else:
            self.declined += 1


async def collect_payments(*, on_progress: Callable[[Collected], None] | None = None) -> Collected:
    """First finish what has no answer yet, of whatever month; then charge who has not paid.

    Whoever is active or past due, and not frozen, is charged for the current calendar month unless
    it is paid for.
    A decline makes the membership past due, and each later collection of the month tries again.
    Safe to run at any time, again after a crash, and by several processes at once.
    """
    collected = Collected()
    for batches, step in ((_batches(_UNANSWERED), finish_payment), (_batches(_DUE), _charge)):
        async for ids in batches:
            await _each(ids, step, collected)
            if on_progress is not None:
                on_progress(collected)
    return collected


async def _charge(membership_id: int) -> Payment | None:
    """Charge one membership; None if it was cancelled, or its owner frozen, in the meantime."""

    async def body(work: UnitOfWork) -> int | None:
        due = await work.row(
            "SELECT FROM memberships JOIN persons ON persons.id = person_id"
            " WHERE memberships.id = $1 AND state IN ('active', 'past_due') AND frozen_at IS NULL"
            " FOR NO KEY UPDATE OF memberships FOR SHARE OF persons",
            membership_id,
        )
        return None if due is None else await payment_of_this_month(work, membership_id)

    payment_id = await unit_of_work(body)
    return None if payment_id is None else await finish_payment(payment_id)


async def _each(
    ids: list[int], step: Callable[[int], Awaitable[Payment | None]], collected: Collected
) -> None:
    """Take a step for each id, a few at a time; what goes wrong with one stops no other."""
    places = asyncio.Semaphore(AT_ONCE)

    async def one(each_id: int) -> None:
        async with places:
            try:
                payment = await step(each_id)
            except NoAnswer:
                collected.unanswered += 1
            except Exception:
                _log.exception("collecting_failed", id=each_id, step=step.__name__)
                collected.failed += 1
            else:
                if payment is not None:
                    collected.count(payment)

    async with asyncio.TaskGroup() as group:
        for each_id in ids:
            group.create_task(one(each_id))


async def _batches(sql: str) -> AsyncIterator[list[int]]:
    """The ids that a statement finds, in ascending order, after those of the batch before."""
    after_id = 0
    while True:
        # In a unit of work, since the clock of the seed and the tests is known only there.
        ids = await unit_of_work(_reading(sql, after_id))
        if not ids:
            return
        yield ids
        after_id = ids[-1]


def _reading(sql: str, after_id: int) -> Callable[[UnitOfWork], Awaitable[list[int]]]:
    async def body(work: UnitOfWork) -> list[int]:
        return [int(row["id"]) for row in await work.rows(sql, after_id, BATCH_SIZE)]

    return body


_UNANSWERED = "SELECT id FROM payments WHERE state = 'requested' AND id > $1 ORDER BY id LIMIT $2"
_DUE = """
SELECT memberships.id FROM memberships JOIN persons ON persons.id = person_id
WHERE state IN ('active', 'past_due') AND frozen_at IS NULL
  AND memberships.id > $1 AND NOT EXISTS (
    SELECT FROM payments
    WHERE membership_id = memberships.id AND payments.state <> 'declined'
      AND month = this_month()
)
ORDER BY memberships.id LIMIT $2
"""
