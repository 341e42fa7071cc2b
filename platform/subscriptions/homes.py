"""Where the channels are at home: on one server, or spread over the nodes of a cluster.

On a cluster the channels are sharded: each belongs to the node that serves its slot, and is told
there and nowhere else (https://valkey.io/topics/pubsub/, "Sharded Pub/Sub"). Which node that is
may change at any time, so whoever meets a fault asks again.
"""

from __future__ import annotations

import asyncio
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from redis.crc import key_slot
from redis.exceptions import RedisError

from likewise.subscriptions.channels import Channels
from likewise.subscriptions.links import CONNECT_TIMEOUT_SECONDS, open_link

_CLUSTER_SCHEMES = {"redis+cluster": "redis", "rediss+cluster": "rediss"}


class Homes:
    """Which of these channels are at home where, asked of `redis_url`."""

    def __init__(self, redis_url: str, channels: Sequence[str]) -> None:
        self._url = redis_url
        self._channels = tuple(channels)
        self._known: set[str] = set()

    @property
    def sharded(self) -> bool:
        """Whether it is a cluster: then SSUBSCRIBE and SPUBLISH, and homes that move."""
        return is_cluster(self._url)

    async def find(self) -> Mapping[str, frozenset[str]]:
        """The channels by the address of the server to which one must speak about them.

        A channel that no node serves is left out. Raises ConnectionError if no node answers.
        """
        if not self.sharded:
            return {self._url: frozenset(self._channels)}
        # Not the named ones alone: by now they may all be gone. In any order, so that a node that
        # is wrong about the others is not always believed.
        nodes = [*self._known.union(seed_urls(self._url))]
        random.shuffle(nodes)
        for url in nodes:
            homes = await self._ask(url)
            if homes:
                self._known = set(homes)
                return homes
        raise ConnectionError("no node of the cluster answers")

    async def _ask(self, url: str) -> dict[str, frozenset[str]]:
        answer: list[Any] = []
        with suppress(RedisError, OSError, TimeoutError):
            async with asyncio.timeout(CONNECT_TIMEOUT_SECONDS), open_link(url) as client:
                answer = await client.execute_command("CLUSTER SLOTS")  # type: ignore[no-untyped-call]
        homes = defaultdict(set)
        for channel in self._channels:
            slot = key_slot(channel.encode())
            for first, last, primary, *_ in answer:
                if first <= slot <= last:
                    homes[_node_url(url, primary[0], primary[1])].add(channel)
        return {home: frozenset(channels) for home, channels in homes.items()}


async def is_reachable(redis_url: str) -> bool:
    """Whether Redis answers there, within the time that is allowed for connecting.

    Of a cluster, every node must that is the home of some channels, of names like ours.
    """
    names = Channels("reachable:").names
    try:
        found = await Homes(redis_url, names).find()
        if sum(map(len, found.values())) < len(names):
            return False
        for url in found:
            async with asyncio.timeout(CONNECT_TIMEOUT_SECONDS), open_link(url) as client:
                await client.ping()
    except (RedisError, OSError):  # a TimeoutError is an OSError
        return False
    return True


def is_cluster(redis_url: str) -> bool:
    """Whether the address names nodes of a cluster."""
    return redis_url.partition("://")[0] in _CLUSTER_SCHEMES


def seed_urls(redis_url: str) -> Iterator[str]:
    """The address of each node that the address of a cluster names."""
    scheme, _, rest = redis_url.partition("://")
    authority, options = _parted(rest)
    login, at, nodes = authority.rpartition("@")
    for node in nodes.split(","):
        yield f"{_CLUSTER_SCHEMES[scheme]}://{login}{at}{node}{options}"


def _node_url(asked_url: str, host: str | None, port: int) -> str:
    """Another node's address, reached in the same way as the one that was asked.

    A node that does not know by which name it is called sends none: it is the host that was asked.
    """
    scheme, _, rest = asked_url.partition("://")
    authority, options = _parted(rest)
    login, at, node = authority.rpartition("@")
    if not host or host == "?":
        host = node.rpartition(":")[0] if not node.endswith("]") else node
    elif ":" in host:
        host = f"[{host}]"
    return f"{scheme}://{login}{at}{host}:{port}{options}"


def _parted(rest: str) -> tuple[str, str]:
    """What stands behind `://` in two: who and where, and the options behind a question mark.

    A cluster has one database alone, so a number of one (`/0`) is left out.
    """
    where, mark, options = rest.partition("?")
    return where.partition("/")[0], f"{mark}{options}"
