"""GraphQL over HTTP, by the audit of graphql-http's own authors, against a real served process."""

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

AUDIT = Path(__file__).parents[1] / "audit"
ALL_OF_THEM = 61


@pytest.fixture
def server(server_addresses: Addresses) -> Iterator[SharedServer]:
    with shared_server(server_addresses) as server:
        yield server


async def test_the_audit_of_graphql_over_http_finds_everything_in_order(
    server: SharedServer, tmp_path: Path
) -> None:
    installed(AUDIT, tmp_path)
    async with server.api() as api:
        token = await api.token_of("olga", operator=True)
        said = await asyncio.to_thread(node, tmp_path, "audit.mjs", server.address, token)
    results: list[Json] = json.loads(said)
    faults = [str(each) for each in results if each["status"] != "ok"]
    assert not faults, "\n".join(faults)
    assert len(results) == ALL_OF_THEM
