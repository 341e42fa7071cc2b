"""/admin/explorer: GraphiQL, a page of its own beside the web app, for operators alone.

What it is made of, the files of `assets/`, is no secret; what it can ask, `/graphql` decides.
"""

from __future__ import annotations

from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from likewise.errors import Forbidden, NotSignedIn
from likewise.identity.roles import require_operator
from likewise.identity.sessions import viewer_of
from likewise.web.cookies import SessionCookies
from likewise.web.static_files import StaticFile, answer, policy_of

PATH = "/admin/explorer"
PAGE = "explorer.html"

_SIGN_IN = f"/sign-in?next={quote(PATH, safe='')}"
_POLICY = policy_of(
    *(f"{kind}-src 'self'" for kind in ("script", "worker", "font", "connect")),
    # The editor writes rules of style while it runs, and has drawings in them.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
)


class Explorer:
    """The page, and who may see it."""

    def __init__(self, page: StaticFile, cookies: SessionCookies) -> None:
        self._page = page._replace(cached="no-store")
        self._cookies = cookies

    def route(self) -> Route:
        """Where it is."""
        return Route(PATH, self._show)

    async def _show(self, request: Request) -> Response:
        """To operators the page; others sign in first and come back, or find nothing here."""
        token = self._cookies.token_in(request)
        try:
            require_operator(await viewer_of(token) if token else None)
        except NotSignedIn:
            return RedirectResponse(_SIGN_IN, 303, {"Cache-Control": "no-store"})
        except Forbidden:
            raise HTTPException(404) from None
        return answer(request, self._page, policy=_POLICY)
