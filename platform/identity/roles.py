"""Roles: a member takes part, an operator runs the installation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from likewise.errors import AccountFrozen, Forbidden, NotFound, NotSignedIn
from likewise.identity.sessions import Viewer
from likewise.models import database
from likewise.models.unit_of_work import Row, UnitOfWork, unit_of_work
from likewise.operators.deeds import Deed, record_deed


@dataclass(frozen=True, slots=True)
class Operator:
    """Somebody who runs this installation, and since when; None: since before deeds were kept."""

    handle: str
    display_name: str
    appointed_at: datetime | None


def require_viewer(viewer: Viewer | None) -> Viewer:
    """The viewer, if somebody is signed in. Raises NotSignedIn."""
    if viewer is None:
        raise NotSignedIn
    return viewer


def require_operator(viewer: Viewer | None) -> Viewer:
    """The viewer, if she is an operator. Raises NotSignedIn, Forbidden."""
    viewer = require_viewer(viewer)
    if not viewer.is_operator:
        raise Forbidden
    return viewer


async def make_operator(person_id: int) -> bool:
    """Make a person an operator; twice is once. Whether she was none before.

    For the command line and the seed: whoever calls has the installation in hand already.
    Raises NotFound, AccountFrozen.
    """

    async def body(work: UnitOfWork) -> bool:
        person = await _held(work, person_id)
        if person["frozen_at"] is not None:
            raise AccountFrozen("Whoever is frozen becomes no operator: unfreeze her first.")
        if person["role"] == "operator":
            return False
        await work.execute("UPDATE persons SET role = 'operator' WHERE id = $1", person_id)
        await record_deed(work, Deed.OPERATOR_APPOINTED, operator_id=None, person_id=person_id)
        return True

    return await unit_of_work(body)


async def dismiss_operator(person_id: int) -> bool:
    """Take the role from an operator; twice is once. Whether she had it.

    The role is read at each request, so that her next one finds her a member; feeds for operators
    that are open are ended by who sends them. For the command line alone. Raises NotFound.
    """

    async def body(work: UnitOfWork) -> bool:
        person = await _held(work, person_id)
        if person["role"] != "operator":
            return False
        await work.execute("UPDATE persons SET role = 'member' WHERE id = $1", person_id)
        await record_deed(work, Deed.OPERATOR_DISMISSED, operator_id=None, person_id=person_id)
        return True

    return await unit_of_work(body)


async def operators() -> list[Operator]:
    """All operators, those first who are it longest."""
    return [Operator(**row) for row in await database.rows(_OPERATORS)]


async def _held(work: UnitOfWork, person_id: int) -> Row:
    """How a person stands, until this unit of work ends. Raises NotFound."""
    person = await work.row(
        "SELECT role, frozen_at FROM persons WHERE id = $1 FOR NO KEY UPDATE", person_id
    )
    if person is None:
        raise NotFound
    return person


_OPERATORS = """
SELECT handle, display_name, max(happened_at) AS appointed_at
FROM persons LEFT JOIN operator_deeds ON person_id = persons.id AND deed = 'operator_appointed'
WHERE role = 'operator' GROUP BY persons.id ORDER BY max(operator_deeds.id) NULLS FIRST, persons.id
"""
