"""likeReceived and postUpdated over real sockets, moved by another server process."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack

import pytest
from httpx import AsyncClient

from tests.support.api_client import ApiClient, global_id
from tests.support.graphql_socket import GraphqlSocket, Json, graphql_socket
from tests.support.keeper import Addresses
from tests.support.served import served
from tests.support.shared_server import SharedServer, shared_server

RECEIVED = """subscription { likeReceived {
    month total latest { likeCount likedAt target { __typename id } }
} }"""
POST = "subscription($id: ID!) { postUpdated(id: $id) { id likeCount } }"
CROWD = 30


@pytest.fixture(scope="module")
def both(server_addresses: Addresses) -> Iterator[tuple[SharedServer, str]]:
    """Two server processes: where feeds are followed, and the address of the other one."""
    variables = {"LIKEWISE_FEED_REREAD_SECONDS": "600"}
    prefix = f"test-{secrets.token_hex(8)}:"
    with ExitStack() as stack:
        first = stack.enter_context(
            shared_server(server_addresses, LIKEWISE_REDIS_PREFIX=prefix, **variables)
        )
        second = served(
            first.database_url,
            server_addresses.redis_url,
            LIKEWISE_REDIS_PREFIX=prefix,
            **variables,
        )
        yield first, stack.enter_context(second)
