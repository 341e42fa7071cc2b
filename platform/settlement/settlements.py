"""Settlements as they stand: reading them, and moving them on behind the fence."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from likewise.errors import CloseSuperseded
from likewise.models import database
from likewise.models.unit_of_work import Row, UnitOfWork, unit_of_work
from likewise.months import Month
from likewise.operators.deeds import Deed, record_deed

State = Literal["sealed", "computed", "posted", "verified", "closed"]
LaterState = Literal["computed", "posted", "verified"]


@dataclass(frozen=True, slots=True)
class Settlement:
    """The closing of one month. Amounts in micros; what is not known yet is None.

    `number` counts the seals from 1. Digests are SHA-256 in hexadecimal: `book_digest` of the
    manifest of the sealed inputs, `outcome_digest` of the outcome's content; `merkle_root` stands
    for all lines of the outcome, `proof_salt` blinds them and is told to nobody. Of
    `movement_count` people and sites whose money it moves, `posted_count` are posted, up to the id
    `posted_through`. `engine` is what it was computed by.
    """

    number: int
    month: Month
    state: State
    early: bool
    max_hops: int
    sealed_at: datetime
    computed_at: datetime | None
    posted_at: datetime | None
    verified_at: datetime | None
    closed_at: datetime | None
    book_digest: str | None
    outcome_digest: str | None
    merkle_root: str | None
    pot_count: int | None
    like_count: int | None
    pots_micros: int | None
    unshared_micros: int | None
    kept_micros: int | None
    shared_by_hop_micros: tuple[int, ...] | None
    account_count: int | None
    movement_count: int | None
    posted_count: int
    posted_through: int
    book_written_at: datetime | None
    engine: str | None
    proof_salt: bytes


@dataclass(frozen=True, slots=True)
class Fence:
    """The right to move a settlement on, until another process takes it over."""

    number: int
    value: int


async def settlement_of(month: Month) -> Settlement | None:
    """The settlement of a month; None while it is open."""
    row = await database.row("SELECT * FROM settlements WHERE month = $1", month.first_day)
    return None if row is None else _as_settlement(row)


async def all_settlements() -> list[Settlement]:
    """Every settlement, newest first."""
    rows = await database.rows("SELECT * FROM settlements ORDER BY id DESC")
    return [_as_settlement(row) for row in rows]


async def take_over(settlement: Settlement) -> Fence:
    """Take the closing over: whoever had it before can write no more."""

    async def body(work: UnitOfWork) -> Fence:
        row = await work.one(
            "UPDATE settlements SET fence = fence + 1 WHERE id = $1 RETURNING fence",
            settlement.number,
        )
        return Fence(settlement.number, row["fence"])

    return await unit_of_work(body)


async def hold_fence(work: UnitOfWork, fence: Fence) -> None:
    """Keep everybody else from taking over until this unit of work ends.

    Raises CloseSuperseded if somebody has.
    """
    held = await work.row(
        "SELECT FROM settlements WHERE id = $1 AND fence = $2 FOR NO KEY UPDATE",
        fence.number,
        fence.value,
    )
    if held is None:
        raise CloseSuperseded


async def require_fence(fence: Fence) -> None:
    """Raise CloseSuperseded if somebody has taken the closing over."""
    await unit_of_work(lambda work: hold_fence(work, fence))


async def record_book(fence: Fence, **found: object) -> None:
    """Write down the book's digest and counts, dated now. Raises CloseSuperseded."""
    await _update(fence, ", book_written_at = likewise_now()", found)


async def move_on(fence: Fence, state: LaterState, **found: object) -> None:
    """Bring a settlement to its next state, dated now, with what was found on the way.

    Raises CloseSuperseded.
    """
    await _update(fence, f", {state}_at = likewise_now()", {"state": state, **found})


async def posted_through(month: Month) -> int:
    """The last owner whose outcome is posted, as the database stands; 0: nobody's."""
    row = await database.row(
        "SELECT posted_through FROM settlements WHERE month = $1", month.first_day
    )
    assert row is not None, "it is sealed"
    return int(row["posted_through"])


async def posted_on(
    work: UnitOfWork, fence: Fence, before: int, through: int, posted_count: int
) -> bool:
    """Note how far the posting comes with this unit of work, which holds the fence.

    False if it has not come as far as `before`: PostgreSQL has crashed and taken batches back.
    """
    work.settlement_changed()
    moved = await work.row(
        "UPDATE settlements SET posted_through = $3, posted_count = $4"
        " WHERE id = $1 AND posted_through = $2 RETURNING id",
        fence.number,
        before,
        through,
        posted_count,
    )
    return moved is not None


async def finish_posting(fence: Fence, through: int) -> bool:
    """Bring a settlement to `posted`, dated now; False if it is not posted through to the last.

    Raises CloseSuperseded.
    """

    async def body(work: UnitOfWork) -> bool:
        await hold_fence(work, fence)
        work.settlement_changed()
        moved = await work.row(
            "UPDATE settlements SET state = 'posted', posted_at = likewise_now()"
            " WHERE id = $1 AND posted_through = $2 RETURNING id",
            fence.number,
            through,
        )
        return moved is not None

    return await unit_of_work(body)


async def end_closing(fence: Fence, month: Month, operator_id: int | None) -> None:
    """Bring a settlement to `closed`, its end, and record whose deed that is.

    Raises CloseSuperseded.
    """

    async def body(work: UnitOfWork) -> None:
        await hold_fence(work, fence)
        await work.execute(
            "UPDATE settlements SET state = 'closed', closed_at = likewise_now() WHERE id = $1",
            fence.number,
        )
        await record_deed(work, Deed.MONTH_CLOSED, operator_id=operator_id, month=month)
        work.settlement_changed()

    await unit_of_work(body)


async def _update(fence: Fence, dated: str, found: Mapping[str, object]) -> None:
    assignments = ", ".join(f"{name} = ${place}" for place, name in enumerate(found, start=2))

    async def body(work: UnitOfWork) -> None:
        await hold_fence(work, fence)
        await work.execute(
            f"UPDATE settlements SET {assignments}{dated} WHERE id = $1",  # noqa: S608
            fence.number,
            *found.values(),
        )
        work.settlement_changed()

    await unit_of_work(body)


def _as_settlement(row: Row) -> Settlement:
    plain = {name: row[name] for name in Settlement.__slots__ if name in row}
    plain["number"] = row["id"]
    plain["month"] = Month.of(row["month"])
    by_hop = row["shared_by_hop_micros"]
    plain["shared_by_hop_micros"] = None if by_hop is None else tuple(json.loads(by_hop))
    return Settlement(**plain)
