"""People in front of their live wallets, each on a socket of her own, for tests of faults.

Each client is an honest one: it looks at what it is shown, comes back by itself whatever happens,
after a pause that grows and is random within what the server has told, and goes on from its cursor.
"""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException
from websockets.typing import Subprotocol

from likewise.statements.wallet import Wallet
from tests.support.graphql_socket import TRANSPORT
from tests.support.screen import until

FEED = """subscription($after: Cursor) { walletUpdated(after: $after) {
    version cursor budget { micros } projection { micros }
    received { available { micros } held { micros } inFlight { micros } }
    giving { pot { micros } likeCount }
} }"""
_LONGEST_MINIMUM_SECONDS = 1.0
_ANSWERS_WITHIN_SECONDS = 30.0
_LOST = (OSError, TimeoutError, WebSocketException)


class _NotShown(Exception):
    """The server has answered with errors, or has ended the feed."""


class Shown(NamedTuple):
    """What a wallet shows; amounts in micros."""

    version: int
    budget: int
    available: int
    held: int
    in_flight: int
    projection: int
    pot: int
    like_count: int

    @classmethod
    def of(cls, wallet: Wallet) -> Shown:
        """What must be shown of this wallet."""
        balances, giving = wallet.balances, wallet.giving
        return cls(
            *(wallet.version, balances.budget_micros, balances.available_micros),
            *(balances.on_hold_micros, balances.in_flight_micros, wallet.projection_micros),
            *(giving.pot_micros, giving.like_count),
        )

    @classmethod
    def told(cls, state: Mapping[str, Any]) -> Shown:
        """What a message says."""
        received, giving = state["received"], state["giving"]
        amounts = (
            *(state["budget"], received["available"], received["held"], received["inFlight"]),
            *(state["projection"], giving["pot"]),
        )
        micros = (int(each["micros"]) for each in amounts)
        return cls(state["version"], *micros, giving["likeCount"])


class Client:
    """One person's screen."""

    def __init__(self, address: str, person_id: int, token: str) -> None:
        self.person_id = person_id
        self.shown: Shown | None = None
        self.changed_at = 0.0
        """When it was shown something else, by the monotonic clock."""
        self.complaints: list[str] = []
        """What must never be seen: an older state after a newer one, the same one again."""
        self.times_connected = 0
        self._url = address.replace("http:", "ws:") + "/graphql"
        self._token = token
        self._cursor: str | None = None
        self._failures = 0
        self._minimum_seconds, self._spread_seconds = 0.1, 0.5

    async def watch(self) -> None:
        """Watch until it is cancelled."""
        while True:
            try:
                # Pings are the protocol's own; here they would be a task for each client.
                async with connect(
                    self._url,
                    subprotocols=[Subprotocol(TRANSPORT)],
                    compression=None,
                    ping_interval=None,
                    open_timeout=_ANSWERS_WITHIN_SECONDS,
                    close_timeout=0.1,
                ) as link:
                    await self._hear(link)
            except (*_LOST, _NotShown):
                await asyncio.sleep(self._pause_seconds())
                self._failures += 1

    async def _hear(self, link: ClientConnection) -> None:
        bearer = {"authorization": f"Bearer {self._token}"}
        await link.send(json.dumps({"type": "connection_init", "payload": bearer}))
        async for text in link:
            message = json.loads(text)
            match message["type"]:
                case "connection_ack":
                    self._acknowledged(message["payload"]["retry"])
                    asked = {"query": FEED, "variables": {"after": self._cursor}}
                    await link.send(json.dumps({"type": "subscribe", "id": "1", "payload": asked}))
                case "ping":
                    await link.send('{"type":"pong"}')
                case "next" if message["payload"].get("data"):
                    self._show(message["payload"]["data"]["walletUpdated"])
                case _:
                    raise _NotShown(text)
        raise _NotShown("closed")

    def _acknowledged(self, retry: Mapping[str, int]) -> None:
        self.times_connected += 1
        self._minimum_seconds = retry["minimumMilliseconds"] / 1000
        self._spread_seconds = retry["spreadMilliseconds"] / 1000

    def _show(self, state: Mapping[str, Any]) -> None:
        now = Shown.told(state)
        if self.shown is not None and now.version < self.shown.version:
            self.complaints.append(f"{now} after {self.shown}")
        if now == self.shown:
            self.complaints.append(f"{now} again")
        self.shown, self.changed_at = now, time.monotonic()
        self._cursor, self._failures = state["cursor"], 0

    def _pause_seconds(self) -> float:
        """As docs/live.md asks for, "Coming back"."""
        minimum_seconds = min(self._minimum_seconds * 2**self._failures, _LONGEST_MINIMUM_SECONDS)
        return minimum_seconds + self._spread_seconds * random.random()


class Crowd:
    """Some clients of one server."""

    def __init__(self, clients: Sequence[Client]) -> None:
        self.clients = clients

    async def shows_anything(self, within_seconds: float) -> None:
        """Wait until each has been shown a first state."""
        await until(lambda: all(each.shown is not None for each in self.clients), within_seconds)

    async def shows(self, wallets: Mapping[int, Shown], within_seconds: float) -> None:
        """Wait until each shows her wallet as it is. Raises AssertionError with who does not."""
        try:
            await until(lambda: not self._behind(wallets), within_seconds)
        except TimeoutError:
            behind = self._behind(wallets)
            first = behind[0]
            raise AssertionError(
                f"{len(behind)} of {len(self.clients)} are behind: "
                f"{first.shown} in place of {wallets[first.person_id]}"
            ) from None

    @property
    def complaints(self) -> list[str]:
        """Everything that must not have been seen."""
        return [each for client in self.clients for each in client.complaints]

    @property
    def changed_at(self) -> float:
        """When the last of them was shown something else."""
        return max(each.changed_at for each in self.clients)

    def _behind(self, wallets: Mapping[int, Shown]) -> list[Client]:
        return [each for each in self.clients if each.shown != wallets[each.person_id]]


@asynccontextmanager
async def crowd(address: str, tokens: Mapping[int, str]) -> AsyncIterator[Crowd]:
    """A client for each of these people, by their tokens, while the block runs."""
    clients = [Client(address, person_id, token) for person_id, token in tokens.items()]
    watching = [asyncio.create_task(each.watch()) for each in clients]
    try:
        yield Crowd(clients)
    finally:
        for task in watching:
            task.cancel()
        await asyncio.wait(watching)
        for task in watching:
            if not task.cancelled():
                task.result()
