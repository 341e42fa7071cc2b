"""One connection on which this process hears, to the server that is the home of some channels."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable

import structlog
from redis.asyncio.client import PubSub

from likewise.subscriptions.links import CONNECT_TIMEOUT_SECONDS, PATIENCE_SECONDS, open_link

SILENCE_SECONDS = 1.0
"""After so long a silence Redis is asked whether it is still there."""

DEATH_SECONDS = 2.0
"""After so long without an answer to that, it is not: a connection can die without a word."""

_log = structlog.get_logger()


class Ear:
    """Hears on these channels until the connection is lost, or a channel has moved elsewhere.

    It never comes back by itself. `on_message` gets each text; `on_gap` is called when Redis hung
    for longer than those who ring have patience; `on_end` when nothing will be heard any more.
    """

    def __init__(
        self,
        server_url: str,
        channels: frozenset[str],
        *,
        sharded: bool,
        on_message: Callable[[object], None],
        on_gap: Callable[[], None],
        on_end: Callable[[], None],
    ) -> None:
        self.channels = channels
        self.hears = False
        """Whether Redis has confirmed every channel, and the connection is not lost."""
        self.settled = asyncio.Event()
        """Set as soon as it hears, or never will."""
        self._server_url = server_url
        self._sharded = sharded
        self._on_message, self._on_gap, self._on_end = on_message, on_gap, on_end
        self._unconfirmed = set(channels)
        self._stopped = False
        self._task = asyncio.create_task(self._run(), name="ear")

    @property
    def ended(self) -> bool:
        """Whether nothing will be heard any more."""
        return self._stopped or self._task.done()

    def stop(self) -> asyncio.Task[None]:
        """Let it end; the task that does, for whoever wants to wait."""
        # Not by cancellation alone: one that meets the loss of the connection can get lost in it.
        self._stopped = True
        self.hears = False
        self._task.cancel()
        return self._task

    async def _run(self) -> None:
        try:
            async with open_link(self._server_url) as client, client.pubsub() as subscription:
                async with asyncio.timeout(CONNECT_TIMEOUT_SECONDS):
                    await self._subscribe(subscription)
                await self._follow(subscription)
        except Exception as lost:
            reason = f"{type(lost).__name__}: {lost}"
            _log.info("redis_away", reason=reason, was_connected=self.hears)
        finally:
            self.hears = False
            self.settled.set()
            if not self._stopped:
                self._on_end()

    async def _subscribe(self, subscription: PubSub) -> None:
        if not self._sharded:
            await subscription.subscribe(*sorted(self.channels))
            return
        # One by one: channels of two slots in one command are a fault.
        for channel in sorted(self.channels):
            await subscription.ssubscribe(channel)

    async def _follow(self, subscription: PubSub) -> None:
        """Take what comes, and notice when nothing can come any more."""
        asked_at: float | None = None
        while not self._stopped:
            limit_seconds = SILENCE_SECONDS if asked_at is None else DEATH_SECONDS
            message = await subscription.get_message(timeout=limit_seconds)
            if message is not None:
                self._take(message["type"], message["channel"], message["data"])
                if asked_at is not None and time.monotonic() - asked_at > PATIENCE_SECONDS:
                    self._on_gap()
                asked_at = None
            elif asked_at is None:
                asked_at = time.monotonic()
                await subscription.ping()
            else:
                raise TimeoutError(f"no answer from Redis for {DEATH_SECONDS} s")

    def _take(self, kind: str, channel: str | None, text: object) -> None:
        if kind in ("message", "smessage"):
            self._on_message(text)
        elif kind in ("subscribe", "ssubscribe"):
            self._unconfirmed.discard(channel or "")
            if not self._unconfirmed and not self.hears:
                self.hears = True
                self.settled.set()
        elif kind == "sunsubscribe":
            # Nobody asked for it: the node says that the slot is served by another one now.
            raise ConnectionError(f"{channel} has moved to another node")


async def stop_all(ears: Iterable[Ear]) -> None:
    """Stop them, and wait until they have hung up."""
    tasks = [ear.stop() for ear in ears]
    if tasks:
        await asyncio.wait(tasks)
