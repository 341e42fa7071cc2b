"""graphql-ws's and graphql-sse's own clients, as front-end developers use them, on Node."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.api_client import Json
from tests.support.keeper import Addresses
from tests.support.node import installed, node
from tests.support.shared_server import SharedServer, shared_server

CLIENTS = Path(__file__).parents[1] / "clients"
ROOT = {"data": {"__typename": "Query"}}
WALLET = {"data": {"walletUpdated": {"version": 0}}}


@pytest.fixture(scope="module")
def server(server_addresses: Addresses) -> Iterator[SharedServer]:
    with shared_server(server_addresses) as server:
        yield server


@pytest.fixture(scope="module")
def clients(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the clients installed, as their lock says."""
    return installed(CLIENTS, tmp_path_factory.mktemp("clients"))


async def test_their_own_clients_see_what_the_protocols_promise(
    server: SharedServer, clients: Path
) -> None:
    async with server.api() as api:
        token = await api.token_of("ada")
        said = await asyncio.to_thread(node, clients, "clients.mjs", server.address, token)
    seen = json.loads(said.splitlines()[-1])
    for kind in ("socket", "events"):
        found: Json = seen[kind]
        for each in (*found["query"]["seen"], *found["nobody"]["seen"]):
            assert each.pop("extensions")["cost"]["requested"] == 1
        assert found["query"] == {"seen": [ROOT], "end": "complete"}
        assert found["nobody"] == {"seen": [ROOT], "end": "complete"}
        assert found["feed"] == found["again"] == {"seen": [WALLET], "end": "left"}
    assert "Cannot query field" in seen["socket"]["mistake"]["end"]["errors"][0]
    assert "Cannot query field" in str(seen["events"]["mistake"]["seen"])
    assert seen["socket"]["forbidden"]["end"] == {"code": 4403, "reason": "Forbidden"}
    assert seen["events"]["forbidden"]["end"]["status"] == 401
    assert seen["pongs"] == 3
