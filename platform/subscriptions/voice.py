"""The connections on which this process says what has changed, one to each home of channels."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from contextlib import suppress

import structlog
from redis import asyncio as aioredis
from redis.exceptions import RedisError

from likewise.subscriptions.homes import Homes
from likewise.subscriptions.links import PATIENCE_SECONDS, open_link

_log = structlog.get_logger()


class Voice:
    """Says a text on a channel, where the channel is at home."""

    def __init__(self, homes: Homes) -> None:
        self._homes = homes
        self._found: Mapping[str, frozenset[str]] | None = None
        self._clients: dict[str, aioredis.Redis] = {}

    async def say(self, texts: Mapping[str, str]) -> frozenset[str]:
        """Say each text on its channel, to all servers at once.

        Returns the channels on which it was not said, or perhaps not. Never raises.
        """
        try:
            if self._found is None:
                self._found = await self._homes.find()
            told = await asyncio.gather(
                *(self._say_at(url, texts, names) for url, names in self._found.items())
            )
        except Exception as error:
            return self._unsaid(texts.keys(), error)
        said = frozenset[str]().union(*told)
        if texts.keys() - said:
            # Where the channels are is asked again: one may have moved.
            self._found = None
        return frozenset(texts.keys() - said)

    async def hang_up(self) -> None:
        """Drop every connection."""
        for url in list(self._clients):
            await self._hang_up_on(url)

    async def _say_at(
        self, url: str, texts: Mapping[str, str], channels: frozenset[str]
    ) -> Iterable[str]:
        """Say what belongs to one server; the channels on which that was done."""
        here = sorted(channels & texts.keys())
        if not here:
            return here
        command = "SPUBLISH" if self._homes.sharded else "PUBLISH"
        try:
            if url not in self._clients:
                self._clients[url] = open_link(url)
            async with (
                asyncio.timeout(PATIENCE_SECONDS),
                self._clients[url].pipeline(transaction=False) as pipeline,
            ):
                for channel in here:
                    pipeline.execute_command(command, channel, texts[channel])
                await pipeline.execute()
        except Exception as error:
            # An answer that comes late must not be taken for another's.
            await self._hang_up_on(url)
            self._unsaid(here, error)
            return ()
        return here

    async def _hang_up_on(self, url: str) -> None:
        client = self._clients.pop(url, None)
        if client is not None:
            with suppress(RedisError, OSError):
                await client.aclose()

    def _unsaid(self, channels: Iterable[str], error: Exception) -> frozenset[str]:
        unsaid = frozenset(channels)
        _log.info("bells_owed", channels=len(unsaid), reason=f"{type(error).__name__}: {error}")
        return unsaid
