"""Buckets: what everybody's operations may cost, counted in Redis for all processes together.

Costs of the same moment are counted in one round trip. Where Redis is away or slow, a part of it on
a cluster, a smaller bucket of this process counts instead: nobody gets an error or waits because of
Redis, and nobody gets more.
"""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import NamedTuple, Self
from zlib import crc32

import structlog
from redis import asyncio as aioredis
from redis.exceptions import RedisError

from likewise.identity.sessions import Viewer
from likewise.operations.paces import Allowance, LocalBuckets, Pace
from likewise.settings import Settings
from likewise.subscriptions.homes import Homes
from likewise.subscriptions.links import CONNECT_TIMEOUT_SECONDS, open_link, pauses_seconds
from likewise.together import Together

PATIENCE_SECONDS = 0.1
"""How long an operation waits for Redis before it is counted here."""

LOCAL_PARTS = 4
"""A bucket of this process is smaller and slower by this than the one that all share."""

_PARTS = 16
"""The keys are of so many slots on a cluster, and what is of one slot is one command there."""

_AT_ONCE = 200
_TRIAL = Pace(1000, 1000)

_TAKE = """
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local told = {}
for i, key in ipairs(KEYS) do
    local step, span = tonumber(ARGV[2 * i - 1]), tonumber(ARGV[2 * i])
    local held = math.min(span, math.max(0, (tonumber(redis.call('GET', key)) or 0) - now))
    local granted = held + step <= span
    if granted then
        held = held + step
        if held > 0 then
            local kept_ms = math.ceil(held / 1000)
            redis.call('SET', key, string.format('%.0f', now + held), 'PX', kept_ms)
        end
    end
    told[2 * i - 1], told[2 * i] = granted and 1 or 0, held
end
return told
"""
"""LocalBuckets.take() for many, by the clock of the server. Sent as it is: next to the keys it is
small, and a server that was restarted needs not be taught it again.
"""

_log = structlog.get_logger()


class _Cost(NamedTuple):
    """One operation that is to be counted."""

    part: str
    key: str
    cost: int
    pace: Pace


class Buckets:
    """Everybody's buckets, one for each person, and for each address of those not signed in."""

    def __init__(self, redis_url: str, settings: Settings) -> None:
        self._person = Pace(settings.cost_bucket_size, settings.cost_restored_per_second)
        self._address = Pace(
            settings.address_cost_bucket_size, settings.address_cost_restored_per_second
        )
        self._most = settings.max_operation_cost
        self._parts = [f"{settings.redis_prefix}cost:{{{number}}}:" for number in range(_PARTS)]
        self._homes = Homes(redis_url, self._parts)
        self._home_of: dict[str, str] = {}
        self._clients: dict[str, aioredis.Redis] = {}
        self._local = LocalBuckets()
        self._together = Together(self._take, at_once=_AT_ONCE, name="cost buckets")
        self._returning: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        await self._look()
        if not self.shared:
            self._go_local("not found at the start")
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._returning is not None:
            self._returning.cancel()
            await asyncio.wait([self._returning])
        for url in list(self._clients):
            await self._hang_up_on(url)

    @property
    def shared(self) -> bool:
        """Whether Redis counts, for everybody."""
        return len(self._home_of) == _PARTS

    async def take(self, viewer: Viewer | None, address: str, cost: int) -> Allowance:
        """Count a cost of whoever this is, if there is room for all of it."""
        pace = self._address if viewer is None else self._person
        if pace.size == 0:
            return Allowance(True, self._most, pace.restored_per_second, 0.0)
        key = f"address:{address}" if viewer is None else f"person:{viewer.person_id}"
        part = self._parts[crc32(key.encode()) % _PARTS]
        asked = _Cost(part, part + key, cost, pace)
        told = await self._together.ask(asked) if part in self._home_of else None
        if told is not None:
            return told
        now_micros = time.monotonic_ns() // 1000
        smaller = pace.part(LOCAL_PARTS, least=self._most)
        return self._local.take(asked.key, cost, smaller, now_micros)

    async def _take(self, costs: list[_Cost]) -> list[Allowance | None]:
        """What Redis says of each; None: nothing."""
        by_home = defaultdict[str, list[int]](list)
        for number, each in enumerate(costs):
            by_home[self._home_of.get(each.part, "")].append(number)
        by_home.pop("", None)
        answers: list[Allowance | None] = [None] * len(costs)
        told = await asyncio.gather(
            *(self._take_at(url, [costs[each] for each in here]) for url, here in by_home.items())
        )
        for here, found in zip(by_home.values(), told, strict=True):
            for number, allowance in zip(here, found, strict=False):
                answers[number] = allowance
        return answers

    async def _take_at(self, url: str, costs: Sequence[_Cost]) -> Sequence[Allowance]:
        """What one server says of each; nothing if it says nothing."""
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                return await self._ask(self._clients[url], costs)
        except Exception as error:
            await self._lose(url, f"{type(error).__name__}: {error}")
            return ()

    async def _ask(self, client: aioredis.Redis, costs: Sequence[_Cost]) -> Sequence[Allowance]:
        """Ask for each slot by itself on a cluster, for all at once on one server."""
        lots = defaultdict[str, list[int]](list)
        for number, each in enumerate(costs):
            lots[each.part if self._homes.sharded else ""].append(number)
        async with client.pipeline(transaction=False) as pipeline:
            for lot in lots.values():
                pipeline.execute_command("EVAL", _TAKE, len(lot), *_words(costs[n] for n in lot))
            told = await pipeline.execute()
        found: dict[int, Allowance] = {}
        for lot, answer in zip(lots.values(), told, strict=True):
            for number, granted, held in zip(lot, answer[::2], answer[1::2], strict=True):
                asked = costs[number]
                found[number] = asked.pace.allowance(granted == 1, held, asked.cost)
        return [found[number] for number in range(len(costs))]

    async def _lose(self, url: str, reason: str) -> None:
        """A server said nothing, or nothing good: until it is found again, it isn't asked."""
        self._home_of = {part: home for part, home in self._home_of.items() if home != url}
        self._go_local(reason)
        # An answer that comes late must not be taken for another's.
        await self._hang_up_on(url)

    def _go_local(self, reason: str) -> None:
        if self._returning is None:
            _log.warning("costs_counted_locally", reason=reason)
            self._returning = asyncio.create_task(self._return(), name="cost buckets return")

    async def _return(self) -> None:
        """Look for Redis until all of it is there."""
        for pause_seconds in pauses_seconds():
            await asyncio.sleep(pause_seconds)
            await self._look()
            if self.shared:
                break
        self._local.clear()
        self._returning = None
        _log.info("costs_counted_in_redis")

    async def _look(self) -> None:
        """Find which part of the keys is where, and who answers in time."""
        found: dict[str, str] = {}
        with suppress(RedisError, OSError):
            for url, parts in (await self._homes.find()).items():
                if await self._counts(url, parts):
                    found |= dict.fromkeys(parts, url)
        # One may have been lost while the others were tried.
        self._home_of = {part: url for part, url in found.items() if url in self._clients}

    async def _counts(self, url: str, parts: Iterable[str]) -> bool:
        """Whether a server counts, not only answers: it could be a copy that must not write."""
        client = self._clients.setdefault(url, open_link(url))
        trials = [_Cost(part, f"{part}trial", 1, _TRIAL) for part in parts]
        try:
            async with asyncio.timeout(CONNECT_TIMEOUT_SECONDS):
                await self._ask(client, trials)
            async with asyncio.timeout(PATIENCE_SECONDS):  # now that there is a connection
                await self._ask(client, trials)
        except (RedisError, OSError):  # a TimeoutError is an OSError
            await self._hang_up_on(url)
            return False
        return True

    async def _hang_up_on(self, url: str) -> None:
        client = self._clients.pop(url, None)
        if client is not None:
            with suppress(RedisError, OSError):
                await client.aclose()


def _words(costs: Iterable[_Cost]) -> list[str | int]:
    """The keys of a command, and its arguments."""
    keys: list[str | int] = []
    arguments: list[str | int] = []
    for each in costs:
        keys.append(each.key)
        arguments += each.pace.step_micros(each.cost), each.pace.span_micros
    return keys + arguments
