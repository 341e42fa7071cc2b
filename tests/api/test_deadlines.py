"""Nothing runs for longer than it may: an operation ends in time, and what it asked PostgreSQL."""

from __future__ import annotations

import asyncio

import asyncpg
import pytest

from tests.support.api_client import ApiClient
from tests.support.waiting import until_none_waits

EVENTS = "text/event-stream"
SHORT = pytest.mark.parametrize("changes", [{"operation_seconds": 0.5}])
WITHIN_SECONDS = 20.0


@SHORT
@pytest.mark.parametrize(
    ("table", "document"),
    [
        ("posts", "{ posts(first: 1) { edges { cursor } } }"),
        ("posts", "{ me { handle } posts(first: 1) { edges { cursor node { viewerHasLiked } } } }"),
        ("posts", 'mutation { publishPost(input: {body: "late"}) { post { id } } }'),
    ],
)
async def test_what_waits_for_too_long_is_ended_down_to_postgresql(
    api: ApiClient, database_url: str, table: str, document: str
) -> None:
    token = await api.token_of("ada")
    link = await asyncpg.connect(database_url)
    try:
        async with link.transaction():
            await link.execute(f"LOCK TABLE {table}")
            answer = await api.post(document, token=token)
            assert answer.status_code == 503 or "TIMED_OUT" in answer.text, answer.text
            await until_none_waits(link)
        # Nothing was written after it was given up.
        assert await link.fetchval("SELECT count(*) FROM posts") == 0
    finally:
        await link.close()


@SHORT
@pytest.mark.parametrize("accept", ["application/json", f"application/json, {EVENTS}", EVENTS])
async def test_whose_session_it_is_is_not_waited_for_longer_either(
    api: ApiClient, database_url: str, accept: str
) -> None:
    token = await api.token_of("ada")
    headers = {"Authorization": f"Bearer {token}", "Accept": accept}
    link = await asyncpg.connect(database_url)
    try:
        async with link.transaction():
            await link.execute("LOCK TABLE sessions")
            async with asyncio.timeout(WITHIN_SECONDS):
                answer = await api.http.post(
                    "/graphql", json={"query": "{ economy { people } }"}, headers=headers
                )
        assert "TIMED_OUT" in answer.text
    finally:
        await link.close()
