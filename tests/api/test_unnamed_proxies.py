"""A proxy that nobody named is told of in the log, once, and without anybody's address."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.requests import HTTPConnection
from starlette.types import Receive, Scope, Send
from structlog.testing import capture_logs
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from likewise.web.proxies import UnnamedProxies
from tests.support.keeper import Addresses
from tests.support.screen import until
from tests.support.shared_server import SharedServer, shared_server

TOLD = "proxy_not_trusted"


@pytest.fixture(scope="module")
def server(server_addresses: Addresses) -> Iterator[SharedServer]:
    with shared_server(server_addresses) as server:
        yield server


async def test_an_operator_reads_once_that_a_proxy_may_stand_in_front(server: SharedServer) -> None:
    async with server.api() as api:
        for last in (7, 8):
            headers = {"X-Forwarded-For": f"203.0.113.{last}"}
            answer = await api.http.post(
                "/graphql", json={"query": "{ __typename }"}, headers=headers
            )
            assert answer.status_code == 200
    await until(lambda: TOLD in server.process.said())
    assert server.process.said().count(TOLD) == 1
    assert "LIKEWISE_TRUSTED_PROXIES" in server.process.said()
    assert "203.0.113" not in server.process.said()


@pytest.mark.parametrize(
    ("trusted", "forwarded", "times"),
    [
        ("", None, 0),
        ("", "203.0.113.7", 1),
        ("10.0.0.1", "203.0.113.7", 0),
        ("10.0.0.1, 10.0.0.2", "203.0.113.7, 10.0.0.2", 0),
        ("10.0.0.9", "203.0.113.7", 1),
        ("*", "203.0.113.7", 0),
    ],
)
async def test_it_is_about_what_uvicorn_did_not_take_as_the_address(
    trusted: str, forwarded: str | None, times: int
) -> None:
    proxies = UnnamedProxies()

    async def look(scope: Scope, _: Receive, __: Send) -> None:
        proxies.look_at(HTTPConnection(scope))

    headers = [] if forwarded is None else [(b"x-forwarded-for", forwarded.encode())]
    scope = {"type": "http", "client": ("10.0.0.1", 80), "headers": headers}
    with capture_logs() as logs:
        for _ in range(3):
            await ProxyHeadersMiddleware(look, trusted)(dict(scope), None, None)  # type: ignore[arg-type]
    assert [each["event"] for each in logs] == [TOLD] * times
