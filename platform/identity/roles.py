"""Roles: a member takes part, an operator runs the installation."""

from __future__ import annotations

from likewise.errors import AccountFrozen, Forbidden, NotFound, NotSignedIn
from likewise.identity.sessions import Viewer
from likewise.models.unit_of_work import UnitOfWork, unit_of_work
from likewise.operators.deeds import Deed, record_deed


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


async def make_operator(person_id: int) -> None:
    """Make a person an operator; twice is once. Raises NotFound, AccountFrozen.

    For the command line and the seed: whoever calls has the installation in hand already.
    """

    async def body(work: UnitOfWork) -> None:
        person = await work.row(
            "SELECT role, frozen_at FROM persons WHERE id = $1 FOR NO KEY UPDATE", person_id
        )
        if person is None:
            raise NotFound
        if person["frozen_at"] is not None:
            raise AccountFrozen
        if person["role"] != "operator":
            await work.execute("UPDATE persons SET role = 'operator' WHERE id = $1", person_id)
            await record_deed(work, Deed.OPERATOR_APPOINTED, operator_id=None, person_id=person_id)

    await unit_of_work(body)
