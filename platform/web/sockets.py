"""All sockets and event streams that are open in this process: limits, signs of life, sessions.

One loop looks after all of them, and another asks PostgreSQL whose sessions have ended.
"""

from __future__ import annotations

import asyncio
from collections import Counter, OrderedDict
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta
from functools import lru_cache
from ipaddress import IPv6Address, ip_address
from time import monotonic
from typing import TypeVar

import structlog
from starlette.types import Scope

from likewise.identity.many_viewers import TOKENS_PER_QUERY, ManyViewers
from likewise.identity.sessions import Viewer, viewers_of
from likewise.models.deadline import Deadline
from likewise.settings import Settings
from likewise.web.open_sockets import OpenSocket

TOO_MANY = 4429
INIT_WAIT = timedelta(seconds=3)
SESSION_CHECK_SECONDS = 2.0
_TICK_SECONDS = 0.25
_PINGS_PER_TICK = 500
"""More would keep everybody else waiting for longer than a message may take."""
_ROUNDS_SILENT = 2
_IPV6_NETWORK_BITS = 64
_ADDRESSES_KEPT = 4096

_log = structlog.get_logger()
Key = TypeVar("Key")


class Sockets:
    """The open ones. `kept()` must run while there are any."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.slow: set[OpenSocket] = set()
        """Whose client is slow to read at this moment."""
        self._unready: OrderedDict[OpenSocket, None] = OrderedDict()
        self._ready: OrderedDict[OpenSocket, None] = OrderedDict()  # by when they were pinged last
        self._by_address: Counter[str] = Counter()
        self._by_person: Counter[int] = Counter()
        self.viewer_of = ManyViewers().viewer_of
        """Whose a token is, asked for many sockets together."""

    def __len__(self) -> int:
        return len(self._unready) + len(self._ready)

    def has_room_for(self, address: str) -> bool:
        """Whether one more from this address is within the limit."""
        limit = self.settings.sockets_per_address
        return limit == 0 or self._by_address[address] < limit

    @contextmanager
    def holding(self, socket: OpenSocket) -> Iterator[None]:
        """Count a socket as open, from its handshake to its end."""
        self._by_address[socket.address] += 1
        self._unready[socket] = None
        try:
            yield
        finally:
            self._unready.pop(socket, None)
            self._ready.pop(socket, None)
            self.slow.discard(socket)
            _count_down(self._by_address, socket.address)
            if socket.person_id is not None:
                _count_down(self._by_person, socket.person_id)

    async def admit(self, socket: OpenSocket) -> tuple[int, str] | None:
        """Let in whoever its token says; else why not: the close code, and the reason.

        A token that is nobody's is refused if it was sent on purpose, and else forgotten: a browser
        sends an old cookie without meaning it. While PostgreSQL is away nobody can tell: she is let
        in, and looked at again later.
        """
        if socket in self._unready:
            del self._unready[socket]
            self._ready[socket] = None
        token = socket.context.token
        if token is not None:
            try:
                async with Deadline(self.settings.operation_seconds):
                    viewer = await self.viewer_of(token)
            except Exception as error:
                _log.warning("sessions_unknown", reason=type(error).__name__)
            else:
                if viewer is None and socket.by_bearer:
                    return 4403, "Forbidden"
                if viewer is None:
                    socket.context.token = None
                elif not self._count_person(socket, viewer.person_id):
                    return TOO_MANY, "Too many connections"
        socket.token = socket.context.token
        socket.admitted = True
        return None

    @asynccontextmanager
    async def kept(self) -> AsyncIterator[None]:
        """Look after all of them until the block ends."""
        loops = [asyncio.create_task(self._keep()), asyncio.create_task(self._watch_sessions())]
        try:
            yield
        finally:
            for each in loops:
                each.cancel()
            await asyncio.wait(loops)

    def look_after(self, now: float) -> None:
        """One round: who never said hello, who does not read, who has gone silent."""
        wait_seconds = self.settings.slow_reader_seconds
        for socket in [each for each in self.slow if now - each.blocked_since >= wait_seconds]:
            socket.abort()
        for socket in list(self._unready):
            if now - socket.seen_at < INIT_WAIT.total_seconds():
                break
            del self._unready[socket]
            self._ready[socket] = None
            socket.end(4408, "Connection initialisation timeout")
        for _ in range(min(_PINGS_PER_TICK, len(self._ready))):
            socket = next(iter(self._ready))
            if now - socket.seen_at < self.settings.socket_ping_seconds:
                break
            self._ask_for_life(socket, now)

    def _ask_for_life(self, socket: OpenSocket, now: float) -> None:
        socket.seen_at = now
        self._ready.move_to_end(socket)
        if socket.rounds_silent >= _ROUNDS_SILENT:
            socket.end(4408, "No answer to pings")
        else:
            socket.rounds_silent += 1
            socket.ping()

    async def end_what_has_ended(self) -> None:
        """Close whose session has ended, and who has lost the role that a feed of hers needs."""
        by_token: dict[str, list[OpenSocket]] = {}
        for socket in self._ready:
            if socket.admitted and not socket.closed:
                for token in socket.tokens():
                    by_token.setdefault(token, []).append(socket)
        tokens = list(by_token)
        for begin in range(0, len(tokens), TOKENS_PER_QUERY):
            asked = tokens[begin : begin + TOKENS_PER_QUERY]
            try:
                found = await viewers_of(asked)
            except Exception as error:
                # A database that is away ends no session. It is asked again in a moment.
                _log.warning("sessions_unknown", reason=type(error).__name__)
                return
            for token in asked:
                for socket in by_token[token]:
                    _end_if_over(socket, token, found.get(token))

    async def _keep(self) -> None:
        while True:
            await asyncio.sleep(_TICK_SECONDS)
            try:
                self.look_after(monotonic())
            except Exception:  # one socket must not cost all others their care
                _log.exception("sockets_neglected")

    async def _watch_sessions(self) -> None:
        while True:
            await asyncio.sleep(SESSION_CHECK_SECONDS)
            try:
                await self.end_what_has_ended()
            except Exception:
                _log.exception("sessions_neglected")

    def _count_person(self, socket: OpenSocket, person_id: int) -> bool:
        limit = self.settings.sockets_per_person
        if limit and self._by_person[person_id] >= limit:
            return False
        self._by_person[person_id] += 1
        socket.person_id = person_id
        return True


def address_of(scope: Scope) -> str:
    """Where a connection comes from; a network of IPv6, of which one client has all addresses."""
    return _address_of(scope["client"][0] if scope.get("client") else "")


@lru_cache(_ADDRESSES_KEPT)
def _address_of(host: str) -> str:
    try:
        address = ip_address(host)
    except ValueError:
        return str(host)
    if isinstance(address, IPv6Address) and address.ipv4_mapped is None:
        return str(IPv6Address(int(address) >> _IPV6_NETWORK_BITS << _IPV6_NETWORK_BITS))
    return str(host)


def _end_if_over(socket: OpenSocket, token: str, viewer: Viewer | None) -> None:
    if token not in socket.tokens():
        return
    if viewer is None:
        socket.end(4401, "Your session has ended")
    elif socket.context.operator_feeds and not viewer.is_operator:
        socket.end(4403, "Forbidden")


def _count_down(counter: Counter[Key], key: Key) -> None:
    counter[key] -= 1
    if counter[key] <= 0:
        del counter[key]
