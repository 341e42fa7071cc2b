"""Asking a server at random until a moment, and what was found."""

from __future__ import annotations

import asyncio
import base64
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from random import Random
from time import monotonic
from urllib.parse import urlsplit

from tests.fuzz.verdict import MOST_SECONDS, Answer, fault_of
from tests.fuzz.wire import Wire, made, request

AS_MUCH_AS_THEY_LIKE = {
    "LIKEWISE_COST_BUCKET_SIZE": "0",
    "LIKEWISE_ADDRESS_COST_BUCKET_SIZE": "0",
}
"""A bucket that is empty would refuse most of what is asked before anything is done with it."""

_AT_ONCE = 6
_PIECE_SECONDS = 0.01
_PROPER_SECONDS = 5.0
"""How long somebody else may wait for a proper answer meanwhile."""
_EVERY_SECONDS = 0.5
_SHOWN_BYTES = 1500


@dataclass
class Found:
    """What came of it: answers by status, faults with one request for each, memory by moment."""

    statuses: Counter[int] = field(default_factory=Counter)
    faults: dict[str, str] = field(default_factory=dict)
    slowest: tuple[float, str] = (0.0, "")
    memory_kib: list[int] = field(default_factory=list)

    def note(self, wire: Wire, answer: Answer | None) -> None:
        """Look at an answer."""
        if answer is None:
            if wire.owed:
                self.faults.setdefault(f"{wire.name}: no answer", _shown(wire))
            return
        self.statuses[answer.status] += 1
        self.slowest = max(self.slowest, (answer.seconds, f"{wire.name}: {_shown(wire)[:200]}"))
        if fault := fault_of(answer):
            told = f"{_shown(wire)}\n    answered by {answer.status} {answer.body[:300]!r}"
            self.faults.setdefault(f"{wire.name}: {fault}", told)


async def fuzz(
    address: str,
    *,
    seed: int,
    until: Callable[[Found], bool],
    token: str | None = None,
    memory_kib: Callable[[], int] = lambda: 0,
) -> Found:
    """Ask until that is so, several at once; somebody proper asks meanwhile, and must be answered.

    The same seed asks the same.
    """
    found = Found()
    async with _asked_properly(address, found, memory_kib), asyncio.TaskGroup() as group:
        for number in range(_AT_ONCE):
            group.create_task(_ask_at_random(address, f"{seed} {number}", token, found, until))
    return found


async def _ask_at_random(
    address: str, seed: str, token: str | None, found: Found, until: Callable[[Found], bool]
) -> None:
    random = Random(seed)
    while not until(found):
        wire = made(random, token)
        found.note(wire, await answer_to(address, wire))


@asynccontextmanager
async def _asked_properly(
    address: str, found: Found, memory_kib: Callable[[], int]
) -> AsyncIterator[None]:
    task = asyncio.create_task(_ask_properly(address, found, memory_kib))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _ask_properly(address: str, found: Found, memory_kib: Callable[[], int]) -> None:
    wire = request({"query": "{ economy { people } }"})
    while True:
        answer = await answer_to(address, wire)
        if answer is None or answer.status != 200 or answer.seconds > _PROPER_SECONDS:
            found.faults.setdefault("somebody proper waited", str(answer))
        found.memory_kib.append(memory_kib())
        await asyncio.sleep(_EVERY_SECONDS)


async def answer_to(address: str, wire: Wire) -> Answer | None:
    """The answer; None: the server has closed the connection without one, or never answered."""
    place = urlsplit(address)
    begun = monotonic()
    reader, writer = await asyncio.open_connection(place.hostname, place.port)
    with suppress(OSError):
        try:
            async with asyncio.timeout(MOST_SECONDS + 3):
                await _send(writer, wire)
                return _read(await reader.read(), monotonic() - begun)
        finally:
            writer.transport.abort()
    return None


async def _send(writer: asyncio.StreamWriter, wire: Wire) -> None:
    with suppress(OSError):  # refused before it was all sent: the answer tells why
        for number, piece in enumerate(wire.pieces):
            writer.write(piece)
            await writer.drain()
            if number > 1:
                await asyncio.sleep(_PIECE_SECONDS)
        if not wire.owed:
            writer.write_eof()


def _read(raw: bytes, seconds: float) -> Answer | None:
    head, _, body = raw.partition(b"\r\n\r\n")
    if head.startswith(b"HTTP/1.1 100 "):
        return _read(body, seconds)
    lines = head.decode("latin-1").split("\r\n")
    if not lines[0].startswith("HTTP/1.1 "):
        return None
    headers = {name.lower(): value.strip() for name, _, value in (x.partition(":") for x in lines)}
    if headers.get("transfer-encoding") == "chunked":
        body = b"".join(body.split(b"\r\n")[1::2])
    return Answer(int(lines[0].split()[1]), headers.get("content-type", ""), body, seconds)


def _shown(wire: Wire) -> str:
    """The request, to be sent again: base64 -d, then to the socket as it is."""
    sent = b"".join(wire.pieces)
    if len(sent) <= _SHOWN_BYTES:
        return f"{sent!r}\n    {base64.b64encode(sent).decode()}"
    return f"{sent[:_SHOWN_BYTES]!r} and {len(sent) - _SHOWN_BYTES} bytes more"
