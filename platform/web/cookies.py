"""The session cookie, and where a request's token comes from.

Source: RFC 6265bis (SameSite, the `__Host-` prefix).
"""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import HTTPConnection
from starlette.responses import Response

from likewise.resolvers.context import SessionCookie

_NAME = "likewise_session"
_BEARER = "bearer "


@dataclass(frozen=True, slots=True)
class SessionCookies:
    """How this installation keeps sessions in browsers."""

    secure: bool

    @property
    def name(self) -> str:
        """Over TLS the prefix makes browsers refuse the cookie from anywhere else."""
        return f"__Host-{_NAME}" if self.secure else _NAME

    def token_in(self, request: HTTPConnection) -> str | None:
        """The token in the request's cookie."""
        return request.cookies.get(self.name) or None

    def headers(self, wish: SessionCookie) -> list[tuple[bytes, bytes]]:
        """What sets the cookie in the browser, or clears it."""
        response = Response()
        response.set_cookie(
            self.name,
            wish.token,
            max_age=None if wish.token else 0,
            expires=wish.expires_at,
            path="/",
            secure=self.secure,
            httponly=True,
            samesite="lax",
        )
        return [each for each in response.raw_headers if each[0] == b"set-cookie"]


def bearer_token(authorization: object) -> str | None:
    """The token in an Authorization header, or in a socket's connection_init."""
    if not isinstance(authorization, str) or not authorization.lower().startswith(_BEARER):
        return None
    return authorization[len(_BEARER) :].strip() or None
