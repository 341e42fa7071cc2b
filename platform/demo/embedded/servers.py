"""The two servers that a process works with: embedded, or named by the settings."""

from __future__ import annotations

import os
from pathlib import Path
from types import TracebackType

from pydantic import SecretStr

from likewise.demo.embedded.locks import Attendance, one_at_a_time
from likewise.demo.embedded.postgres import EmbeddedPostgres
from likewise.demo.embedded.server import EmbeddedServer
from likewise.demo.embedded.valkey import EmbeddedValkey
from likewise.errors import ServerUnavailable
from likewise.settings import Settings


class Servers:
    """The addresses to work with; leaving it stops what was embedded, if nobody else uses it."""

    def __init__(self, database_url: str, redis_url: str) -> None:
        self.database_url = database_url
        self.redis_url = redis_url
        self.postgres: EmbeddedPostgres | None = None
        self.valkey: EmbeddedValkey | None = None
        self._data_dir: Path | None = None
        self._attendance: Attendance | None = None

    @property
    def embedded(self) -> list[EmbeddedServer]:
        """Those of the two that are embedded."""
        return [server for server in (self.postgres, self.valkey) if server is not None]

    def stop(self) -> None:
        """Leave, and stop the embedded servers if no other process uses them. Once is enough."""
        if self._data_dir is not None:
            with one_at_a_time(self._data_dir / "embedded.lock"):
                self.leave()

    def leave(self) -> None:
        """As `stop()`, for who holds the lock."""
        if self._attendance is not None and self._attendance.leave():
            for server in self.embedded:
                server.stop()
        self._attendance = None

    def __enter__(self) -> Servers:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def attend(self, data_dir: Path) -> None:
        """Be counted among those who use the servers of this directory, from now to `stop()`."""
        self._data_dir = data_dir
        self._attendance = Attendance(data_dir / "embedded.users")


def start_servers(
    settings: Settings, *, durable: bool = True, database_name: str = "likewise"
) -> Servers:
    """The servers of these settings; what has no address is started, or reused if it runs.

    `durable=False` is for tests: the data would not survive a crash of the machine.
    Raises ServerUnavailable: there is no wheel for this machine, or a server does not start.
    """
    servers = Servers(_secret(settings.database_url), _secret(settings.redis_url))
    if servers.database_url and servers.redis_url:
        return servers
    if os.name != "posix":
        raise ServerUnavailable(
            "Embedded servers run on Linux and macOS: set LIKEWISE_DATABASE_URL and "
            "LIKEWISE_REDIS_URL to servers of yours."
        )
    try:
        _start(servers, settings.data_dir.resolve(), durable, database_name)
    except PermissionError as error:
        raise ServerUnavailable(
            f"{error.filename or settings.data_dir} belongs to another user: set "
            "LIKEWISE_DATA_DIR to a folder of yours."
        ) from error
    except (FileExistsError, FileNotFoundError, NotADirectoryError) as error:
        raise ServerUnavailable(
            f"{settings.data_dir} can't hold data ({error.strerror}): set LIKEWISE_DATA_DIR to a "
            "folder of yours."
        ) from error
    return servers


def _start(servers: Servers, data_dir: Path, durable: bool, database_name: str) -> None:
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    with one_at_a_time(data_dir / "embedded.lock"):
        servers.attend(data_dir)
        try:
            if not servers.database_url:
                servers.postgres = EmbeddedPostgres(data_dir, durable=durable)
                servers.postgres.start()
                servers.postgres.ensure_database(database_name)
                servers.database_url = servers.postgres.url(database_name)
            if not servers.redis_url:
                servers.valkey = EmbeddedValkey(data_dir, durable=durable)
                servers.valkey.start()
                servers.redis_url = servers.valkey.url
        except BaseException:
            servers.leave()
            raise


def _secret(value: SecretStr | None) -> str:
    return value.get_secret_value() if value is not None else ""
