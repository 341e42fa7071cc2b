"""One run after the other, and what each request cost whom.

A round is a run of likes and one of the feed for each server, and one of likes for pgbench: what
else the machine does falls on all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import repeat
from typing import NamedTuple

import psutil

from bench.api_pgbench import PgBench
from bench.api_rows import Person, Rows
from bench.api_servers import Side
from bench.connection import ask_for
from bench.live_servers import Server

_MILLI = 1_000


class Run(NamedTuple):
    """What one run came to. Costs are milliseconds of processor time for a request."""

    answers: int
    per_second: float
    server_ms: float
    postgres_ms: float
    client_ms: float

    @property
    def asked_at_most(self) -> float:
        """How many requests a second the client could have made, with a processor of its own."""
        return _MILLI / self.client_ms if self.client_ms else 0.0


@dataclass
class Bench:
    """What runs are made of; it counts all likes that were answered."""

    postmaster: psutil.Process
    rows: Rows
    givers: Iterator[Person]
    connections: int
    likes: int = 0

    async def like(self, side: Side, seconds: float) -> Run:
        """So many connections like; every like is a new one."""
        likes = [self.rows.likes(self.givers) for _ in range(self.connections)]
        streams = [(side.like(*each) for each in of_one) for of_one in likes]
        run = await self._ask(side, streams, side.liked, seconds)
        self.likes += run.answers
        return run

    async def read(self, side: Side, seconds: float) -> Run:
        """So many connections read the feed."""
        last_of_feed = self.rows.feed[-1]["body"].encode()
        streams = [repeat(side.feed) for _ in range(self.connections)]
        return await self._ask(side, streams, last_of_feed, seconds)

    async def like_by(self, pgbench: PgBench, seconds: float) -> Run:
        """The same likes, of the database alone."""
        used = self._postgres_seconds()
        answers, per_second = await pgbench.like_for(round(seconds))
        self.likes += answers
        postgres_ms = (self._postgres_seconds() - used) / answers * _MILLI
        return Run(answers, per_second, 0.0, postgres_ms, 0.0)

    async def _ask(
        self, side: Side, streams: Sequence[Iterator[bytes]], mark: bytes, seconds: float
    ) -> Run:
        used, postgres_used = side.server.cpu_seconds, self._postgres_seconds()
        asked = await ask_for(seconds, side.server.port, streams, mark)
        server_ms = (side.server.cpu_seconds - used) / asked.answers * _MILLI
        postgres_ms = (self._postgres_seconds() - postgres_used) / asked.answers * _MILLI
        client_ms = asked.client_seconds / asked.answers * _MILLI
        return Run(asked.answers, asked.answers / asked.seconds, server_ms, postgres_ms, client_ms)

    def _postgres_seconds(self) -> float:
        """The processor time of all its processes, of those that have ended, too."""
        ended = self.postmaster.cpu_times()
        seconds = float(ended.children_user + ended.children_system)
        for child in self.postmaster.children():
            with suppress(OSError, psutil.NoSuchProcess):
                seconds += Server(0, child).cpu_seconds
        return seconds
