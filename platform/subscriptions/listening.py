"""The one subscription of this process, and the supervisor that keeps it.

The rule that makes a lost message harmless: **a subscription that Redis confirms is a bell.** What
was rung before it may have been missed, so whoever watches reads again. A new connection confirms
every channel anew, and with that everybody reads again after every reconnect.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from itertools import islice

import structlog
from redis.asyncio.client import PubSub

from likewise.models.changes import Changes
from likewise.subscriptions.bells import Bells
from likewise.subscriptions.channels import Channels
from likewise.subscriptions.links import (
    CONNECT_TIMEOUT_SECONDS,
    PATIENCE_SECONDS,
    open_link,
    pauses_seconds,
)

SILENCE_SECONDS = 1.0
"""After so long a silence Redis is asked whether it is still there."""

DEATH_SECONDS = 2.0
"""After so long without an answer to that, it is not: a connection can die without a word."""

_CHANNELS_AT_ONCE = 1000
_EVERYTHING = Changes(everybody=True, settlements=True)

_log = structlog.get_logger()


class Listener:
    """Rings the bells of this process when another process has rung.

    `own_mark` is what this process signs with: its own rings come back, and were heard already.
    """

    def __init__(self, redis_url: str, channels: Channels, bells: Bells, own_mark: str) -> None:
        self._redis_url = redis_url
        self._channels = channels
        self._bells = bells
        self._own_mark = own_mark
        self._confirmed: set[int] = set()
        self.connected = False

    def hears(self, person_id: int) -> bool:
        """Whether what other processes ring for this person arrives here."""
        return person_id in self._confirmed

    async def run(self) -> None:
        """Listen until the bells are closed: reconnect after whatever happens."""
        pauses = pauses_seconds()
        # Not by cancellation alone: one that meets the loss of the connection can get lost in it.
        while not self._bells.closed:
            try:
                await self._listen()
            except* Exception as lost:
                reasons = [f"{type(each).__name__}: {each}" for each in lost.exceptions]
                _log.info("redis_away", reasons=reasons, was_connected=self.connected)
            if self.connected:
                pauses = pauses_seconds()
            self.connected = False
            self._confirmed.clear()
            await asyncio.sleep(next(pauses))

    async def _listen(self) -> None:
        async with open_link(self._redis_url) as client, client.pubsub() as subscription:
            async with asyncio.timeout(CONNECT_TIMEOUT_SECONDS):
                # In this order: what is confirmed last says that both are.
                await subscription.subscribe(self._channels.settlements, self._channels.everybody)
            async with asyncio.TaskGroup() as both:
                both.create_task(self._follow(subscription))
                both.create_task(self._hear(subscription))

    async def _follow(self, subscription: PubSub) -> None:
        """Subscribe to the wallets that are watched here, and to no others, as they change."""
        asked: set[int] = set()
        self._bells.unsettled.update(self._bells.people)
        while True:
            self._bells.changed.clear()
            unsettled = frozenset(self._bells.unsettled)
            self._bells.unsettled.clear()
            watched = unsettled & self._bells.people
            gone = (unsettled & asked) - watched
            self._confirmed -= gone
            for some in _in_portions([self._channels.wallet(each) for each in gone]):
                await subscription.unsubscribe(*some)
            for some in _in_portions([self._channels.wallet(each) for each in watched - asked]):
                await subscription.subscribe(*some)
            asked = (asked - gone) | watched
            await self._bells.changed.wait()

    async def _hear(self, subscription: PubSub) -> None:
        """Take what comes, and notice when nothing can come any more."""
        asked_at: float | None = None
        while True:
            limit_seconds = SILENCE_SECONDS if asked_at is None else DEATH_SECONDS
            message = await subscription.get_message(timeout=limit_seconds)
            if message is not None:
                self._take(message["type"], message["channel"], message["data"])
                if asked_at is not None and time.monotonic() - asked_at > PATIENCE_SECONDS:
                    # Redis hung for longer than those who ring have patience.
                    self._bells.ring(_EVERYTHING)
                asked_at = None
            elif asked_at is None:
                asked_at = time.monotonic()
                await subscription.ping()
            else:
                raise TimeoutError(f"no answer from Redis for {DEATH_SECONDS} s")

    def _take(self, kind: str, channel: str | None, mark: object) -> None:
        if channel is None or kind not in ("subscribe", "message"):
            return
        if kind == "message" and mark == self._own_mark:
            return
        person_id = self._channels.person_id(channel)
        if person_id is not None:
            if kind == "subscribe" and person_id in self._bells.people:
                self._confirmed.add(person_id)
            self._bells.ring(Changes(people=frozenset((person_id,))))
        elif channel == self._channels.settlements:
            self._bells.ring(Changes(settlements=True))
        elif kind == "subscribe":
            self.connected = True
        else:
            self._bells.ring(Changes(everybody=True))


def _in_portions(channels: Sequence[str]) -> list[list[str]]:
    rest = iter(channels)
    return list(iter(lambda: list(islice(rest, _CHANNELS_AT_ONCE)), []))
