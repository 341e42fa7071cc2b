"""The web app as it was built from frontend/: its one page, and the files that this page loads.

A process reads them once, when it starts. The names of `assets/` hold a digest of what is in the
files, so browsers keep them for good; everything else they ask for again.
"""

from __future__ import annotations

import hashlib
import mimetypes
from pathlib import Path
from typing import Any, NamedTuple

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from likewise.web.front_page import front_page

STATIC = Path(__file__).parent / "static"

_PAGE = "index.html"
PAGES = (
    "/",
    "/admin",
    "/feed",
    "/month",
    "/page",
    "/sign-in",
    "/sign-up",
    "/wallet",
    "/@{handle}",
)
"""Where frontend/src/App.tsx shows something."""

_FOR_GOOD = "public, max-age=31536000, immutable"
_ASK_AGAIN = "no-cache"
_POLICY = "; ".join(
    [
        "default-src 'none'",
        *(f"{kind}-src 'self'" for kind in ("script", "style", "img", "font", "connect")),
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
    ]
)
_ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
"""By which files may have been compressed, the shortest first, and how such files are named."""


class _File(NamedTuple):
    media_type: str
    tag: str
    cached: str
    bodies: dict[str, bytes]
    """By encoding; `identity` is there always."""


class WebApp:
    """What a folder holds of it: nothing, as long as it has not been built."""

    def __init__(self, folder: Path = STATIC) -> None:
        found = (folder / _PAGE, *folder.glob("*.svg"), *(folder / "assets").glob("*"))
        compressed = tuple(suffix for _, suffix in _ENCODINGS)
        self._files = {
            f"/{path.relative_to(folder).as_posix()}": _read(path)
            for path in found
            if path.is_file() and not path.name.endswith(compressed)
        }
        self._page = self._files.pop(f"/{_PAGE}", None)

    def routes(self) -> list[BaseRoute]:
        """Everything of it, or the page that says how to build it."""
        if self._page is None:
            return [Route("/", front_page)]
        pages: list[BaseRoute] = [Route(path, self._show) for path in PAGES]
        return [*pages, *(Route(path, self._send) for path in self._files)]

    def exception_handlers(self) -> dict[Any, Any]:
        """What is sent where nothing is: to browsers the page, which finds words for it."""
        return {} if self._page is None else {404: self._missing}

    async def _show(self, request: Request) -> Response:
        assert self._page is not None
        return _answer(request, self._page)

    async def _send(self, request: Request) -> Response:
        return _answer(request, self._files[request.scope["path"]])

    async def _missing(self, request: Request, error: HTTPException) -> Response:
        wants_page = "text/html" in request.headers.get("accept", "")
        if self._page is None or not wants_page:
            return PlainTextResponse(error.detail, error.status_code)
        return _answer(request, self._page, error.status_code)


def _read(path: Path) -> _File:
    identity = path.read_bytes()
    bodies = {"identity": identity}
    for encoding, suffix in _ENCODINGS:
        beside = path.with_name(path.name + suffix)
        if beside.exists():
            bodies[encoding] = beside.read_bytes()
    media_type, _ = mimetypes.guess_type(path.name)
    tag = f'W/"{hashlib.sha256(identity).hexdigest()[:32]}"'
    cached = _FOR_GOOD if path.parent.name == "assets" else _ASK_AGAIN
    return _File(media_type or "application/octet-stream", tag, cached, bodies)


def _answer(request: Request, file: _File, status: int = 200) -> Response:
    headers = {"Cache-Control": file.cached, "ETag": file.tag, "Vary": "Accept-Encoding"}
    if file.media_type == "text/html":
        headers["Content-Security-Policy"] = _POLICY
    if status == 200 and file.tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    encoding = _encoding(request.headers.get("accept-encoding", ""), file)
    if encoding != "identity":
        headers["Content-Encoding"] = encoding
    return Response(file.bodies[encoding], status, headers, file.media_type)


def _encoding(accepted: str, file: _File) -> str:
    """The shortest that the client takes. A weight may mean none, so nothing weighed is taken."""
    named = {each.strip().lower() for each in accepted.split(",")}
    return next((name for name, _ in _ENCODINGS if name in named & file.bodies.keys()), "identity")
