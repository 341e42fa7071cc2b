"""Other people's pages: what a browser may send here without anybody having meant it.

A session's cookie counts on our own pages alone. A POST has to be JSON and a GET has to bring a
header of its own: neither is sent by a page from elsewhere before its browser has asked us
(a preflight), and we say yes to the origins of `allowed_origins` only, without cookies.

Source: https://fetch.spec.whatwg.org/#http-cors-protocol
"""

from __future__ import annotations

from collections.abc import Iterable

from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import HTTPConnection
from strawberry.http.websocket_origin import is_same_origin

PREFLIGHT_HEADER = "graphql-require-preflight"
_PREFLIGHT_HOURS = 2


class Origins:
    """Whose pages may come here."""

    def __init__(self, allowed: Iterable[str]) -> None:
        self._allowed = frozenset(allowed)

    def admits(self, request: HTTPConnection) -> bool:
        """Whether a page there may use the API. Who is no browser names no origin."""
        origin = request.headers.get("origin")
        return (
            origin is None
            or "*" in self._allowed
            or origin in self._allowed
            or is_same_origin(origin, request.headers.get("host"))
        )


def is_from_elsewhere(request: HTTPConnection) -> bool:
    """Whether a browser says that somebody else's page makes this request."""
    origin = request.headers.get("origin")
    return origin is not None and not is_same_origin(origin, request.headers.get("host"))


def is_guarded(request: HTTPConnection) -> bool:
    """Whether no page can have sent this GET without a preflight."""
    return bool(request.headers.get(PREFLIGHT_HEADER))


def cross_origin(allowed: Iterable[str]) -> list[Middleware]:
    """What answers preflights, where other origins are allowed at all."""
    origins = list(allowed)
    if not origins:
        return []
    return [
        Middleware(
            CORSMiddleware,
            allow_origins=origins,
            allow_methods=["GET", "POST"],
            allow_headers=["authorization", "content-type", PREFLIGHT_HEADER],
            expose_headers=["retry-after"],
            max_age=_PREFLIGHT_HOURS * 3600,
        )
    ]
