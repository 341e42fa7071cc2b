"""What is measured of one server: its memory, then round after round what a push costs it.

Ours is pushed by a writer that commits in PostgreSQL, the peers by themselves. A round is both:
`spread`, so many messages a second, a few wallets at a time, as people live; and `at once`, each
wallet in its turn without a pause, as when a month closes.
"""

from __future__ import annotations

import asyncio
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field

from bench.live_post import push_one_post
from bench.live_servers import Server, ours
from bench.live_sockets import Crowd
from bench.live_writer import Writer, enter_people
from likewise.demo.embedded import Servers
from likewise.models import database

WARM_UP_SOCKETS = 50
_TURNS_AT_ONCE = 2
"""How often each wallet of ours moves in one round at once; a state may take the place of two."""
_PEER_TURNS_AT_ONCE = 20
"""And of the peers, which have no ledger to wait for."""
_ARRIVES_WITHIN_SECONDS = 30.0
_SETTLES_SECONDS = 2.0
_KIBI = 1 << 10
_NANO = 1e-9


@dataclass(frozen=True)
class Plan:
    """How much is measured. `seconds` is how long one round of `spread` takes."""

    sockets: int
    per_second: int
    seconds: float
    rounds: int

    @property
    def spread_messages(self) -> int:
        """The messages of one round of `spread`."""
        return round(self.per_second * self.seconds)


@dataclass
class Found:
    """What was measured of one server, with a figure for each round.

    Rates are messages that arrived for each second of the server's processor time. A wait is from
    the commit of a change to the arrival of its state, or of a newer one in its place.
    """

    socket_kibibytes: float
    spread_rates: list[float] = field(default_factory=list)
    at_once_rates: list[float] = field(default_factory=list)
    same_rates: list[float] = field(default_factory=list)
    waits_seconds: list[list[float]] = field(default_factory=list)
    behind: int = 0
    """Wallets that were not shown their last state in time, in the worst round."""
    losses: list[str] = field(default_factory=list)
    """Why sockets were lost."""
    state: bytes = b""
    """One message, as it was sent."""

    @property
    def spread_rate(self) -> float:
        return statistics.median(self.spread_rates)

    @property
    def at_once_rate(self) -> float:
        return statistics.median(self.at_once_rates)

    @property
    def same_rate(self) -> float:
        """Of one text to all: what the peers send anyway, at once."""
        return statistics.median(self.same_rates or self.at_once_rates)

    def wait_seconds(self, percent: int) -> float:
        """The percentile of the waits, the median of all rounds."""
        ordered = [sorted(each) for each in self.waits_seconds if each]
        ends = [each[min(len(each) - 1, len(each) * percent // 100)] for each in ordered]
        return statistics.median(ends) if ends else float("nan")


async def measure_ours(plan: Plan, servers: Servers) -> Found:
    """Everything of our server, on an empty database."""
    url, redis_url = servers.database_url, servers.redis_url
    await database.migrate(url)
    tokens = await enter_people(url, plan.sockets)
    writer = await Writer.start(url, redis_url)
    try:
        with ours(url, redis_url, plan.sockets) as server:
            crowd, found = await _opened(server, tokens)
            wallets = _Wallets(server, crowd, writer, found)
            await wallets.move(plan.sockets, 0)  # a warm-up
            for _ in range(plan.rounds):
                found.spread_rates.append(await wallets.move(plan.spread_messages, plan.per_second))
                found.waits_seconds.append(wallets.waits_seconds())
                found.at_once_rates.append(await wallets.move(plan.sockets * _TURNS_AT_ONCE, 0))
            _closed(crowd, found)
            found.same_rates = await push_one_post(server, url, redis_url, tokens, plan.rounds)
            return found
    finally:
        await writer.end()


async def measure_peer(plan: Plan, server: Server) -> Found:
    """The same of a peer; it has no commits to wait for."""
    crowd, found = await _opened(server, ["nobody"] * plan.sockets)
    await _push(server, crowd, plan.sockets, 0)  # a warm-up
    for _ in range(plan.rounds):
        spread = await _push(server, crowd, plan.spread_messages, plan.per_second)
        found.spread_rates.append(spread)
        at_once = await _push(server, crowd, plan.sockets * _PEER_TURNS_AT_ONCE, 0)
        found.at_once_rates.append(at_once)
    return _closed(crowd, found)


class _Wallets:
    """Those that are watched on our server. They take turns: see `Writer`."""

    def __init__(self, server: Server, crowd: Crowd, writer: Writer, found: Found) -> None:
        self._server, self._crowd, self._writer, self._found = server, crowd, writer, found
        self._first_versions = crowd.versions
        self._shown_before: list[int] = []

    async def move(self, changes: int, per_second: int) -> float:
        """Make changes and wait until all are shown; returns the rate of the messages."""
        self._crowd.arrivals.clear()
        self._shown_before = self._crowd.versions
        used = self._server.cpu_seconds
        await self._writer.change(changes, per_second)
        behind = await self._crowd.until_shown(self._last_versions(), _ARRIVES_WITHIN_SECONDS)
        self._found.behind = max(self._found.behind, behind)
        states = len(self._crowd.arrivals)
        self._report(changes, states)
        return states / (self._server.cpu_seconds - used)

    def waits_seconds(self) -> list[float]:
        """How long each change of the last move waited to be shown."""
        waits, shown = [], list(self._shown_before)
        for place, version, arrived_ns in self._crowd.arrivals:
            for each in range(shown[place], version):
                turn = each - self._first_versions[place]
                number = turn * len(self._first_versions) + place
                waits.append((arrived_ns - self._writer.committed_ns[number]) * _NANO)
            shown[place] = max(shown[place], version)
        return waits

    def _last_versions(self) -> Sequence[int]:
        turns, more = divmod(len(self._writer.committed_ns), len(self._first_versions))
        return [first + turns + (place < more) for place, first in enumerate(self._first_versions)]

    def _report(self, changes: int, states: int) -> None:
        committed_ns = self._writer.committed_ns[-changes:]
        took_seconds = (committed_ns[-1] - committed_ns[0]) * _NANO
        print(f"  {changes:,} changes in {took_seconds:.1f} s, {states:,} states shown")


async def _push(server: Server, crowd: Crowd, messages: int, per_second: int) -> float:
    """Have a peer push; returns the rate of the messages."""
    crowd.arrivals.clear()
    used = server.cpu_seconds
    await server.push(messages, per_second)
    await crowd.until_arrived(messages, _ARRIVES_WITHIN_SECONDS)
    return messages / (server.cpu_seconds - used)


async def _opened(server: Server, tokens: Sequence[str]) -> tuple[Crowd, Found]:
    """Open all sockets and let them wait; the first of them warm the server up, and don't count."""
    crowd = Crowd(server.port)
    await crowd.open(tokens[:WARM_UP_SOCKETS])
    before_bytes = server.own_bytes
    await crowd.open(tokens[WARM_UP_SOCKETS:])
    await asyncio.sleep(_SETTLES_SECONDS)
    waiting = len(tokens) - WARM_UP_SOCKETS
    return crowd, Found((server.own_bytes - before_bytes) / waiting / _KIBI)


def _closed(crowd: Crowd, found: Found) -> Found:
    found.losses, found.state = list(crowd.losses), crowd.sample
    crowd.close()
    return found
