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
from likewise.settlement.book import Book, Policy, write_book
from likewise.settlement.posting import movements_of, post, ring_for
from likewise.settlement.sealing import enter_repeating_likes, seal
from likewise.settlement.settlements import (
    Fence,
    Settlement,
    State,
    move_on,
    record,
    settlement_of,
    take_over,
)
from likewise.settlement.verification import compare_with_ledger, compute, opened_book, recomputed

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the closing of a month has come: the state reached, and rows done on the way on."""

    month: Month
    state: State
    done: int
    total: int


OnProgress = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class _Closing:
    """One process's hold on a closing."""

    fence: Fence
    folder: Path
    on_progress: OnProgress


async def close_month(
    month: Month,
    *,
    early: bool = False,
    on_progress: OnProgress = lambda _: None,
    books_dir: Path | None = None,
) -> Settlement:
    """Close a month, or go on with a closing that another process began; closed stays closed.

    `on_progress` is called after each durable step; `books_dir` is the setting's by default.
    Raises MonthNotEnded, MonthOutOfOrder, CloseSuperseded (another process has taken over),
    BookDamaged and VerificationFailed.
    """
    await seal(month, early=early)
    settlement = await _settlement(month)
    if settlement.state == "closed":
        return settlement
    folder = (books_dir or settings().books_dir) / str(month)
    closing = _Closing(await take_over(settlement), folder, on_progress)
    while (stage := _STAGES.get(settlement.state)) is not None:
        on_progress(Progress(month, settlement.state, 0, 0))
        await stage(settlement, closing)
        settlement = await _settlement(month)
        _log.info("month_moved_on", month=str(month), state=settlement.state)
    on_progress(Progress(month, settlement.state, 0, 0))
    return settlement


async def _settlement(month: Month) -> Settlement:
    found = await settlement_of(month)
    assert found is not None, "a sealed month has a settlement"
    return found


async def _write_and_compute(settlement: Settlement, closing: _Closing) -> None:
    """Let likes repeat, write the book, unless that is done, and what it comes to."""
    await enter_repeating_likes(closing.fence, settlement.month.next())
    if settlement.book_digest is None:
        await _write_book(settlement, closing)
        settlement = await _settlement(settlement.month)
    book = await _whole_book(settlement, closing)
    outcome, shares_digest = await asyncio.to_thread(compute, book, write_to=closing.folder)
    await move_on(
        closing.fence,
        "computed",
        outcome_digest=outcome.digest(),
        shares_digest=shares_digest,
        unshared_micros=outcome.total_unshared_micros,
        kept_micros=outcome.total_kept_micros,
        shared_by_hop_micros=json.dumps(outcome.shared_by_hop_micros),
    )


async def _write_book(settlement: Settlement, closing: _Closing) -> None:
    book = await _written_book(settlement, closing)
    await record(
        closing.fence,
        book_digest=book.digest,
        pot_count=book.pot_count,
        like_count=book.like_count,
        pots_micros=book.pots_micros,
    )
    closing.on_progress(Progress(settlement.month, "sealed", book.like_count, book.like_count))


async def _whole_book(settlement: Settlement, closing: _Closing) -> Book:
    """The book of a settlement; one that got lost on the way is written again from the database."""
    try:
        return await opened_book(settlement, closing.folder)
    except BookDamaged as damage:
        _log.warning("book_written_again", month=str(settlement.month), reason=damage.message)
    await _written_book(settlement, closing)
    return await opened_book(settlement, closing.folder)


async def _written_book(settlement: Settlement, closing: _Closing) -> Book:
    return await write_book(
        closing.folder,
        month=settlement.month,
        number=settlement.number,
        policy=Policy(settings().currency, settlement.max_hops),
    )


async def _post(settlement: Settlement, closing: _Closing) -> None:
    book = await _whole_book(settlement, closing)
    outcome = await recomputed(settlement, book)
    movements = await asyncio.to_thread(movements_of, book, outcome)
    total = len(movements)
    await post(
        settlement,
        closing.fence,
        movements,
        lambda done: closing.on_progress(Progress(settlement.month, "computed", done, total)),
    )
    await move_on(closing.fence, "posted")


async def _verify(settlement: Settlement, closing: _Closing) -> None:
    book = await _whole_book(settlement, closing)
    outcome = await recomputed(settlement, book)
    await compare_with_ledger(settlement, book, outcome)
    await move_on(closing.fence, "verified")


async def _tell(settlement: Settlement, closing: _Closing) -> None:
    """Ring for everybody whose wallet the month has moved; from here on it is public.

    First the bells: who dies between the two rings again, and a bell too many does no harm.
    """
    await ring_for(settlement)
    await move_on(closing.fence, "closed")


_STAGES: dict[State, Callable[[Settlement, _Closing], Awaitable[None]]] = {
    "sealed": _write_and_compute,
    "computed": _post,
    "posted": _verify,
    "verified": _tell,
}
