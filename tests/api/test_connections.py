"""Nobody keeps a connection by saying nothing, or an answer by not reading it."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from likewise.web import connections
from tests.support.keeper import Addresses
from tests.support.screen import until
from tests.support.shared_server import SharedServer, shared_server

WITHIN_SECONDS = 30.0


@pytest.fixture(scope="module")
def server(server_addresses: Addresses) -> Iterator[SharedServer]:
    environment = {
        "LIKEWISE_SLOW_READER_SECONDS": "0.5",
        "LIKEWISE_TRUSTED_PROXIES": "127.0.0.1",
        "LIKEWISE_ADDRESS_COST_BUCKET_SIZE": "1000",
        "LIKEWISE_ADDRESS_COST_RESTORED_PER_SECOND": "1",
        "LIKEWISE_DEVELOPMENT": "true",
    }
    with shared_server(server_addresses, **environment) as server:
        yield server


async def opened(
    server: SharedServer, receive_bytes: int | None = None
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    host, _, port = server.address.removeprefix("http://").partition(":")
    link = socket.socket()
    if receive_bytes is not None:
        link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_bytes)
    link.setblocking(False)
    await asyncio.get_running_loop().sock_connect(link, (host, int(port)))
    return await asyncio.open_connection(sock=link, limit=1024)


@pytest.mark.parametrize("said", [b"", b"POST /graphql HTTP/1.1\r\nHost: a\r\n"])
async def test_headers_that_never_come_end_the_connection(
    server: SharedServer, said: bytes
) -> None:
    reader, writer = await opened(server)
    writer.write(said)
    async with asyncio.timeout(connections.HEADERS_SECONDS + WITHIN_SECONDS):
        assert await reader.read() == b""
    writer.close()


async def test_an_answer_that_nobody_reads_is_given_up(server: SharedServer) -> None:
    async with server.api() as api:
        token = await api.token_of("ada")
        for _ in range(10):
            await api.do("publishPost", {"body": "😀" * 5000}, token=token)
    fields = " ".join(f"b{number}: body" for number in range(30))
    asked = f'{{"query": "{{ posts(first: 10) {{ edges {{ node {{ {fields} }} }} }} }}"}}'.encode()
    # Six megabytes: more than operating systems take off a server's hands.
    reader, writer = await opened(server, receive_bytes=16 * 1024)
    writer.write(
        b"POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
        b"Authorization: Bearer %b\r\nContent-Length: %d\r\n\r\n%b"
        % (token.encode(), len(asked), asked)
    )
    async with asyncio.timeout(WITHIN_SECONDS):
        head = await reader.readuntil(b"\r\n\r\n")
        assert b"200 OK" in head
        # Nothing more is read until the server has let go of it.
        await until(lambda: not is_held(server.process.pid, writer))
    writer.close()


def is_held(pid: int, writer: asyncio.StreamWriter) -> bool:
    """Whether the server's process still holds the other end."""
    port = f"{writer.get_extra_info('sockname')[1]:04X}"
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    inodes = {row[9] for row in rows if row[2].endswith(f":{port}")}
    held = {os.readlink(each) for each in Path(f"/proc/{pid}/fd").iterdir() if each.is_symlink()}
    return any(f"socket:[{inode}]" in held for inode in inodes)


async def test_behind_a_proxy_everybody_has_her_own_address(server: SharedServer) -> None:
    dear = "{ posts(first: 100) { edges { node { id body author { id about } } } } }"
    async with server.api() as api:

        async def status_for(address: str) -> int:
            headers = {"X-Forwarded-For": address}
            return (
                await api.http.post("/graphql", json={"query": dear}, headers=headers)
            ).status_code

        # Three times fit in, and more where a busy machine has it counted by the process itself.
        asked = [await status_for("203.0.113.7") for _ in range(12)]
        assert asked[0] == 200
        assert 429 in asked
        assert await status_for("203.0.113.8") == 200
