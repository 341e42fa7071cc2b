"""Sealing a month: from that moment on, likes and payments count for the next."""

from __future__ import annotations

from likewise.errors import MonthNotEnded, MonthOutOfOrder
from likewise.ledger.accounts import open_clearing_account
from likewise.models.gate import close_gate, pass_gate
from likewise.models.unit_of_work import UnitOfWork, unit_of_work
from likewise.months import Month
from likewise.settings import settings


async def seal(month: Month, *, early: bool) -> None:
    """Seal a month; one that is sealed already stays as it is.

    Waits for every like and payment that is being written, and takes no longer than that and one
    row: what lies on which side is told later from what is written on the rows themselves.
    Raises MonthNotEnded (unless `early`, and never for a month after the one that is open) and
    MonthOutOfOrder (an earlier month is not closed, or the month lies before the last closed one).
    """

    async def body(work: UnitOfWork) -> None:
        await work.lift_time_limit()
        await close_gate(work)
        known = await work.row("SELECT id FROM settlements WHERE month = $1", month.first_day)
        if known is not None:
            return
        await _require_turn(work, month)
        await _require_ended(work, month, early=early)
        sealed = await work.one(
            "INSERT INTO settlements (id, month, state, early, max_hops, sealed_at)"
            " SELECT count(*) + 1, $1, 'sealed', $2, $3, likewise_now() FROM settlements"
            " RETURNING id",
            month.first_day,
            early,
            settings().max_hops,
        )
        await open_clearing_account(work, sealed["id"])

    await unit_of_work(body)


async def enter_repeating_likes(month: Month) -> None:
    """Enter the likes that repeat into a month, once each; what is there already stays.

    Nobody can seal that month meanwhile, since the one before it is not closed yet.
    """

    async def body(work: UnitOfWork) -> None:
        await work.lift_time_limit()
        await work.execute(
            "INSERT INTO likes (person_id, month, target_id)"
            " SELECT person_id, $1, target_id FROM repeating_likes ORDER BY id"
            " ON CONFLICT DO NOTHING",
            month.first_day,
        )

    await unit_of_work(body)


async def _require_turn(work: UnitOfWork, month: Month) -> None:
    last = await work.row("SELECT month, state FROM settlements ORDER BY id DESC LIMIT 1")
    if last is None:
        waiting = await work.one("SELECT min(month) AS month FROM likes")
        due = None if waiting["month"] is None else Month.of(waiting["month"])
        if due is not None and due < month:
            raise MonthOutOfOrder(f"{due} has likes and has to be closed first.")
        return
    if last["state"] != "closed":
        raise MonthOutOfOrder(f"{Month.of(last['month'])} is being closed and has to end first.")
    due = Month.of(last["month"]).next()
    if month != due:
        raise MonthOutOfOrder(f"The next month to close is {due}.")


async def _require_ended(work: UnitOfWork, month: Month, *, early: bool) -> None:
    open_month = (await pass_gate(work)).month
    if month > open_month or (month == open_month and not early):
        raise MonthNotEnded
