"""Starting anew removes what the demo has made and nothing else; a taken port is said at once."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from pydantic import SecretStr

from likewise.cli.demo import demo
from likewise.demo.embedded import start_servers
from likewise.demo.reset import reset
from likewise.errors import ServerUnavailable, WrongState
from likewise.settings import Settings


def test_a_reset_removes_servers_and_books_and_nothing_else(server_dir: Path) -> None:
    settings = Settings(data_dir=server_dir)
    kept = server_dir / "notes.txt"
    kept.write_text("mine")
    settings.books_dir.mkdir()
    with start_servers(settings, durable=False) as servers:
        assert servers.postgres is not None
        with pytest.raises(WrongState, match="stop it first"):
            reset(settings)
        assert servers.postgres.answers()
        left_running = servers.postgres
    # A process that was killed leaves its servers running, and nobody in attendance.
    assert left_running.start()
    reset(settings)
    assert left_running.pid() is None
    left = {path.name for path in server_dir.iterdir()}
    assert left == {"notes.txt", "embedded.lock", "embedded.users"}
    reset(settings)
    assert kept.read_text() == "mine"


def test_a_reset_never_touches_a_database_that_the_settings_name(tmp_path: Path) -> None:
    settings = Settings(
        data_dir=tmp_path, database_url=SecretStr("postgres://somebody@127.0.0.1/precious")
    )
    settings.books_dir.mkdir()
    with pytest.raises(WrongState, match="LIKEWISE_DATABASE_URL"):
        reset(settings)
    assert settings.books_dir.exists()


def test_a_reset_of_nothing_is_no_error(tmp_path: Path) -> None:
    reset(Settings(data_dir=tmp_path / "nowhere"))
    assert not (tmp_path / "nowhere").exists()


def test_a_taken_port_is_said_before_anything_starts(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ServerUnavailable, match=f"port {port} of 127.0.0.1"):
            demo(host="127.0.0.1", port=port)
    assert not list(tmp_path.iterdir())
