"""The TypeScript of docs/api.md: it has no type error, and does on Node what the page says."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.api_client import ApiClient
from tests.support.example import EXAMPLES, at_home
from tests.support.keeper import Addresses
from tests.support.newcomer import (
    EMAIL,
    PASSWORD,
    POSTS,
    SMALL_BUCKET,
    assert_shown,
    settle_newcomer,
)
from tests.support.node import installed, node
from tests.support.shared_server import SharedServer, served_api, shared_server

TADA = "node_modules/gql.tada/bin/cli.js"
TSC = "node_modules/typescript/bin/tsc"

api = served_api


@pytest.fixture(scope="module")
def server(server_addresses: Addresses) -> Iterator[SharedServer]:
    with shared_server(server_addresses, **SMALL_BUCKET) as server:
        yield server


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example with what its lock says, as far from the schema as it is at home."""
    folder = at_home("typescript", tmp_path_factory.mktemp("root"))
    installed(EXAMPLES / "typescript", folder)
    node(folder, TADA, "generate-output")
    return folder


def test_the_client_has_no_type_error(folder: Path) -> None:
    node(folder, TSC, "--noEmit")


def test_a_field_that_the_schema_does_not_have_is_a_type_error(folder: Path) -> None:
    text = (folder / "client.ts").read_text()
    wrong = folder / "wrong.ts"
    wrong.write_text(text.replace("newest.edges.find", "newest.nodes.find"))
    with pytest.raises(AssertionError, match="nodes"):
        node(folder, TSC, "--noEmit")
    wrong.unlink()


async def test_the_client_signs_in_watches_likes_is_refused_and_waits(
    server: SharedServer, api: ApiClient, folder: Path
) -> None:
    await settle_newcomer(api, posts=POSTS)
    said = await asyncio.to_thread(node, folder, "client.ts", server.address, EMAIL, PASSWORD)
    assert_shown(said)
