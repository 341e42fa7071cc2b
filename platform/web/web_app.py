"""The web app as it was built from frontend/: its one page, the explorer's, and what they load."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from likewise.web import explorer
from likewise.web.cookies import SessionCookies
from likewise.web.front_page import front_page
from likewise.web.static_files import StaticFile, answer, is_compressed, policy_of, read

STATIC = Path(__file__).parent / "static"

_PAGE = "index.html"
PAGES = (
    "/",
    "/@{handle}",
    "/admin",
    "/admin/ledger",
    "/admin/log",
    "/admin/members",
    "/admin/members/{handle}",
    "/admin/month",
    "/admin/payouts",
    "/admin/registrations",
    "/feed",
    "/look",
    "/membership",
    "/month",
    "/month/{month}",
    "/page",
    "/payouts",
    "/payouts/register",
    "/settings",
    "/sign-in",
    "/sign-up",
    "/wallet",
)
"""Where frontend/src/App.tsx shows something."""

_POLICY = policy_of(
    *(f"{kind}-src 'self'" for kind in ("script", "style", "img", "font", "connect")),
    also="require-trusted-types-for 'script'",
)


class WebApp:
    """What a folder holds of it: nothing, as long as it has not been built."""

    def __init__(self, cookies: SessionCookies, folder: Path = STATIC) -> None:
        pages = (folder / _PAGE, folder / explorer.PAGE)
        found = (*pages, *folder.glob("*.svg"), *(folder / "assets").glob("*"))
        self._cookies = cookies
        self._files = {
            f"/{path.relative_to(folder).as_posix()}": read(path)
            for path in found
            if path.is_file() and not is_compressed(path)
        }
        self._page = self._files.pop(f"/{_PAGE}", None)
        self._explorer = self._files.pop(f"/{explorer.PAGE}", None)

    def routes(self) -> list[BaseRoute]:
        """Everything of it, or the page that says how to build it."""
        if self._page is None:
            return [Route("/", front_page)]
        shown = [Route(path, self._show) for path in PAGES]
        sent = [Route(path, self._send) for path in self._files]
        return [*shown, *sent, *self._operators_pages()]

    def exception_handlers(self) -> dict[Any, Any]:
        """What is sent where nothing is: to browsers the page, which finds words for it."""
        return {} if self._page is None else {404: self._missing}

    def _operators_pages(self) -> list[BaseRoute]:
        page = self._explorer
        return [] if page is None else [explorer.Explorer(page, self._cookies).route()]

    async def _show(self, request: Request) -> Response:
        assert self._page is not None
        return _page(request, self._page)

    async def _send(self, request: Request) -> Response:
        return answer(request, self._files[request.scope["path"]])

    async def _missing(self, request: Request, error: HTTPException) -> Response:
        wants_page = "text/html" in request.headers.get("accept", "")
        if self._page is None or not wants_page:
            return PlainTextResponse(error.detail, error.status_code)
        return _page(request, self._page, error.status_code)


def _page(request: Request, page: StaticFile, status: int = 200) -> Response:
    return answer(request, page, policy=_POLICY, status=status)
