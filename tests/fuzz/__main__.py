"""`python -m tests.fuzz [--minutes 5] [--seed N]`: a server of our own, asked at random.

Exits with 1 if anything was found: an answer that is an accident, one that is owed and does not
come, an error in the log, somebody proper who had to wait, or memory that grows.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import time

from tests.fuzz.running import AS_MUCH_AS_THEY_LIKE, Found, fuzz
from tests.fuzz.verdict import found_in_log
from tests.support.keeper import Keeper, addresses
from tests.support.shared_server import SharedServer, shared_server

_GROWTH_KIB = 48 * 1024
"""What the server may hold more at the end than after a third: its caches are full then."""


def main() -> int:
    """Fuzz, show what was found, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=5.0, help="how long, 5 if not said")
    parser.add_argument("--seed", type=int, default=time.time_ns() % 10**6)
    given = parser.parse_args()
    print(f"{given.minutes:g} minutes, seed {given.seed}", flush=True)
    keeper = Keeper()
    try:
        with shared_server(addresses(), **AS_MUCH_AS_THEY_LIKE) as server:
            found = asyncio.run(_fuzzed(server, given.seed, given.minutes * 60))
            faults = {**found.faults, **found_in_log(server.process.said())}
    finally:
        keeper.end()
    if fault := _growth(found.memory_kib):
        faults["memory"] = fault
    _show(found, faults)
    return 1 if faults else 0


async def _fuzzed(server: SharedServer, seed: int, seconds: float) -> Found:
    """As nobody and as a member, mixed."""
    async with server.api() as api:
        token = await api.token_of("ada")
        await api.village.pay("ada", 5_000_000)
        await api.village.write("ada", "a post")
    ends_at = time.monotonic() + seconds
    return await fuzz(
        server.address,
        seed=seed,
        until=lambda _: time.monotonic() > ends_at,
        token=token,
        memory_kib=server.memory_kib,
    )


def _growth(memory_kib: list[int]) -> str | None:
    third = len(memory_kib) // 3
    before, after = max(memory_kib[:third], default=0), max(memory_kib[-third:], default=0)
    return f"{before} KiB, then {after} KiB" if after - before > _GROWTH_KIB else None


def _show(found: Found, faults: dict[str, str]) -> None:
    statuses = ", ".join(f"{status}: {count}" for status, count in sorted(found.statuses.items()))
    print(f"{found.statuses.total()} answers ({statuses})")
    print(f"The slowest took {found.slowest[0]:.2f} s: {found.slowest[1]}")
    memory = found.memory_kib
    print(f"Memory: {memory[0]} KiB at first, {max(memory)} at most, {memory[-1]} at last")
    for name, told in faults.items():
        print(f"\n# {name}\n    {told}")
    print(f"\n{len(faults)} findings")


if __name__ == "__main__":
    sys.exit(main())
