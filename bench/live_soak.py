"""Whether a server's memory grows while it is abused: one process, for some minutes.

    python -m bench.live_soak --minutes 10

Normal clients watch wallets that move all the time. Beside them others flood it, never read, or
drop their connection, and come again as soon as they have been cut. Every half minute it prints
what the server's process holds; at the end, how much that grew over the second half.
"""

from __future__ import annotations

import argparse
import asyncio
import resource
import time
from collections import Counter
from dataclasses import dataclass

import uvloop

from bench.live_abuse import ABUSES, go_on
from bench.live_servers import Server, ours
from bench.live_sockets import Crowd
from bench.live_writer import Writer, enter_people
from bench.measuring_server import measuring_server
from likewise.models.database import migrate

_LOOKS_SECONDS = 30.0
_CHANGES_SECONDS = 5
_MEBI = 1 << 20


@dataclass(frozen=True)
class Plan:
    """How long, and by how many. `abusers` is how many of each kind there are."""

    minutes: float
    sockets: int
    per_second: int
    abusers: int

    @property
    def people(self) -> int:
        """How many there are: everybody is one of her own, since sockets of one are limited."""
        return self.sockets + self.abusers * len(ABUSES)


async def _soak(plan: Plan) -> None:
    with measuring_server(None) as servers:
        await migrate(servers.database_url)
        tokens = await enter_people(servers.database_url, plan.people)
        with ours(servers.database_url, servers.redis_url, 0) as server:
            crowd = Crowd(server.port)
            writer = await Writer.start(servers.database_url, servers.redis_url)
            try:
                await crowd.open(tokens[: plan.sockets])
                await _abuse(plan, server, crowd, writer, tokens[plan.sockets :])
            finally:
                await writer.end()
                crowd.close()


async def _abuse(
    plan: Plan, server: Server, crowd: Crowd, writer: Writer, tokens: list[str]
) -> None:
    counted: Counter[str] = Counter()
    kinds = [abuse for abuse in ABUSES for _ in range(plan.abusers)]
    tasks = [
        asyncio.create_task(go_on(abuse, server.port, token, counted))
        for abuse, token in zip(kinds, tokens, strict=True)
    ]
    tasks.append(asyncio.create_task(_move(plan, writer)))
    try:
        held = await _look(plan, server, crowd, counted, tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
    half = held[len(held) // 2 :]
    print(f"over the second half it grew by {(half[-1] - half[0]) / _MEBI:+.1f} MiB")
    print(f"normal clients that were lost: {len(crowd.losses)}")


async def _look(
    plan: Plan,
    server: Server,
    crowd: Crowd,
    counted: Counter[str],
    tasks: list[asyncio.Task[None]],
) -> list[int]:
    """Print a line now and every half minute; the bytes that were held each time."""
    began_at, held = time.monotonic(), list[int]()
    looks = round(plan.minutes * 60 / _LOOKS_SECONDS) + 1
    for number in range(looks):
        # Whoever breaks ends it: nobody should take a quiet server for a sound one.
        done, _ = await asyncio.wait(
            tasks,
            timeout=max(0.0, began_at + number * _LOOKS_SECONDS - time.monotonic()),
            return_when=asyncio.FIRST_COMPLETED,
        )
        for task in done:
            task.result()
        held.append(server.own_bytes)
        shown = len(crowd.arrivals)
        crowd.arrivals.clear()
        told = ", ".join(f"{count:,} {name}" for name, count in sorted(counted.items()))
        seconds = number * _LOOKS_SECONDS
        print(
            f"{seconds:5.0f} s  {held[-1] / _MEBI:7.1f} MiB  {shown:8,} shown  {told}", flush=True
        )
    return held


async def _move(plan: Plan, writer: Writer) -> None:
    """Wallets move all the time."""
    while True:
        await writer.change(plan.per_second * _CHANGES_SECONDS, plan.per_second)
        writer.committed_ns.clear()


def _plan() -> Plan:
    parser = argparse.ArgumentParser(prog="python -m bench.live_soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--sockets", type=int, default=500, help="normal clients")
    parser.add_argument("--per-second", type=int, default=200, help="changes of wallets")
    parser.add_argument("--abusers", type=int, default=10, help="of each kind")
    asked = parser.parse_args()
    return Plan(asked.minutes, asked.sockets, asked.per_second, asked.abusers)


if __name__ == "__main__":
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    uvloop.run(_soak(_plan()))
