"""Fixtures of all tests: real servers, shared by a session, and a database for every test."""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from likewise.demo.embedded import EmbeddedValkey
from likewise.models.database import connected
from likewise.settings import settings
from tests.support.databases import fresh_database
from tests.support.keeper import ROOT_VARIABLE, Addresses, Keeper, addresses

_KEEPER = pytest.StashKey[Keeper]()


def pytest_sessionstart(session: pytest.Session) -> None:
    """Start the session's servers, in the controller alone and without waiting for them."""
    if not hasattr(session.config, "workerinput"):
        # What the caller has set up for her own installation is no business of the tests.
        for name in [name for name in os.environ if name.startswith("LIKEWISE_")]:
            del os.environ[name]
        os.environ["LIKEWISE_LEDGER_CHECK_MINUTES"] = "0"  # by itself: a test that wants it says so
        os.environ["LIKEWISE_SECRET"] = (
            secrets.token_hex()
        )  # else one would be kept in the work tree
        if not session.config.option.collectonly:
            session.config.stash[_KEEPER] = Keeper()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Put the session's servers away."""
    if _KEEPER in config.stash:
        config.stash[_KEEPER].end()


@pytest.fixture(scope="session")
def server_addresses() -> Addresses:
    """Where the session's PostgreSQL and Valkey are."""
    return addresses()


@pytest.fixture
async def database_url(server_addresses: Addresses) -> AsyncIterator[str]:
    """The address of a migrated database that belongs to this test alone."""
    async with fresh_database(server_addresses.admin_url) as url:
        yield url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[str]:
    """The test's database, connected; its address."""
    async with connected(database_url):
        yield database_url


@pytest.fixture
def redis_url(server_addresses: Addresses) -> str:
    """The session's Valkey. Publishing reaches every test on it: use `channel_prefix`."""
    return server_addresses.redis_url


@pytest.fixture
def channel_prefix() -> str:
    """Keeps the channels of this test apart from those of the others."""
    return f"test-{secrets.token_hex(8)}:"


@pytest.fixture
def server_dir() -> Iterator[Path]:
    """A folder for servers of the test's own. The keeper removes it if nobody else can."""
    # Not tmp_path: pytest takes from its folders the right to walk through, which a server
    # under another account needs.
    with tempfile.TemporaryDirectory(dir=os.environ[ROOT_VARIABLE]) as path:
        yield Path(path)


@pytest.fixture
def valkey(server_dir: Path) -> Iterator[EmbeddedValkey]:
    """A Valkey of the test's own, to be killed, paused and started again."""
    server = EmbeddedValkey(server_dir)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def books(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Books are written to a folder of the test's own: this one."""
    monkeypatch.setenv("LIKEWISE_DATA_DIR", str(tmp_path))
    settings.cache_clear()
    yield tmp_path / "books"
    settings.cache_clear()


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine a Valkey that is well may take longer than a process waits to count."""
    monkeypatch.setattr("likewise.operations.buckets.PATIENCE_SECONDS", 10.0)


@pytest.fixture
def no_gaps(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine this process may be late itself, and would take it for a hang of Valkey."""
    monkeypatch.setattr("likewise.subscriptions.ear.PATIENCE_SECONDS", 60.0)


@pytest.fixture
def rare_rereading(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Feeds read again by themselves so rarely that what they show the bells have brought."""
    monkeypatch.setenv("LIKEWISE_FEED_REREAD_SECONDS", "600")
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()
