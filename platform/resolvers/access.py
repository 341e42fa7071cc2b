"""Who asks, and what she may see: the one place that decides it. The table: docs/authorisation.md.

What an operation needs of its caller (`require_viewer`, `require_operator`) is asked by each root
field that needs it: anew for each request and each operation on an open socket, and whenever the
session of a request has changed, by signing in or out.

What is private becomes an object of the API in `private.py` and `operators_only.py` alone, where
each function is told who looks and asks here. So no field, edge, payload or feed can show it
without having asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from likewise.errors import NotFound
from likewise.identity import roles
from likewise.identity.sessions import Viewer

if TYPE_CHECKING:
    from likewise.resolvers.context import Context, Info


async def viewer(info: Info) -> Viewer | None:
    """Whoever is signed in; None: nobody is."""
    return await info.context.viewer()


async def require_viewer(info: Info) -> Viewer:
    """Whoever is signed in. Raises NotSignedIn."""
    return roles.require_viewer(await viewer(info))


async def require_operator(info: Info) -> Viewer:
    """The operator who is signed in. Raises NotSignedIn, Forbidden."""
    return roles.require_operator(await viewer(info))


async def require_follower(context: Context) -> Viewer:
    """Whoever is signed in and opens a feed, which ends with her session. Raises NotSignedIn."""
    return roles.require_viewer(await context.viewer_of_feed())


async def require_following_operator(context: Context) -> Viewer:
    """The same, if she is an operator. Raises NotSignedIn, Forbidden."""
    return roles.require_operator(await context.viewer_of_feed())


def for_owner(owner_id: int, viewer: Viewer) -> None:
    """Let its owner see it, and nobody else. Raises NotFound: that it exists is her business."""
    if viewer.person_id != owner_id:
        raise NotFound


def for_operators(viewer: Viewer) -> None:
    """Let operators see it, whose work it is. Raises NotFound."""
    if not viewer.is_operator:
        raise NotFound


def for_owner_and_operators(owner_id: int, viewer: Viewer) -> None:
    """Let its owner see it, and operators, whose work it is to look at it. Raises NotFound."""
    if viewer.person_id != owner_id and not viewer.is_operator:
        raise NotFound
