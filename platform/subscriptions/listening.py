"""What this process hears of all others, and the supervisor that keeps it hearing.

The rule that makes a lost message harmless: **a subscription that Redis confirms is a bell.** What
was rung before it may have been missed, so whoever watches reads again. The channels are always
the same, and a new connection confirms every one of its own anew; with that everybody reads again
after every reconnect.

With one server there is one connection. On a cluster there is one to each node that is the home of
some channels, and a node that is lost takes nothing away from the others: what is missing is looked
for until everything is heard again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import structlog

from likewise.models.changes import EVERYTHING, Changes
from likewise.subscriptions.channels import Channels
from likewise.subscriptions.ear import Ear, stop_all
from likewise.subscriptions.homes import Homes
from likewise.subscriptions.links import pauses_seconds
from likewise.subscriptions.messages import read_message

_ASK_SECONDS = 5.0
"""How often a cluster is asked where the channels are, without any reason: a node that was replaced
while it was cut off from the others goes on to answer, and hears nothing."""

_log = structlog.get_logger()


class Listener:
    """Tells `take` what other processes have rung, and when anything may have been missed.

    `own_mark` is what this process signs with: its own rings come back, and were heard already.
    """

    def __init__(
        self,
        redis_url: str,
        channels: Channels,
        take: Callable[[Changes], None],
        own_mark: str,
    ) -> None:
        self._homes = Homes(redis_url, channels.names)
        self._channels = frozenset(channels.names)
        self._take = take
        self._own_mark = own_mark
        self._ears: dict[str, Ear] = {}
        self._woken = asyncio.Event()
        self._closed = False
        self._has_heard_foreign = False
        self.connected = False
        """Whether Redis brings what other processes ring, on every channel."""

    def close(self) -> None:
        """Let `run()` come to its end. Twice is once."""
        self._closed = True
        self._woken.set()

    async def run(self) -> None:
        """Listen until it is closed or cancelled: reconnect after whatever happens."""
        pauses = pauses_seconds()
        try:
            # Not by cancellation alone: one that meets a lost connection can get lost in it.
            while not self._closed:
                self._woken.clear()
                await self._mend()
                if self.connected:
                    pauses = pauses_seconds()
                    if not await self._is_woken():
                        continue
                if not self._closed:
                    await asyncio.sleep(next(pauses))
        finally:
            self.connected = False
            await stop_all(self._ears.values())

    async def _is_woken(self) -> bool:
        """Wait for a reason to mend; False when there is none but that it is time to ask."""
        try:
            async with asyncio.timeout(_ASK_SECONDS if self._homes.sharded else None):
                await self._woken.wait()
        except TimeoutError:
            return False
        return True

    async def _mend(self) -> None:
        """Hear on every channel where it is at home now, and ring everything if that was new."""
        try:
            homes = await self._homes.find()
        except ConnectionError as error:
            _log.info("redis_away", reason=str(error), was_connected=self.connected)
            homes = {url: ear.channels for url, ear in self._ears.items() if not ear.ended}
        gone = {
            url for url, ear in self._ears.items() if ear.ended or homes.get(url) != ear.channels
        }
        self.connected = self.connected and not gone
        await stop_all([self._ears.pop(url) for url in gone])
        new = {url: self._ear(url, homes[url]) for url in homes.keys() - self._ears.keys()}
        self._ears |= new
        for ear in new.values():
            await ear.settled.wait()
        heard = frozenset[str]().union(*(ear.channels for ear in self._ears.values() if ear.hears))
        self.connected = heard == self._channels
        if any(ear.hears for ear in new.values()):
            self._take(EVERYTHING)

    def _ear(self, url: str, channels: frozenset[str]) -> Ear:
        return Ear(
            url,
            channels,
            sharded=self._homes.sharded,
            on_message=self._hear,
            on_gap=lambda: self._take(EVERYTHING),
            on_end=self._miss,
        )

    def _miss(self) -> None:
        self.connected = False
        self._woken.set()

    def _hear(self, text: object) -> None:
        message = read_message(text)
        if message is None:
            if not self._has_heard_foreign:
                self._has_heard_foreign = True
                _log.warning("foreign_message", consequence="each counts as: all may have changed")
            self._take(EVERYTHING)
        elif message.mark != self._own_mark:
            self._take(message.changes)
