"""Freezing a person: she can read, and do nothing. Source: docs/decisions/freezing.md.

A freeze is a change of the person's row, and whoever does something holds that row while she does:
a deed that holds it first is finished, and one that comes later sees the freeze.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from likewise.errors import AccountFrozen, Forbidden, NotFound, WrongState
from likewise.models import database
from likewise.models.idempotency import once
from likewise.models.unit_of_work import UnitOfWork, unit_of_work
from likewise.operators.deeds import Deed, record_deed
from likewise.operators.reasons import checked_reason


@dataclass(frozen=True, slots=True)
class Freeze:
    """Since when somebody is frozen, and what she is told as the reason."""

    person_id: int
    since: datetime
    reason: str


async def freeze_person(
    *, operator_id: int, person_id: int, reason: str, idempotency_key: str
) -> None:
    """Freeze a person: from the commit on nothing that she does begins.

    Waits for what she is doing. Raises InvalidInput (the reason or the key), KeyReused, NotFound,
    Forbidden (she is an operator), WrongState (she is frozen already, with the reason of then).
    """
    told = checked_reason(reason)

    async def act(work: UnitOfWork) -> None:
        if await work.row(_FREEZE, person_id, told) is None:
            await _refuse(work, person_id)
        work.standing_changed(person_id)
        await record_deed(
            work, Deed.PERSON_FROZEN, operator_id=operator_id, person_id=person_id, reason=told
        )

    await _once_for_key(operator_id, person_id, idempotency_key, "freezePerson", told, act)


async def unfreeze_person(*, operator_id: int, person_id: int, idempotency_key: str) -> None:
    """Let a person do everything again. Raises InvalidInput (the key), KeyReused, NotFound,
    WrongState (she is not frozen)."""

    async def act(work: UnitOfWork) -> None:
        if await work.row(_UNFREEZE, person_id) is None:
            await _refuse(work, person_id)
        work.standing_changed(person_id)
        await record_deed(work, Deed.PERSON_UNFROZEN, operator_id=operator_id, person_id=person_id)

    await _once_for_key(operator_id, person_id, idempotency_key, "unfreezePerson", None, act)


async def require_not_frozen(work: UnitOfWork, person_id: int) -> None:
    """Let a person go on who is not frozen, and keep her so while this unit of work lasts.

    For every use case in which a member does something, after passing the gate of the month if it
    does (likes do the same in their one statement, `community/entering.py`). Raises AccountFrozen.
    """
    person = await work.row("SELECT frozen_at FROM persons WHERE id = $1 FOR SHARE", person_id)
    if person is not None and person["frozen_at"] is not None:
        raise AccountFrozen


async def freeze_of(person_id: int) -> Freeze | None:
    """How a person is frozen; None if she is not."""
    row = await database.row(_FREEZE_OF, person_id)
    return None if row is None else Freeze(**row)


async def _refuse(work: UnitOfWork, person_id: int) -> None:
    person = await work.row("SELECT role, frozen_at FROM persons WHERE id = $1", person_id)
    if person is None:
        raise NotFound
    if person["role"] != "member":
        raise Forbidden("An operator cannot be frozen, and nobody freezes herself.")
    is_frozen = person["frozen_at"] is not None
    raise WrongState(f"This person is {'frozen already' if is_frozen else 'not frozen'}.")


async def _once_for_key(
    operator_id: int,
    person_id: int,
    key: str,
    operation: str,
    reason: str | None,
    act: Callable[[UnitOfWork], Awaitable[None]],
) -> None:
    async def body(work: UnitOfWork) -> None:
        async def answer() -> dict[str, object]:
            await act(work)
            return {}

        await once(
            work,
            person_id=operator_id,
            key=key,
            operation=operation,
            asked={"person_id": person_id, "reason": reason},
            answer=answer,
        )

    await unit_of_work(body)


_FREEZE = """
UPDATE persons SET frozen_at = likewise_now(), frozen_reason = $2
WHERE id = $1 AND frozen_at IS NULL AND role = 'member' RETURNING id
"""
_UNFREEZE = """
UPDATE persons SET frozen_at = NULL, frozen_reason = NULL
WHERE id = $1 AND frozen_at IS NOT NULL RETURNING id
"""
_FREEZE_OF = """
SELECT id AS person_id, frozen_at AS since, frozen_reason AS reason
FROM persons WHERE id = $1 AND frozen_at IS NOT NULL
"""
