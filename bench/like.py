"""Likes through HTTP: 32 connections, one server process, every like a new durable row.

Like tests, it starts servers of its own and removes them.
"""

from __future__ import annotations

import asyncio
import base64
import itertools
import json
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from bench.connection import Connection
from likewise.demo.embedded import start_servers
from likewise.identity.sign_up import sign_up
from likewise.models import database
from likewise.models.unit_of_work import UnitOfWork, unit_of_work
from likewise.settings import Settings
from tests.support.served import served

CONNECTIONS = 32
SECONDS = 5.0
WARM_UP_SECONDS = 2.0
POSTS = 20_000
_LIKE = (
    "mutation Like($input: LikeInput!)"
    " { like(input: $input) { like { id } numberOfLikes errors { code } } }"
)


async def measure(seconds: float = SECONDS) -> float:
    """Print and return the likes a second."""
    with (
        tempfile.TemporaryDirectory(prefix="likewise-bench-") as folder,
        start_servers(Settings(data_dir=Path(folder), database_url=None, redis_url=None)) as own,
    ):
        await database.migrate(own.database_url)
        async with database.connected(own.database_url):
            tokens = [await _new_person(number) for number in range(CONNECTIONS)]
            post_ids = await _publish_posts()
        with served(own.database_url, own.redis_url) as address:
            port = urlsplit(address).port
            assert port is not None
            rate = await _likes_a_second(port, tokens, post_ids, seconds)
    print(f"likes through HTTP, {CONNECTIONS} connections, 1 process: {rate:,.0f}/s")
    return rate


async def _likes_a_second(
    port: int, tokens: list[str], post_ids: list[int], seconds: float
) -> float:
    connections = [await Connection.open(port) for _ in tokens]
    streams = [itertools.cycle(post_ids) for _ in tokens]
    await _run(connections, tokens, streams, WARM_UP_SECONDS)
    began = time.perf_counter()
    given = await _run(connections, tokens, streams, seconds)
    took = time.perf_counter() - began
    for connection in connections:
        connection.close()
    return given / took


async def _run(
    connections: list[Connection], tokens: list[str], streams: list[Iterator[int]], seconds: float
) -> int:
    until = time.perf_counter() + seconds
    together = zip(connections, tokens, streams, strict=True)
    return sum(await asyncio.gather(*(_like_until(until, *each) for each in together)))


async def _like_until(
    until: float, connection: Connection, token: str, post_ids: Iterator[int]
) -> int:
    given = 0
    while time.perf_counter() < until:
        target_id = base64.b64encode(f"Post:{next(post_ids)}".encode()).decode()
        variables = {"input": {"targetId": target_id}}
        body = json.dumps({"query": _LIKE, "variables": variables}).encode()
        answer = await connection.ask(body, token)
        assert not answer["data"]["like"]["errors"], answer
        given += 1
    return given


async def _new_person(number: int) -> str:
    name = f"liker_{number}"
    signed_in = await sign_up(
        email=f"{name}@likewise.example",
        password="likes-are-counted-here",
        handle=name,
        display_name=name,
    )
    return signed_in.token


async def _publish_posts() -> list[int]:
    author = await sign_up(
        email="author@likewise.example",
        password="likes-are-counted-here",
        handle="author",
        display_name="Author",
    )

    async def body(work: UnitOfWork) -> list[int]:
        rows = await work.rows(
            "WITH ids AS (SELECT nextval('targets_id_seq') AS id FROM generate_series(1, $2)),"
            " target AS (INSERT INTO targets (id, kind) SELECT id, 'post' FROM ids)"
            " INSERT INTO posts (id, author_id, body) SELECT id, $1, 'A post' FROM ids"
            " RETURNING id",
            author.person_id,
            POSTS,
        )
        return [row["id"] for row in rows]

    return await unit_of_work(body)
