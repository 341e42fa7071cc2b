"""Sign in, watch the wallet while something is liked, and read the feed to its end.

python client.py ADDRESS EMAIL PASSWORD, once ariadne-codegen has made likewise_client.
"""

from __future__ import annotations

import asyncio
import sys
from contextlib import aclosing
from typing import Any

import httpx
from likewise_client import Client, LikeInput, SignInInput


class PatientHttp(httpx.AsyncClient):
    """Where it was too much in a short time, it asks once more when the server says."""

    async def post(self, *args: Any, **kwargs: Any) -> httpx.Response:
        """As httpx does it, but for 429."""
        while (response := await super().post(*args, **kwargs)).status_code == 429:
            print("too much in a short time: a pause")
            await asyncio.sleep(float(response.headers["retry-after"]))
        return response


def client_of(address: str, token: str | None = None) -> Client:
    """Asks as the person of this token, or as nobody."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return Client(
        f"{address}/graphql",
        http_client=PatientHttp(headers=headers),
        ws_url=f"{address.replace('http', 'ws', 1)}/graphql",
        ws_connection_init_payload=headers,
    )


async def like(client: Client, target_id: str) -> None:
    """Like it. Doing so twice is doing it once; a refusal has changed nothing."""
    payload = (await client.like(LikeInput(target_id=target_id))).like
    assert payload is not None, "errors of GraphQL are raised"
    for refusal in payload.errors:
        print(f"refused: {refusal.code.value}: {refusal.message}")
    if payload.like:
        print(f"liked: {payload.number_of_likes} of this month")


async def main(address: str, email: str, password: str) -> None:
    """All of it, in this order."""
    async with client_of(address) as nobody:
        signed_in = (await nobody.sign_in(SignInInput(email=email, password=password))).sign_in
    if signed_in is None or signed_in.person is None:
        sys.exit(f"refused: {signed_in and signed_in.errors[0].message}")
    me = signed_in.person
    print(f"signed in as {me.handle}")

    async with client_of(address, signed_in.token) as client:
        feed = (await client.feed()).posts
        assert feed is not None, "errors of GraphQL are raised"
        others = (edge.node for edge in feed.edges if edge.node.author.id != me.id)
        theirs = next(post for post in others if not post.viewer_has_liked)
        async with aclosing(client.live_wallet()) as states:  # as it is, then as it changes
            async for state in states:
                giving = state.wallet_updated.giving
                share = giving.share
                print(f"wallet: {giving.like_count} likes of {share.amount} {share.currency} each")
                if theirs.viewer_has_liked:
                    break
                await like(client, theirs.id)
                theirs.viewer_has_liked = True
        await like(client, me.id)

        count = len(feed.edges)
        while feed.page_info.has_next_page:
            feed = (await client.feed(after=feed.page_info.end_cursor)).posts
            assert feed is not None
            count += len(feed.edges)
        print(f"feed: {count} posts")


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
