"""Likes and the feed through GraphQL, beside PostGraphile, a bare Starlette, and pgbench.

    python -m bench.api

One server process each, in one PostgreSQL with the same rows, asked by the same client with 32
connections, in turn. A like is durable and new, the feed is twenty posts with their authors and the
number of their likes.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field

import psutil
import uvloop

from bench.api_pgbench import PgBench, people_for, program_for
from bench.api_rounds import Bench, Run
from bench.api_rows import FIRST, LIKES_EACH, Rows, count_likes, enter_rows
from bench.api_servers import Side, bare, ours, postgraphile
from bench.connection import answer_to
from bench.live_servers import NotHere
from bench.measuring_server import measuring_server, tune
from likewise.demo.embedded import Servers
from likewise.models import database

CONNECTIONS, SECONDS, ROUNDS = 32, 4, 3
_WARM_UP_SECONDS = 3
_MOST_LIKES_A_SECOND = 30_000
"""Of all servers together: there are people for as many."""
OURS, PGBENCH = "ours", "pgbench"
_COLUMNS = (OURS, "PostGraphile", "bare Starlette", PGBENCH)


@dataclass(frozen=True)
class Plan:
    """How much is measured: so many rounds with runs of so many seconds."""

    seconds: int
    rounds: int

    @property
    def turns(self) -> int:
        """The rounds, and the warm-up."""
        return self.rounds + 1


@dataclass
class Found:
    """All runs, by what was asked of whom, and why somebody was not measured."""

    runs: dict[tuple[str, str], list[Run]] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)

    def add(self, operation: str, name: str, run: Run) -> None:
        """One more run."""
        self.runs.setdefault((operation, name), []).append(run)

    def median(self, operation: str, name: str) -> Run | None:
        """The median of every figure over all rounds; None if it was not measured."""
        runs = self.runs.get((operation, name))
        return Run(*map(statistics.median, zip(*runs, strict=True))) if runs else None


def measure() -> None:
    """Measure in a process of its own, since the client wants a faster loop than others do."""
    subprocess.run([sys.executable, "-m", "bench.api"], check=True)


async def _measure(plan: Plan) -> None:
    found = Found()
    with measuring_server(None) as servers, ExitStack() as stack:
        await tune(servers)
        await database.migrate(servers.database_url)
        for_pgbench = plan.turns * people_for(plan.seconds)
        for_servers = plan.turns * plan.seconds * _MOST_LIKES_A_SECOND // LIKES_EACH
        rows = await enter_rows(servers.database_url, for_pgbench + for_servers)
        assert servers.postgres is not None
        postmaster = psutil.Process(int(servers.postgres.pid_path.read_text().split()[0]))
        bench = Bench(postmaster, rows, iter(rows.people[for_pgbench:]), CONNECTIONS)
        there_before = await count_likes(servers.database_url)
        sides = await _start(stack, servers, rows, found)
        pgbench = await _find_pgbench(servers.database_url, rows, found)
        await _run(plan, bench, sides, pgbench, found)
        there = await count_likes(servers.database_url) - there_before
        assert there == bench.likes, f"{bench.likes:,} likes were answered, {there:,} are there"
    _print_tables(plan, found)


async def _start(stack: ExitStack, servers: Servers, rows: Rows, found: Found) -> list[Side]:
    """All servers that can be had; each shows the feed as it is."""
    url = servers.database_url
    us = stack.enter_context(ours(url, servers.redis_url))
    sides = [us]
    try:
        sides.append(stack.enter_context(postgraphile(url)))
    except NotHere as reason:
        found.missing.append(f"PostGraphile was not measured: {reason}")
    text = await answer_to(us.server.port, us.feed)
    sides.append(stack.enter_context(bare(url, text)))
    for side in sides:
        _require_feed(await answer_to(side.server.port, side.feed), rows)
    return sides


def _require_feed(answer: bytes, rows: Rows) -> None:
    nodes = [edge["node"] for edge in json.loads(answer)["data"]["posts"]["edges"]]
    shown = [(each["body"], each["author"]["handle"], int(each["likeCount"])) for each in nodes]
    there = [(row["body"], row["handle"], row["like_count"]) for row in rows.feed]
    assert shown == there, f"not the feed as it is: {answer[:2000]!r}"


async def _find_pgbench(database_url: str, rows: Rows, found: Found) -> PgBench | None:
    try:
        program = await program_for(database_url)
    except NotHere as reason:
        found.missing.append(f"pgbench was not measured: {reason}")
        return None
    return PgBench(program, database_url, CONNECTIONS, rows)


async def _run(
    plan: Plan, bench: Bench, sides: list[Side], pgbench: PgBench | None, found: Found
) -> None:
    for side in sides:
        await bench.like(side, _WARM_UP_SECONDS)
        await bench.read(side, _WARM_UP_SECONDS)
    for _ in range(plan.rounds):
        for side in sides:
            found.add("like", side.name, await bench.like(side, plan.seconds))
        for side in sides:
            found.add("feed", side.name, await bench.read(side, plan.seconds))
        if pgbench is not None:
            found.add("like", PGBENCH, await bench.like_by(pgbench, plan.seconds))


def _print_tables(plan: Plan, found: Found) -> None:
    print(
        f"the API: {CONNECTIONS} connections, 1 server process each, 1 PostgreSQL;"
        f" medians of {plan.rounds} rounds, {plan.seconds} s each"
    )
    for operation, what in (("like", "a new durable row"), ("feed", f"{FIRST} posts")):
        print(f"\n{f'{operation}: {what}':38}" + "".join(f"{name:>16}" for name in _COLUMNS))
        medians = [found.median(operation, name) for name in _COLUMNS]
        for name, figure in _figures(medians[0]):
            cells = ["" if run is None else figure(run) for run in medians]
            print(f"{name:38}" + "".join(f"{cell or '-':>16}" for cell in cells))
    print(*found.missing, sep="\n")


def _figures(us: Run | None) -> list[tuple[str, Callable[[Run], str]]]:
    """The rows of a table: a name, and what stands there of each."""
    assert us is not None
    mine, mine_ms = us.per_second, us.server_ms
    return [
        ("a second", lambda run: f"{run.per_second:,.0f}"),
        ("ours to it", lambda run: f"{mine / run.per_second:.2f}"),
        ("ours to it, by the server's CPU", lambda run: _told(run.server_ms / mine_ms, ".2f")),
        ("its CPU, ms for each", lambda run: _told(run.server_ms, ".2f")),
        ("PostgreSQL's CPU, ms for each", lambda run: f"{run.postgres_ms:.2f}"),
        ("what the client by itself could ask", lambda run: _told(run.asked_at_most, ",.0f")),
    ]


def _told(value: float, form: str) -> str:
    """Nothing where there was nothing to measure."""
    return format(value, form) if value else ""


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=SECONDS, help="of each run")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    asked = parser.parse_args()
    uvloop.run(_measure(Plan(asked.seconds, asked.rounds)))
