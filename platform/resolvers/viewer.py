"""Who asks: the one place where an operation learns it, and where it is refused for it.

Asked anew by each field that needs it, so that a session that ends is over for the next mutation
of the same document, and for the next operation on an open socket.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from likewise.identity import roles
from likewise.identity.sessions import Viewer

if TYPE_CHECKING:
    from likewise.resolvers.context import Info


async def viewer(info: Info) -> Viewer | None:
    """Whoever is signed in; None: nobody is."""
    return await info.context.viewer()


async def require_viewer(info: Info) -> Viewer:
    """Whoever is signed in. Raises NotSignedIn."""
    return roles.require_viewer(await viewer(info))


async def require_operator(info: Info) -> Viewer:
    """The operator who is signed in. Raises NotSignedIn, Forbidden."""
    return roles.require_operator(await viewer(info))
