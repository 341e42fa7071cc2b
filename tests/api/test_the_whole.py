"""The whole, as its first user walks it: the demo, a like, a close, a live wallet, proofs."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from httpx import AsyncClient

from tests.support.api_client import ApiClient
from tests.support.graphql_socket import graphql_socket

LIKEWISE = str(Path(sys.executable).with_name("likewise"))
FEED = (
    "subscription { walletUpdated { received { available { micros } held { micros } } version } }"
)
PROJECTION = "{ me { wallet { projection { micros } } } }"
DEES_POST = '{ person(handle: "dee") { posts(first: 1) { edges { node { id likeCount } } } } }'


@pytest.fixture
def environment(server_dir: Path) -> dict[str, str]:
    """A data directory of its own, and any free port."""
    return {**os.environ, "LIKEWISE_DATA_DIR": str(server_dir), "LIKEWISE_PORT": "0"}


@asynccontextmanager
async def demo(environment: dict[str, str]) -> AsyncIterator[ApiClient]:
    """`likewise demo`, stopped by Ctrl-C in the end."""
    process = await asyncio.create_subprocess_exec(
        *(LIKEWISE, "demo"),
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    assert process.stdout is not None
    said = b""
    async with asyncio.timeout(120):
        while not (found := re.search(rb"Uvicorn running on (http://[0-9.:]+)", said)):
            line = await process.stdout.readline()
            assert line, said.decode()
            said += line
    try:
        async with AsyncClient(base_url=found[1].decode(), timeout=60) as http:
            yield ApiClient(http)
    finally:
        process.send_signal(signal.SIGINT)
        await process.communicate()
    assert process.returncode == 0


async def run(environment: dict[str, str], *words: str) -> Any:
    """What a command says with --json; it must end with 0."""
    process = await asyncio.create_subprocess_exec(
        *(LIKEWISE, *words, "--json"),
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    said, complaint = await process.communicate()
    assert process.returncode == 0, complaint.decode()
    return json.loads(said)


async def sign_in(api: ApiClient, handle: str) -> str:
    """A token for one of the demo's logins."""
    wish = {"email": f"{handle}@likewise.example", "password": "likewise-demo"}
    token: str = (await api.do("signIn", wish, "token"))["token"]
    return token


async def test_a_like_a_close_and_a_live_wallet_add_up(
    environment: dict[str, str], server_dir: Path, tmp_path: Path
) -> None:
    async with demo(environment) as api:
        ada, cy, dee = [await sign_in(api, handle) for handle in ("ada", "cy", "dee")]
        address = str(api.http.base_url).rstrip("/")
        async with graphql_socket(address, cy) as socket:
            await socket.subscribe(FEED)
            before = (await socket.next())["walletUpdated"]

            projected = (await api.ask(PROJECTION, token=dee))["me"]["wallet"]["projection"]
            post = (await api.ask(DEES_POST))["person"]["posts"]["edges"][0]["node"]
            liked = await api.do("like", {"targetId": post["id"]}, "numberOfLikes", token=ada)
            assert liked["errors"] == []
            moved = (await api.ask(PROJECTION, token=dee))["me"]["wallet"]["projection"]
            assert int(moved["micros"]) > int(projected["micros"])

            tried = await run(environment, "month", "dry-run")
            month = tried["month"]
            closed = await run(environment, "month", "close", month, "--early")
            assert closed["state"] == "closed"
            assert closed["outcome_digest"] == tried["outcome_digest"]

            # The last of what the feed sends is what the ledger holds.
            wallet = (await api.ask("{ me { wallet { version } } }", token=cy))["me"]["wallet"]
            after = before
            while after["version"] != wallet["version"]:
                after = (await socket.next(within_seconds=20))["walletUpdated"]
            assert int(after["received"]["held"]["micros"]) > int(
                before["received"]["held"]["micros"]
            )

        assert (await run(environment, "ledger", "check"))["findings"] == []
        verified = await run(environment, "month", "verify", month)
        book = server_dir / "books" / month
        again = await run(
            environment,
            *("split", "--pots", str(book / "pots.parquet")),
            *("--likes", str(book / "likes.parquet")),
            *("--forward", str(book / "forward.parquet"), "--out", str(tmp_path)),
        )
        assert again["outcome_digest"] == verified["outcome_digest"] == closed["outcome_digest"]
        settlement = f'{{ settlement(month: "{month}") {{ state outcomeDigest }} }}'
        public = (await api.ask(settlement))["settlement"]
        assert public == {"state": "CLOSED", "outcomeDigest": closed["outcome_digest"]}
