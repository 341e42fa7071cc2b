"""Thousands of live wallets beside bare Starlette sockets, and beside graphql-ws on Node.

    python -m bench.live --sockets 5000

Each socket watches the wallet of its own person. A writer commits payments in PostgreSQL, which
ring through Redis; the peers send as many messages to as many sockets from memory. What is counted
is what has arrived; processor time and memory are those of the server's process alone.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
from collections.abc import Callable

import uvloop

from bench.live_rounds import WARM_UP_SOCKETS, Found, Plan, measure_ours, measure_peer
from bench.live_servers import NotHere, bare, graphql_ws_on_node
from bench.live_writer import COMMITS_PER_SECOND
from bench.measuring_server import measuring_server

SOCKETS, PER_SECOND, SECONDS, ROUNDS = 5_000, 1_000, 10.0, 3
_FILES_BESIDE = 1_000
"""Open files of a process beside its sockets, with room to spare."""
_MILLI = 1_000


def measure() -> None:
    """Measure in a process of its own, since so many sockets want a faster loop than others do."""
    subprocess.run([sys.executable, "-m", "bench.live"], check=True)


async def _measure(plan: Plan) -> None:
    print(f"live wallets: {plan.sockets:,} sockets, 1 process; medians of {plan.rounds} rounds")
    with measuring_server(None) as servers:
        us = await measure_ours(plan, servers)
    with bare(us.state.decode()) as server:
        floor = await measure_peer(plan, server)
    try:
        with graphql_ws_on_node() as server:
            peer: Found | str = await measure_peer(plan, server)
    except NotHere as reason:
        peer = str(reason)
    _print_table(plan, us, floor, peer)
    _print_waits(plan, us)
    for name, each in (("our", us), ("bare", floor), ("Node's", peer)):
        if isinstance(each, Found) and each.losses:
            print(f"{len(each.losses):,} of {name} sockets were lost; the first: {each.losses[0]}")


def _print_table(plan: Plan, us: Found, floor: Found, peer: Found | str) -> None:
    rows: list[tuple[str, Callable[[Found], float]]] = [
        ("memory a waiting socket, KiB", lambda found: found.socket_kibibytes),
        (f"messages a CPU second, {plan.per_second:,}/s", lambda found: found.spread_rate),
        ("messages a CPU second, at once", lambda found: found.at_once_rate),
        ("messages a CPU second, one post", lambda found: found.same_rate),
    ]
    print(f"{'':34}{'us':>10}{'bare':>10}{'us / bare':>11}{'graphql-ws':>12}{'us / it':>10}")
    for name, figure in rows:
        mine, bare_ = figure(us), figure(floor)
        line = f"{name:34}{mine:>10,.0f}{bare_:>10,.0f}{mine / bare_:>11.2f}"
        if isinstance(peer, Found):
            line += f"{figure(peer):>12,.0f}{mine / figure(peer):>10.2f}"
        print(line)
    if isinstance(peer, str):
        print(f"graphql-ws on Node was not measured: {peer}")


def _print_waits(plan: Plan, us: Found) -> None:
    p50, p99 = (us.wait_seconds(percent) * _MILLI for percent in (50, 99))
    print(f"commit to client, {plan.per_second:,}/s: p50 {p50:.1f} ms, p99 {p99:.1f} ms")
    if us.behind:
        print(f"{us.behind:,} wallets were not shown their last state in time")


def _allow_files(number: int) -> None:
    """Raise the limit of open files for us and the servers that we start, as far as it goes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < number:
        allowed = number if hard == resource.RLIM_INFINITY else min(number, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sockets", type=int, default=SOCKETS, help="500 for a quick look")
    parser.add_argument("--per-second", type=int, default=PER_SECOND, help="changes a second")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="of each round at that pace")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    asked = parser.parse_args()
    if asked.sockets <= WARM_UP_SOCKETS or asked.per_second < COMMITS_PER_SECOND:
        parser.error(f"above {WARM_UP_SOCKETS} sockets, and from {COMMITS_PER_SECOND} a second on")
    _allow_files(asked.sockets + _FILES_BESIDE)
    uvloop.run(_measure(Plan(asked.sockets, asked.per_second, asked.seconds, asked.rounds)))
