"""A proxy in front that nobody named: all who come through it would count as one address."""

from __future__ import annotations

import structlog
from starlette.requests import HTTPConnection

_log = structlog.get_logger(__name__)


class UnnamedProxies:
    """Says once to the operators that there may be one."""

    def __init__(self) -> None:
        self._is_said = False

    def look_at(self, request: HTTPConnection) -> None:
        """Say so if an X-Forwarded-For has come that did not count.

        One that counts has become the client's address before (uvicorn's `proxy_headers`). Nobody's
        address is told.
        """
        if self._is_said:
            return
        forwarded = request.headers.getlist("x-forwarded-for")
        client = request.scope["client"][0] if request.scope.get("client") else ""
        named = {each.strip() for each in ",".join(forwarded).split(",")}
        if forwarded and client not in named:
            self._is_said = True
            _log.warning("proxy_not_trusted", hint=_HINT)


_HINT = (
    "X-Forwarded-For came from an address that is no trusted proxy. If a proxy stands in front,"
    " name it in LIKEWISE_TRUSTED_PROXIES: until then all who come through it count as one address."
)
