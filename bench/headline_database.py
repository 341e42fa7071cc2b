"""The headline month inside PostgreSQL, ready to be closed, at any scale.

    python -m bench.headline_database --scale 0.2 --data DIR

Everybody has a wallet; the payments are real ones, with their transfers, and the database's own
trigger has made the balances of them; the likes lie as they came in, one person's far apart. The
month before was closed by the real closing, a small one, so that some have money to pay out.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg
import numpy as np

from bench.bare_tables import bare_tables
from bench.binary_copy import Columns, as_date, copy_rows, moments_between
from bench.close_once import close_in_child
from bench.headline_crowd import GROUP, REGISTERED_EVERY, REGISTERED_PLACE, Crowd
from bench.headline_rows import (
    enter_payments,
    enter_people,
    enter_web,
)
from bench.measuring_server import connection_to, hasty, measuring_server, tune, url_of
from likewise.demo.embedded import Servers
from likewise.ledger.accounts import open_platform_accounts
from likewise.ledger.audit.check_ledger import check_ledger
from likewise.models import database
from likewise.models.unit_of_work import unit_of_work
from likewise.months import Month

_LIKES_PER_FAN = 15
_ROWS_AT_ONCE = 1_000_000
_TABLES = (
    *("targets", "persons", "accounts", "sites", "pages", "posts"),
    *("memberships", "registrations", "forwardings", "payments", "transfers", "likes"),
)

_THERE = "SELECT count(*) FROM pg_database WHERE datname = $1"

Tell = Callable[[str], None]


async def ensure_headline_database(servers: Servers, scale: float, tell: Tell) -> str:
    """The name of a database with the month in it; one that is there is used again."""
    name = f"headline_{round(scale * 10_000)}"
    async with connection_to(servers.database_url) as connection:
        if not await connection.fetchval(_THERE, name):
            await _make(servers, connection, name, Crowd(scale), tell)
    return name


async def _make(
    servers: Servers, connection: asyncpg.Connection, name: str, crowd: Crowd, tell: Tell
) -> None:
    draft = f"{name}_draft"
    await connection.execute(f"DROP DATABASE IF EXISTS {draft}")
    await connection.execute(f"CREATE DATABASE {draft}")
    async with hasty(connection):
        await fill(url_of(servers, draft), servers.redis_url, crowd, tell)
    await connection.execute(f"ALTER DATABASE {draft} RENAME TO {name}")
    await connection.execute("CHECKPOINT")


async def fill(database_url: str, redis_url: str, crowd: Crowd, tell: Tell) -> None:
    """Fill an empty database with the month; `tell` hears what is done and how long it took."""
    watch = _Watch(tell)
    month = Month.of(datetime.now(UTC))
    await database.migrate(database_url)
    async with database.connected(database_url, pool_size=2):
        await unit_of_work(open_platform_accounts)
    async with connection_to(database_url) as connection:
        await connection.execute("SET work_mem = '256MB'")
        await _enter_town(connection, crowd, month.previous())
        moment = month.previous().start + timedelta(hours=1)
        await close_in_child(database_url, redis_url, month.previous(), moment=moment)
        watch.done("a few people, and their month before, closed")
        async with bare_tables(connection, *_TABLES):
            await enter_people(connection, crowd, month.previous().start, of_town=False)
            watch.done("people, wallets, memberships, papers")
            await enter_web(connection, crowd)
            await copy_rows(connection, "posts", _posts(crowd, month.previous()))
            watch.done("posts, sites, pages")
            await enter_payments(connection, month.first_day, seals_before=1)
            watch.done("payments and their transfers")
            await _enter_likes(connection, crowd, month)
            watch.done("likes")
        watch.done("keys and indexes")
        await connection.execute("VACUUM (ANALYZE)")
        watch.done("vacuum")


def _posts(crowd: Crowd, month: Month) -> Iterator[Columns]:
    for first in range(0, crowd.posts, _ROWS_AT_ONCE):
        places = np.arange(first, min(first + _ROWS_AT_ONCE, crowd.posts), dtype=np.int64)
        yield {
            "id": places + crowd.first_post_id,
            "author_id": crowd.author_ids[places].astype(np.int64),
            "body": np.array(b"The kettle is on, and the door is open: come by this evening."),
            "created_at": moments_between(month.start, month.end, places, crowd.posts),
        }


async def _enter_likes(connection: asyncpg.Connection, crowd: Crowd, month: Month) -> None:
    likers, targets = await asyncio.to_thread(crowd.likes)
    first_id = await connection.fetchval("SELECT coalesce(max(id), 0) + 1 FROM likes")
    until = max(datetime.now(UTC), month.start + timedelta(minutes=1))

    def parts() -> Iterator[Columns]:
        for first in range(0, len(likers), _ROWS_AT_ONCE):
            places = np.arange(first, min(first + _ROWS_AT_ONCE, len(likers)), dtype=np.int64)
            yield {
                "id": places + first_id,
                "person_id": likers[places].astype(np.int64),
                "month": as_date(month.first_day),
                "target_id": targets[places].astype(np.int64),
                "created_at": moments_between(month.start, until, places, len(likers)),
            }

    await copy_rows(connection, "likes", parts())
    await connection.execute("SELECT setval('likes_id_seq', max(id)) FROM likes")


async def _enter_town(connection: asyncpg.Connection, crowd: Crowd, month: Month) -> None:
    """A few people, some of whom pay, and like some who are registered."""
    await enter_people(connection, crowd, month.start, of_town=True)
    await enter_payments(connection, month.first_day, seals_before=0)
    fans = [each for each in crowd.town_ids if each % GROUP == 0]
    payees = [each for each in crowd.town_ids if each % REGISTERED_EVERY == REGISTERED_PLACE]
    rows = [
        (fan, month.first_day, payees[(place * _LIKES_PER_FAN + each) % len(payees)], month.start)
        for place, fan in enumerate(fans)
        for each in range(_LIKES_PER_FAN)
    ]
    await connection.copy_records_to_table(
        "likes",
        records=[row for row in rows if row[0] != row[2]],
        columns=["person_id", "month", "target_id", "created_at"],
    )
    await connection.execute("ANALYZE")  # as autovacuum would have by then


class _Watch:
    """Tells how long each step took."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._began = time.perf_counter()

    def done(self, what: str) -> None:
        now = time.perf_counter()
        self._tell(f"  {what}: {now - self._began:,.1f} s")
        self._began = now


async def _main(scale: float, data_dir: Path | None, check: bool) -> None:
    with measuring_server(data_dir) as servers:
        await tune(servers)
        began = time.perf_counter()
        name = await ensure_headline_database(servers, scale, print)
        print(f"{name} is there after {time.perf_counter() - began:,.1f} s")
        async with connection_to(url_of(servers, name)) as connection:
            size = await connection.fetchval("SELECT pg_size_pretty(pg_database_size($1))", name)
            print(f"  {size}")
        if check:
            async with database.connected(url_of(servers, name), pool_size=2):
                print(await check_ledger())


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--scale", type=float, default=0.01)
    parser.add_argument("--data", type=Path, help="keep the database in this folder")
    parser.add_argument("--check", action="store_true", help="check the ledger afterwards")
    chosen = parser.parse_args()
    asyncio.run(_main(chosen.scale, chosen.data, chosen.check))
