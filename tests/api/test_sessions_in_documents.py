"""A session that ends elsewhere is over for the next mutation of the same document."""

from __future__ import annotations

import asyncio

import asyncpg

from likewise.identity.sessions import sign_out
from tests.support.api_client import ApiClient
from tests.support.waiting import until_waiting


async def test_who_is_signed_out_during_a_mutation_does_not_do_the_next_one(
    api: ApiClient, database_url: str
) -> None:
    """Regression: who asks was remembered for the whole of a request."""
    token = await api.token_of("ada")
    document = """mutation {
        a: publishPost(input: {body: "first"}) { post { body } errors { code } }
        b: publishPost(input: {body: "second"}) { post { body } errors { code } }
    }"""
    link = await asyncpg.connect(database_url)
    try:
        async with link.transaction():
            await link.execute("LOCK TABLE posts IN SHARE MODE")
            asking = asyncio.create_task(api.post(document, token=token))
            await until_waiting(link)
            await sign_out(token)
    finally:
        await link.close()
    data = (await asking).json()["data"]
    assert data["a"] == {"post": {"body": "first"}, "errors": []}
    assert data["b"] == {"post": None, "errors": [{"code": "NOT_SIGNED_IN"}]}
