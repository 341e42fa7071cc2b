"""The embedded servers: begun, shared, killed, locked, refused."""

from __future__ import annotations

import importlib.util
import json
import os
import pwd
import stat
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import pytest
from redis import asyncio as aioredis
from redis.exceptions import AuthenticationError

from likewise.demo.embedded import EmbeddedValkey, Servers, start_servers
from likewise.demo.embedded.accounts import Account, open_the_way
from likewise.demo.embedded.processes import command_line
from likewise.errors import ServerUnavailable
from likewise.settings import Settings

_START_AND_REPORT = """
import encodings.idna, json, os, sys
from likewise.demo.embedded import start_servers
from likewise.settings import Settings
folder, user_id, group_id = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
if user_id:  # after the imports: this user may not be able to read our Python
    os.setgroups([]); os.setgid(group_id); os.setuid(user_id)
servers = start_servers(Settings(data_dir=folder), durable=False)
found = [servers.database_url, servers.redis_url, servers.postgres.pid(), servers.valkey.pid()]
print(json.dumps(found), flush=True)
sys.stdin.read(1) == "s" and servers.stop()
"""


def _settings(folder: Path, **values: str) -> Settings:
    return Settings(data_dir=folder, **{"database_url": None, "redis_url": None, **values})


def _begin(folder: Path, user_id: int = 0, group_id: int = 0) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", _START_AND_REPORT, str(folder), str(user_id), str(group_id)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _end(process: subprocess.Popen[str], how: str) -> list[str]:
    said, complaints = process.communicate(how, timeout=60)
    assert (process.returncode, complaints) == (0, "")
    return list(json.loads(said))


def _both(servers: Servers) -> tuple[int | None, int | None]:
    assert servers.postgres is not None
    assert servers.valkey is not None
    return servers.postgres.pid(), servers.valkey.pid()


@pytest.fixture
def folder(server_dir: Path) -> Path:
    """A place that a socket could not be in, and that a shell would have to quote."""
    return server_dir / ("a long and winding road " * 5).strip() / "data"


@pytest.fixture
def servers(folder: Path):  # type: ignore[no-untyped-def]
    with start_servers(_settings(folder), durable=False) as started:
        yield started


def test_what_runs_is_reused_and_the_last_one_out_stops_it(folder: Path) -> None:
    first = start_servers(_settings(folder), durable=False)
    pids = _both(first)
    second = start_servers(_settings(folder), durable=False)
    assert (second.database_url, second.redis_url) == (first.database_url, first.redis_url)
    first.stop()
    assert _both(second) == pids
    second.stop()
    second.stop()
    assert _both(second) == (None, None)


def test_two_processes_that_start_at_once_share_one_pair(folder: Path) -> None:
    one, other = _begin(folder), _begin(folder)
    assert one.stdout is not None
    one.stdout.readline()
    assert other.stdout is not None
    found = json.loads(other.stdout.readline())
    one.communicate("s", timeout=60)
    assert all(command_line(pid) for pid in found[2:]), "the other one still needs them"
    other.communicate("s", timeout=60)
    assert not any(command_line(pid) for pid in found[2:])


def test_servers_outlive_a_process_that_does_not_stop_them(folder: Path) -> None:
    found = _end(_begin(folder), how="")
    with start_servers(_settings(folder)) as servers:
        assert [servers.database_url, servers.redis_url, *_both(servers)] == found
    assert _both(servers) == (None, None)


async def test_what_was_killed_starts_again_with_its_data_at_its_address(
    servers: Servers,
) -> None:
    link = await asyncpg.connect(servers.database_url)
    await link.execute("CREATE TABLE kept AS SELECT 7 AS number")
    before = _both(servers)
    for server in servers.embedded:
        server.kill()
        assert server.pid() is None
        assert server.start()
        assert not server.start(), "it runs already"
    link.terminate()
    link = await asyncpg.connect(servers.database_url)
    assert await link.fetchval("SELECT number FROM kept") == 7
    await link.close()
    assert not set(_both(servers)) & set(before)


def test_a_pid_that_belongs_to_somebody_else_by_now_is_left_alone(folder: Path) -> None:
    servers = start_servers(_settings(folder), durable=False)
    assert servers.postgres is not None
    assert servers.valkey is not None
    servers.stop()
    for server in servers.embedded:
        server.pid_path.write_text(f"{os.getpid()}\n")
        assert server.pid() is None
        server.stop()
        server.kill()
    with start_servers(_settings(folder), durable=False) as again:
        assert all(_both(again))


def test_a_frozen_server_is_thawed(servers: Servers) -> None:
    pids = _both(servers)
    for server in servers.embedded:
        server.pause()
        assert not server.answers()
        assert not server.start(), "it was there"
        assert server.answers()
    assert _both(servers) == pids


def test_a_server_killed_again_and_again_keeps_its_port(valkey: EmbeddedValkey) -> None:
    ports = set()
    for _ in range(30):
        valkey.kill()
        valkey.start()
        ports.add(valkey.port)
    assert len(ports) == 1


def test_a_server_that_is_late_with_its_pid_is_not_started_twice(
    server_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Regression: the first stayed behind on its port, and took the second's file."""
    monkeypatch.setattr("likewise.demo.embedded.server._BIRTH_SECONDS", 0.0)
    server = EmbeddedValkey(server_dir)
    launches = looks = 0

    def launch() -> bool:
        nonlocal launches
        launches += 1
        return EmbeddedValkey.launch(server)

    def late_pid() -> int | None:
        nonlocal looks
        looks += 1
        return EmbeddedValkey.pid(server) if looks > 10 else None

    monkeypatch.setattr(server, "launch", launch)
    monkeypatch.setattr(server, "pid", late_pid)
    try:
        assert server.start()
        assert launches == 1
    finally:
        server.stop()


def test_both_addresses_set_start_nothing(folder: Path) -> None:
    settings = _settings(folder, database_url="postgres://x@y/z", redis_url="redis://y/0")
    with start_servers(settings) as servers:
        assert (servers.database_url, servers.redis_url) == ("postgres://x@y/z", "redis://y/0")
        assert servers.embedded == []
    assert not folder.exists()


def test_one_address_set_starts_the_other_server_only(folder: Path) -> None:
    with start_servers(_settings(folder, database_url="postgres://x@y/z")) as servers:
        assert [server.name for server in servers.embedded] == ["valkey"]
        assert servers.database_url == "postgres://x@y/z"
    assert not (folder / "postgresql").exists()


@pytest.mark.parametrize(
    ("given", "wanted"),
    [("redis_url", "LIKEWISE_DATABASE_URL"), ("database_url", "LIKEWISE_REDIS_URL")],
)
def test_without_a_wheel_it_says_what_to_set(
    given: str, wanted: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda *_: None)
    with pytest.raises(ServerUnavailable, match=wanted):
        start_servers(_settings(folder, **{given: "redis://somewhere"}))


def test_a_server_that_cannot_start_says_why_in_its_own_words(folder: Path) -> None:
    with start_servers(_settings(folder), durable=False) as servers:
        assert servers.postgres is not None
    (servers.postgres.trade_mark / "PG_VERSION").write_text("9\n")
    with pytest.raises(ServerUnavailable, match=r"initialized by PostgreSQL.* version 9"):
        start_servers(_settings(folder), durable=False)


async def test_nobody_gets_in_without_the_password(servers: Servers, folder: Path) -> None:
    for path in (folder / "postgresql.json", folder / "valkey.json"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    address = urlsplit(servers.database_url)
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(servers.database_url.replace(str(address.password), "guessed"))
    client = aioredis.Redis(host="127.0.0.1", port=urlsplit(servers.redis_url).port, retry=None)
    with pytest.raises(AuthenticationError):
        await client.ping()
    await client.aclose()


async def test_they_listen_on_this_machine_alone(servers: Servers) -> None:
    link = await asyncpg.connect(servers.database_url)
    assert await link.fetchval("SHOW listen_addresses") == "127.0.0.1"
    assert await link.fetchval("SHOW unix_socket_directories") == ""
    assert int(await link.fetchval("SHOW max_connections")) == 200
    assert (await link.fetchval("SHOW server_version")).startswith("18")
    await link.close()
    async with aioredis.Redis.from_url(servers.redis_url) as client:
        assert (await client.config_get("bind"))["bind"] == "127.0.0.1"


def test_durable_is_the_default(valkey: EmbeddedValkey, folder: Path) -> None:
    settings = _settings(folder, redis_url=valkey.url)
    with start_servers(settings) as servers:
        assert servers.postgres is not None
        shown = command_line(servers.postgres.pid() or 0)
        assert "fsync" not in shown
    assert valkey.answers(), "what was given is not ours to stop"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
class TestAsRoot:
    def test_the_servers_run_under_an_account_without_rights(self, servers: Servers) -> None:
        for pid in _both(servers):
            assert Path(f"/proc/{pid}").stat().st_uid not in (0, None)

    def test_a_plain_user_runs_them_as_herself(self, server_dir: Path) -> None:
        nobody = pwd.getpwnam("nobody")
        open_the_way(server_dir, Account(nobody.pw_uid, nobody.pw_gid))
        os.chown(server_dir, nobody.pw_uid, nobody.pw_gid)
        process = _begin(server_dir / "data", nobody.pw_uid, nobody.pw_gid)
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line, process.communicate()
        pids = json.loads(line)[2:]
        owners = {Path(f"/proc/{pid}").stat().st_uid for pid in pids}
        assert owners == {nobody.pw_uid}
        process.communicate("s", timeout=60)
        assert not any(command_line(pid) for pid in pids)

    def test_only_the_right_to_walk_through_is_given_to_others(
        self, folder: Path, server_dir: Path
    ) -> None:
        server_dir.chmod(0o700)
        with start_servers(_settings(folder), durable=False):
            assert stat.S_IMODE(server_dir.stat().st_mode) == 0o701
            assert stat.S_IMODE((folder / "postgresql").stat().st_mode) == 0o700
