"""Closing a month, stage by stage: sealed → computed → posted → verified → closed.

Each stage ends with one durable step, and begins by looking where the settlement stands: a process
that dies anywhere is followed by another, which comes to the same end.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import structlog

from likewise.errors import BookDamaged
from likewise.months import Month
from likewise.settings import settings
from likewise.settlement.book import Book, Policy, book_folder
from likewise.settlement.book_writing import write_book
from likewise.settlement.computing import (
    compute,
    movements_in,
    opened_book,
    settled_outcome,
    write_result,
)
from likewise.settlement.posting import post, ring_for
from likewise.settlement.sealing import enter_repeating_likes, seal
from likewise.settlement.settlements import (
    Fence,
    Settlement,
    State,
    end_closing,
    move_on,
    record_book,
    require_fence,
    settlement_of,
    take_over,
)
from likewise.settlement.steps import OnProgress, Progress, Step
from likewise.settlement.verification import verify_posted
from likewise.storage import Location

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Closing:
    """One process's hold on a closing."""

    month: Month
    fence: Fence
    folder: Location
    operator_id: int | None
    on_progress: OnProgress

    def reached(self, step: Step, state: State, *, done: int = 0, total: int = 0) -> None:
        self.on_progress(Progress(self.month, state, step, done, total))

    def going_on(self, state: State, *, done: int, total: int = 0) -> None:
        self.on_progress(Progress(self.month, state, None, done, total))


async def close_month(
    month: Month,
    *,
    early: bool = False,
    operator_id: int | None = None,
    on_progress: OnProgress = lambda _: None,
    books: str | Path | None = None,
) -> Settlement:
    """Close a month, or go on with a closing that another process began; closed stays closed.

    `operator_id` is who closes it, for the log of deeds; None: whoever has the command line.
    `on_progress` is called after each durable step and while long ones go on; `books` is where the
    books are kept, by default the setting's folder or object store. Raises MonthNotBegun,
    MonthNotEnded, MonthOutOfOrder, CloseSuperseded (another process has taken over), BookDamaged,
    StorageFailed, AmountOutOfRange and VerificationFailed.
    """
    folder = await asyncio.to_thread(book_folder, month, books)
    await seal(month, early=early, operator_id=operator_id)
    settlement = await _settlement(month)
    if settlement.state == "closed":
        return settlement
    on_progress(Progress(month, settlement.state, Step.SEALED))
    closing = _Closing(month, await take_over(settlement), folder, operator_id, on_progress)
    # Again: until the fence was held, somebody else may have closed the month.
    settlement = await _settlement(month)
    closing.reached(Step.TAKEN_OVER, settlement.state)
    while (stage := _STAGES.get(settlement.state)) is not None:
        await stage(settlement, closing)
        settlement = await _settlement(month)
        closing.reached(Step(settlement.state), settlement.state)
        _log.info("month_moved_on", month=str(month), state=settlement.state)
    return settlement


async def _settlement(month: Month) -> Settlement:
    found = await settlement_of(month)
    assert found is not None, "a sealed month has a settlement"
    return found


async def _write_and_compute(settlement: Settlement, closing: _Closing) -> None:
    """Let likes repeat, write the book, unless that is done, and what it comes to."""
    await enter_repeating_likes(closing.fence, settlement.month.next())
    closing.reached(Step.LIKES_REPEATED, "sealed")
    if settlement.book_digest is None:
        await _write_book(settlement, closing)
        settlement = await _settlement(settlement.month)
    book = await _whole_book(settlement, closing)
    computed = await asyncio.to_thread(compute, book)
    await require_fence(closing.fence)
    root = await asyncio.to_thread(write_result, computed)
    closing.reached(Step.OUTCOME_WRITTEN, "sealed")
    outcome = computed.outcome
    movements = await movements_in(book, outcome)
    await move_on(
        closing.fence,
        "computed",
        engine=computed.engine,
        outcome_digest=outcome.digest(),
        merkle_root=root,
        account_count=len(outcome.account_ids),
        movement_count=len(movements),
        unshared_micros=outcome.total_unshared_micros,
        kept_micros=outcome.total_kept_micros,
        shared_by_hop_micros=json.dumps(outcome.shared_by_hop_micros),
    )


async def _write_book(settlement: Settlement, closing: _Closing) -> None:
    book = await _written_book(settlement, closing)
    closing.reached(Step.BOOK_WRITTEN, "sealed")
    await record_book(
        closing.fence,
        book_digest=book.digest,
        pot_count=book.manifest.counts["pots"],
        like_count=book.manifest.counts["likes"],
        pots_micros=book.manifest.pots_micros,
    )
    closing.reached(Step.BOOK_RECORDED, "sealed")


async def _whole_book(settlement: Settlement, closing: _Closing) -> Book:
    """The book of a settlement; one that got lost on the way is written again from the database."""
    try:
        return await opened_book(settlement, closing.folder)
    except BookDamaged as damage:
        _log.warning("book_written_again", month=str(settlement.month), reason=damage.message)
    await _written_book(settlement, closing)
    return await opened_book(settlement, closing.folder)


async def _written_book(settlement: Settlement, closing: _Closing) -> Book:
    async def before_replacing(digest: str) -> None:
        if settlement.book_digest not in (None, digest):
            raise BookDamaged(f"{closing.folder}: cannot be written again as it was sealed")
        await require_fence(closing.fence)

    return await write_book(
        closing.folder,
        month=settlement.month,
        number=settlement.number,
        policy=Policy(settings().currency, settlement.max_hops),
        proof_salt=settlement.proof_salt,
        on_rows=lambda done: closing.going_on("sealed", done=done),
        before_replacing=before_replacing,
    )


async def _post(settlement: Settlement, closing: _Closing) -> None:
    book = await _whole_book(settlement, closing)
    outcome = await settled_outcome(settlement, book)
    movements = await movements_in(book, outcome)
    await post(
        settlement,
        closing.fence,
        movements,
        lambda done: closing.reached(
            Step.BATCH_POSTED, "computed", done=done, total=len(movements)
        ),
    )


async def _verify(settlement: Settlement, closing: _Closing) -> None:
    book = await _whole_book(settlement, closing)
    await verify_posted(settlement, book)
    await move_on(closing.fence, "verified")


async def _tell(settlement: Settlement, closing: _Closing) -> None:
    """Ring for everybody whose wallet the month has moved; from here on it is public.

    First the bells: who dies between the two rings again, and a bell too many does no harm.
    """
    await asyncio.to_thread(closing.folder.tidy)
    await ring_for(settlement)
    closing.reached(Step.TOLD, "verified")
    await end_closing(closing.fence, closing.month, closing.operator_id)


_STAGES: dict[State, Callable[[Settlement, _Closing], Awaitable[None]]] = {
    "sealed": _write_and_compute,
    "computed": _post,
    "posted": _verify,
    "verified": _tell,
}
