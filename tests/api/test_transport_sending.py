"""What a socket does with a reader that is slow: the server's side of the wire is played here."""

from __future__ import annotations

import asyncio
from time import monotonic

import pytest
from starlette.types import Message

from likewise.resolvers.context import Context
from likewise.settings import Settings
from likewise.subscriptions.broker import Broker
from likewise.web.open_sockets import OpenSocket
from likewise.web.sockets import Sockets


class Wire:
    """Takes messages as a server does: at once, unless the client does not read."""

    streaming = False

    def __init__(self) -> None:
        self.writable = asyncio.Event()
        self.writable.set()
        self.taken: list[str | int] = []
        self.gone = False

    async def send(self, message: Message) -> None:
        await self.writable.wait()
        if self.gone:
            raise OSError
        self.taken.append(message.get("text", message.get("code")))

    def abort(self) -> None:
        self.gone = True
        self.writable.set()


@pytest.fixture
def wire() -> Wire:
    return Wire()


@pytest.fixture
def sockets() -> Sockets:
    return Sockets(Settings())


@pytest.fixture
async def socket(wire: Wire, sockets: Sockets) -> OpenSocket:
    context = Context(Broker("redis://127.0.0.1:1/0", "test:"))
    return OpenSocket(sockets, wire.send, wire, "", context)


def tasks() -> int:
    return len(asyncio.all_tasks())


async def until_idle(socket: OpenSocket) -> None:
    if socket._writer is not None:
        await asyncio.wait([socket._writer])


async def test_who_reads_gets_everything_at_once_and_without_a_task(
    wire: Wire, socket: OpenSocket
) -> None:
    before = tasks()
    socket.offer("1", "a")
    socket.offer("1", "b")
    await socket.send("reply")
    assert (wire.taken, tasks()) == (["a", "b", "reply"], before)


async def test_a_slow_reader_gets_the_latest_of_each_operation_and_replies_in_their_place(
    wire: Wire, socket: OpenSocket, sockets: Sockets
) -> None:
    wire.writable.clear()
    socket.offer("1", "first of 1")
    socket.offer("2", "overtaken")
    reply = asyncio.create_task(socket.send("reply"))
    await asyncio.sleep(0)
    socket.offer("1", "latest of 1")
    socket.offer("3", "withdrawn")
    for number in range(1000):
        socket.offer("2", f"{number} of 2")
    socket.withdraw("3")
    assert not reply.done()
    wire.writable.set()
    await reply
    await until_idle(socket)
    assert wire.taken == ["first of 1", "999 of 2", "reply", "latest of 1"]
    socket.offer("2", "at once again")
    assert wire.taken[-1] == "at once again"


async def test_who_does_not_read_until_the_deadline_is_cut_and_waits_for_nobody(
    wire: Wire, socket: OpenSocket, sockets: Sockets
) -> None:
    wire.writable.clear()
    replies = [asyncio.create_task(socket.send(f"{number}")) for number in range(3)]
    await asyncio.sleep(0)
    sockets.look_after(monotonic() + sockets.settings.slow_reader_seconds - 1)
    assert not wire.gone
    sockets.look_after(monotonic() + sockets.settings.slow_reader_seconds)
    await asyncio.gather(*replies)
    await until_idle(socket)
    assert (wire.gone, socket.closed, wire.taken) == (True, True, [])
    socket.offer("1", "to nobody")
    await socket.send("to nobody")
    assert wire.taken == []


async def test_a_socket_closes_once_and_says_nothing_afterwards(
    wire: Wire, socket: OpenSocket, sockets: Sockets
) -> None:
    wire.writable.clear()
    socket.offer("1", "in flight")
    socket.offer("2", "no longer of interest")
    socket.end(4401, "over")
    socket.end(4403, "too late")
    socket.offer("1", "too late")
    wire.writable.set()
    await until_idle(socket)
    socket.end(4400, "too late")
    assert wire.taken == ["in flight", 4401]


async def test_a_reply_that_is_given_up_is_not_sent(
    wire: Wire, socket: OpenSocket, sockets: Sockets
) -> None:
    wire.writable.clear()
    socket.offer("1", "in flight")
    reply = asyncio.create_task(socket.send("given up"))
    await asyncio.sleep(0)
    reply.cancel()
    await asyncio.wait([reply])
    wire.writable.set()
    await until_idle(socket)
    assert wire.taken == ["in flight"]
