"""The floor of a close: what PostgreSQL itself needs to copy the same rows out, and the results in.

Binary COPY, one connection. Out: the likes of the month, and what is in budgets and received, in
the order in which they lie, to nowhere. In: the transfers that the close has really entered, into a
table of the same columns without anything on it, and into one with the indexes and checks (not the
triggers and foreign keys) of `transfers`.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import TypeVar

import asyncpg

from likewise.months import Month

Done = TypeVar("Done")


@dataclass(frozen=True)
class Out:
    """Copying out what a book is made of."""

    like_count: int
    pot_count: int
    seconds: float


@dataclass(frozen=True)
class In:
    """Copying in what a close has entered."""

    transfer_count: int
    plain_seconds: float
    indexed_seconds: float


async def copy_out(connection: asyncpg.Connection, month: Month) -> Out:
    """Copy out what the book of an open month is made of; the quicker of two times."""
    timed = [await _seconds(_out(connection, month)) for _ in range(2)]
    (likes, pots), _ = timed[0]
    return Out(likes, pots, min(seconds for _, seconds in timed))


async def copy_in(connection: asyncpg.Connection, settlement_number: int) -> In:
    """Copy the transfers of a posted settlement into tables of their own, which go again."""
    columns = [row["attname"] for row in await connection.fetch(_COLUMNS)]
    with tempfile.TemporaryFile(prefix="likewise-transfers-") as file:
        done = await connection.copy_from_query(
            f"SELECT {', '.join(columns)} FROM transfers WHERE {_OF_SETTLEMENT}",
            settlement_number,
            output=file,
            format="binary",
        )
        seconds = []
        for make in _TABLES:
            await connection.execute(make)
            await connection.execute("CHECKPOINT")
            file.seek(0)
            entering = connection.copy_to_table(
                "copied", source=file, columns=columns, format="binary"
            )
            seconds.append((await _seconds(entering))[1])
            await connection.execute("DROP TABLE copied")
    return In(_count(done), *seconds)


async def _out(connection: asyncpg.Connection, month: Month) -> tuple[int, int]:
    likes = await connection.copy_from_query(
        _LIKES, month.first_day, output=_nowhere, format="binary"
    )
    pots = await connection.copy_from_query(_POTS, output=_nowhere, format="binary")
    return _count(likes), _count(pots)


async def _nowhere(_: bytes) -> None:
    pass


async def _seconds(doing: Awaitable[Done]) -> tuple[Done, float]:
    began = time.perf_counter()
    result = await doing
    return result, time.perf_counter() - began


def _count(status: str) -> int:
    """The rows that a COPY says it has copied."""
    return int(status.removeprefix("COPY "))


_LIKES = "SELECT id, person_id, target_id FROM likes WHERE month = $1"
_POTS = """
SELECT person_id, kind = 'received', balance_micros FROM accounts
WHERE kind IN ('budget', 'received') AND balance_micros > 0
"""
_COLUMNS = """
SELECT attname FROM pg_attribute
WHERE attrelid = 'transfers'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum
"""
_OF_SETTLEMENT = """
(SELECT id FROM accounts WHERE kind = 'settlement_clearing' AND settlement_id = $1)
    IN (source_id, destination_id)
"""
_TABLES = (
    "CREATE TABLE copied AS TABLE transfers WITH NO DATA",
    "CREATE TABLE copied (LIKE transfers INCLUDING ALL)",
)
