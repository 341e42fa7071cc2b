"""Kept-alive HTTP connections, as thin as can be: the client must not be what is measured.

Each sends a request when the one before is answered, from bytes that are nearly ready, and looks
only whether an answer is a good one. Run it on uvloop.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import cast

_HEAD_ENDS = b"\r\n\r\n"
_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
_GIVES_UP_AFTER_SECONDS = 30.0
"""When nothing was answered for so long after the end, nothing will be."""


class NotAnswered(Exception):
    """A request that was not answered, or not as it should be; says how."""


@dataclass(frozen=True)
class Asked:
    """How many requests were answered, in how long, and the client's own processor time."""

    answers: int
    seconds: float
    client_seconds: float


def post(body: bytes, *, token: str = "", path: str = "/graphql") -> bytes:
    """A request with a JSON body."""
    authorization = f"Authorization: Bearer {token}\r\n" if token else ""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"Accept: application/json\r\n{authorization}Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def ask_for(
    seconds: float, port: int, streams: Sequence[Iterator[bytes]], mark: bytes
) -> Asked:
    """Ask for so long, by one connection for each stream of requests; all are answered at the end.

    An answer is good if it is a 200 and has this mark in it. Raises NotAnswered at the first other.
    """
    loop = asyncio.get_running_loop()
    used, began = time.process_time(), loop.time()
    links: list[_Link] = []
    try:
        for stream in streams:
            made = partial(_Link, stream, mark, until=began + seconds)
            _, link = await loop.create_connection(made, "127.0.0.1", port)
            links.append(link)
        async with asyncio.timeout(seconds + _GIVES_UP_AFTER_SECONDS):
            await asyncio.gather(*(link.done for link in links))
    except TimeoutError:
        raise NotAnswered("nothing came any more") from None
    finally:
        for link in links:
            link.close()
    answers = sum(link.answers for link in links)
    return Asked(answers, loop.time() - began, time.process_time() - used)


async def answer_to(port: int, request: bytes) -> bytes:
    """The body of the answer to one request."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(request)
        length = _LENGTH.search(await reader.readuntil(_HEAD_ENDS))
        if length is None:
            raise NotAnswered("an answer without a length")
        return await reader.readexactly(int(length[1]))
    finally:
        writer.close()


class _Link(asyncio.Protocol):
    """One connection."""

    def __init__(self, requests: Iterator[bytes], mark: bytes, *, until: float) -> None:
        self._requests = requests
        self._mark = mark
        self._until = until
        self._came = b""
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.Transport | None = None
        self.done: asyncio.Future[None] = self._loop.create_future()
        self.answers = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's own is none by its class
        self._send()

    def data_received(self, data: bytes) -> None:
        came = self._came = self._came + data
        head_ends = came.find(_HEAD_ENDS)
        if head_ends < 0:
            return
        length = _LENGTH.search(came, 0, head_ends)
        if length is None:
            self._fail("an answer without a length")
        elif len(came) - head_ends - len(_HEAD_ENDS) >= int(length[1]):
            self._came = b""
            self._take(came)

    def connection_lost(self, _: Exception | None) -> None:
        self._fail("the server hung up")

    def close(self) -> None:
        """Hang up."""
        self.done.cancel()
        if self._transport is not None:
            self._transport.close()

    def _take(self, answer: bytes) -> None:
        if not answer.startswith(b"HTTP/1.1 200") or self._mark not in answer:
            self._fail(answer.decode(errors="replace")[:2000])
            return
        self.answers += 1
        if self._loop.time() < self._until:
            self._send()
        elif not self.done.done():
            self.done.set_result(None)

    def _send(self) -> None:
        assert self._transport is not None
        request = next(self._requests, None)
        if request is None:
            self._fail("there is nothing more to ask for: enter more people")
        else:
            self._transport.write(request)

    def _fail(self, reason: str) -> None:
        if not self.done.done():
            self.done.set_exception(NotAnswered(reason))
