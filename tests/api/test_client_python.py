"""The Python of docs/api.md: its client is made from the schema, and does what the page says."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.api_client import ApiClient
from tests.support.example import at_home
from tests.support.keeper import Addresses
from tests.support.newcomer import (
    EMAIL,
    PASSWORD,
    POSTS,
    SMALL_BUCKET,
    assert_shown,
    settle_newcomer,
)
from tests.support.shared_server import SharedServer, served_api, shared_server

PIP = ["-m", "pip", "install", "-qq", "--disable-pip-version-check", "--require-hashes"]
DEADLINE_SECONDS = 120
api = served_api


@pytest.fixture(scope="module")
def server(server_addresses: Addresses) -> Iterator[SharedServer]:
    with shared_server(server_addresses, **SMALL_BUCKET) as server:
        yield server


def run(folder: Path, *words: str | Path) -> str:
    """What a program says; it must end well."""
    done = subprocess.run(
        words, cwd=folder, capture_output=True, text=True, timeout=DEADLINE_SECONDS, check=False
    )
    assert done.returncode == 0, done.stderr or done.stdout
    return done.stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example with its client, in an environment of its own as its lock says."""
    folder = at_home("python", tmp_path_factory.mktemp("root"))
    run(folder, sys.executable, "-m", "venv", ".venv")
    run(folder, ".venv/bin/python", *PIP, "-r", "requirements.lock")
    run(folder, ".venv/bin/ariadne-codegen")
    return folder


async def test_the_client_signs_in_watches_likes_is_refused_and_waits(
    server: SharedServer, api: ApiClient, folder: Path
) -> None:
    await settle_newcomer(api, posts=POSTS)
    words = [".venv/bin/python", "-W", "error", "client.py", server.address, EMAIL, PASSWORD]
    said = await asyncio.to_thread(run, folder, *words)
    assert_shown(said)
