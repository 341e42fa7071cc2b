"""The whole close of the headline month inside PostgreSQL, beside PostgreSQL's own COPY.

    python -m bench.close --scale 0.2 --data DIR --rounds 3

Each round closes a fresh copy of one database, in a process of its own; in the last one people like
and ask for payouts while the month is posted. With `--data` the database is kept for the next time.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.close_clients import Clients, Waits
from bench.close_once import Closed, close_in_child
from bench.copy_floor import In, Out, copy_in, copy_out
from bench.headline_database import ensure_headline_database
from bench.measuring_server import connection_to, hasty, measuring_server, tune, url_of
from likewise.demo.embedded import Servers
from likewise.ledger.audit.check_ledger import check_ledger
from likewise.models import database
from likewise.months import Month

QUICK_SCALE = 0.01
_DATABASE = "closing"
_MEBI = 1 << 20


@dataclass(frozen=True)
class Round:
    """One close, and the floor measured around it on the same database."""

    closed: Closed
    out: Out
    in_: In
    book_bytes: int
    waits: Waits | None

    @property
    def floor_seconds(self) -> float:
        """Copying out and in, the results into a table with nothing on it."""
        return self.out.seconds + self.in_.plain_seconds

    @property
    def indexed_floor_seconds(self) -> float:
        """Copying out and in, the results into a table with the indexes of `transfers`."""
        return self.out.seconds + self.in_.indexed_seconds


async def measure(
    scale: float = QUICK_SCALE,
    data_dir: Path | None = None,
    rounds: int = 2,
    *,
    consume: bool = False,
    check: bool = False,
) -> None:
    """Print what a close takes, as a ratio to the floor. `consume`: no copy is made, once only."""
    with measuring_server(data_dir) as servers:
        await tune(servers)
        print(f"the headline month at {scale:.0%}, in PostgreSQL")
        name = await ensure_headline_database(servers, scale, print)
        done = []
        for number in range(1, 2 if consume else rounds + 1):
            busy = consume or number == rounds
            async with _own_database(servers, name, consume=consume) as url:
                done.append(await _round(url, servers.redis_url, busy=busy))
                _print_round(done[-1])
                if check and busy:
                    await _check(url)
        _print_ratios(done)


@asynccontextmanager
async def _own_database(servers: Servers, name: str, *, consume: bool) -> AsyncIterator[str]:
    """The address of a database that may be changed; it goes again afterwards."""
    async with connection_to(servers.database_url) as connection:
        await connection.execute(f"DROP DATABASE IF EXISTS {_DATABASE}")
        if consume:
            await connection.execute(f"ALTER DATABASE {name} RENAME TO {_DATABASE}")
        else:
            async with hasty(connection):
                await connection.execute(
                    f"CREATE DATABASE {_DATABASE} TEMPLATE {name} STRATEGY file_copy"
                )
        await connection.execute("CHECKPOINT")
        yield url_of(servers, _DATABASE)
        await connection.execute(f"DROP DATABASE {_DATABASE} WITH (FORCE)")


async def _round(url: str, redis_url: str, *, busy: bool) -> Round:
    async with connection_to(url) as connection:
        last, number = await connection.fetchrow("SELECT max(month), max(id) FROM settlements")
        month = Month.of(last).next()
        out = await copy_out(connection, month)
        with tempfile.TemporaryDirectory(prefix="likewise-book-") as folder:
            clients = await Clients.start(url) if busy else None
            try:
                closed = await close_in_child(
                    *(url, redis_url, month),
                    data_dir=Path(folder),
                    on_step=clients.hear if clients else lambda _: None,
                )
                waits = await clients.end() if clients else None
            finally:
                if clients:
                    await clients.kill()
            book_bytes = _size(Path(folder))
        entered = await copy_in(connection, number + 1)
    return Round(closed, out, entered, book_bytes, waits)


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


async def _check(url: str) -> None:
    async with database.connected(url, pool_size=2):
        health = await check_ledger()
    print(f"  ledger: {health.transfer_count:,} transfers, findings: {health.findings or 'none'}")


def _steps(closed: Closed) -> dict[str, float]:
    """How long each durable step took, in seconds; the batches of the posting are one."""
    took: dict[str, float] = {}
    before_seconds = 0.0
    for each in closed.steps:
        if each.step is None:
            continue
        name = "posted" if each.step == "batch posted" else each.step
        took[name] = took.get(name, 0.0) + each.after_seconds - before_seconds
        before_seconds = each.after_seconds
    return took


def _print_round(one: Round) -> None:
    closed, settlement = one.closed, one.closed.settlement
    print(
        f"floor: {one.out.like_count:,} likes and {one.out.pot_count:,} balances out"
        f" {one.out.seconds:.2f} s; {one.in_.transfer_count:,} transfers in"
        f" {one.in_.plain_seconds:.2f} s (with indexes {one.in_.indexed_seconds:.2f} s)"
    )
    steps = _steps(closed)
    print("us:    " + ", ".join(f"{name} {seconds:.2f} s" for name, seconds in steps.items()))
    print(
        f"       whole {closed.took_seconds:.2f} s = {closed.took_seconds / one.floor_seconds:.2f}"
        f" x the floor ({closed.took_seconds / one.indexed_floor_seconds:.2f} x with indexes);"
        f" our process {closed.cpu_seconds:.1f} CPU s, {closed.peak_mebibytes:,} MiB at its peak"
    )
    print(
        f"       posting {one.in_.transfer_count / steps['posted']:,.0f} transfers/s;"
        f" book {one.book_bytes / _MEBI:,.1f} MiB"
    )
    for name in ("book_digest", "outcome_digest", "merkle_root"):
        if settlement.get(name):
            print(f"       {name.replace('_', ' ')} {settlement[name]}")
    if one.waits is not None:
        _print_waits(one.waits)


def _print_waits(waits: Waits) -> None:
    print(
        "       meanwhile "
        + ", ".join(
            (
                _summary("likes", waits.likes_seconds),
                _summary("payout requests", waits.payouts_seconds),
            )
        )
        + f"; lost: {waits.lost}"
    )


def _summary(what: str, seconds: Sequence[float]) -> str:
    if not seconds:
        return f"0 {what}"
    ordered = sorted(seconds)
    p99 = ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)]
    return (
        f"{len(ordered)} {what} (median {statistics.median(ordered) * 1000:.0f} ms,"
        f" p99 {p99 * 1000:.0f} ms, longest {ordered[-1] * 1000:.0f} ms)"
    )


def _print_ratios(done: Sequence[Round]) -> None:
    ratios = [each.closed.took_seconds / each.floor_seconds for each in done]
    print(f"the close, in medians of {len(done)}: {statistics.median(ratios):.2f} x the floor")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=QUICK_SCALE)
    parser.add_argument("--data", type=Path, help="keep the database in this folder")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--consume", action="store_true", help="close the database itself, once")
    parser.add_argument("--check", action="store_true", help="check the ledger afterwards")
    asked = parser.parse_args()
    asyncio.run(
        measure(asked.scale, asked.data, asked.rounds, consume=asked.consume, check=asked.check)
    )
