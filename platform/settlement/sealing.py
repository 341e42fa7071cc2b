"""Sealing a month: from that moment on, likes and payments count for the next."""

from __future__ import annotations

from likewise.errors import MonthNotBegun, MonthNotEnded, MonthOutOfOrder
from likewise.ledger.accounts import open_clearing_account
from likewise.models.gate import close_gate
from likewise.models.unit_of_work import UnitOfWork, unit_of_work
from likewise.months import Month
from likewise.operators.deeds import Deed, record_deed
from likewise.settings import settings
from likewise.settlement.settlements import Fence, hold_fence

REPEATING_LIKES_PER_BATCH = 10_000


async def seal(month: Month, *, early: bool, operator_id: int | None = None) -> None:
    """Seal a month; one that is sealed already stays as it is.

    Waits for every like and payment that is being written, and takes no longer than that and one
    row: what lies on which side is told later from what is written on the rows themselves.
    Raises MonthNotBegun, MonthNotEnded (unless `early`) and MonthOutOfOrder (an earlier month is
    not closed, or the month lies before the last closed one).
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
        deed = Deed.CLOSING_STARTED_EARLY if early else Deed.CLOSING_STARTED
        await record_deed(work, deed, operator_id=operator_id, month=month)
        work.settlement_changed()

    await unit_of_work(body)


async def enter_repeating_likes(fence: Fence, month: Month) -> None:
    """Enter the likes that repeat into the month after the sealed one; what is there stays.

    In batches, lest who stops a repeating like waits long: she waits for a batch, and then finds
    the like to take back. Nobody can seal that month meanwhile: it is not its turn. What repeats
    for somebody who is frozen waits for the next month. Raises CloseSuperseded.
    """
    through: int | None = 0
    while through is not None:
        through = await _enter_batch(fence, month, through)


async def _enter_batch(fence: Fence, month: Month, after_id: int) -> int | None:
    """Enter a batch; returns the id of its last repeating like, and None when none is left."""

    async def body(work: UnitOfWork) -> int | None:
        await work.lift_time_limit()
        await hold_fence(work, fence)
        row = await work.one(_ENTER, after_id, REPEATING_LIKES_PER_BATCH, month.first_day)
        if row["last"] is not None:
            work.all_wallets_changed()  # what these likes will bring
        return None if row["last"] is None else int(row["last"])

    return await unit_of_work(body)


_ENTER = """
WITH batch AS (
    SELECT id, person_id, target_id FROM repeating_likes WHERE id > $1
    ORDER BY id LIMIT $2 FOR KEY SHARE
), entered AS (
    INSERT INTO likes (person_id, month, target_id)
    SELECT person_id, $3, target_id FROM batch JOIN persons ON persons.id = person_id
    WHERE persons.frozen_at IS NULL
    ON CONFLICT DO NOTHING
)
SELECT max(id) AS last FROM batch
"""


async def _require_turn(work: UnitOfWork, month: Month) -> None:
    last = await work.row("SELECT month, state FROM settlements ORDER BY id DESC LIMIT 1")
    if last is None:
        await _require_first_turn(work, month)
        return
    if last["state"] != "closed":
        raise MonthOutOfOrder(f"{Month.of(last['month'])} is being closed and has to end first.")
    due = Month.of(last["month"]).next()
    if month != due:
        raise MonthOutOfOrder(f"The next month to close is {due}.")


async def _require_first_turn(work: UnitOfWork, month: Month) -> None:
    """The first month ever closed: none that lies before everything, nor one after the first like.

    A slip there would have to be closed away month by month.
    """
    began = await work.one(_BEGINNINGS)
    if began["first_like"] is not None and Month.of(began["first_like"]) < month:
        first = Month.of(began["first_like"])
        raise MonthOutOfOrder(f"{first} has likes and has to be closed first.")
    if month.first_day < began["first_of_all"]:
        raise MonthOutOfOrder(f"Nothing happened before {Month.of(began['first_of_all'])}.")


_BEGINNINGS = """
SELECT likes.first AS first_like, least(likes.first, payments.first, this_month()) AS first_of_all
FROM (SELECT min(month) AS first FROM likes) AS likes,
    (SELECT min(month) AS first FROM payments) AS payments
"""


async def _require_ended(work: UnitOfWork, month: Month, *, early: bool) -> None:
    row = await work.one("SELECT this_month() AS month")
    calendar_month = Month.of(row["month"])
    if month > calendar_month:
        raise MonthNotBegun(f"{month} has not begun: it can be closed from {month.first_day} on.")
    if month == calendar_month and not early:
        raise MonthNotEnded
