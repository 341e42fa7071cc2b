"""What the two embedded servers have in common: a folder, a port, a password, a life.

The password and the last port are in a file that only its owner can read; the pid is in the file
that the server itself writes. The port is kept over restarts, since clients know it.
"""

from __future__ import annotations

import json
import os
import secrets
import signal
import socket
import time
from abc import ABC, abstractmethod
from pathlib import Path
from typing import ClassVar

from likewise.demo.embedded import processes
from likewise.demo.embedded.accounts import account_for, make_private_folder
from likewise.errors import ServerUnavailable

HOST = "127.0.0.1"
# Below the ports that systems give to outgoing connections: while a server is down,
# no client's connection can happen to take its port.
_FIRST_PORT, _LAST_PORT = 20_000, 32_000
_START_ATTEMPTS = 4
_PATIENCE_SECONDS = 10.0
_BIRTH_SECONDS = 3.0
_PORT_PATIENCE_SECONDS = 1.0
_START_TIMEOUT_SECONDS = 120.0
_STOP_TIMEOUT_SECONDS = 30.0


class EmbeddedServer(ABC):
    """One server under the data directory. Not for several threads at once."""

    name: ClassVar[str]
    variable: ClassVar[str]
    stop_signal: ClassVar[signal.Signals]

    def __init__(self, data_dir: Path, *, durable: bool = True) -> None:
        self.folder = data_dir.resolve() / self.name
        self.durable = durable
        self.account = account_for(self.folder)
        self.log_path = self.folder / "log"
        self._state_path = self.folder.with_suffix(".json")
        self.port, self.password = self._read_state()

    @property
    @abstractmethod
    def pid_path(self) -> Path:
        """The file in which the server keeps its pid, on the first line."""

    @property
    @abstractmethod
    def trade_mark(self) -> Path:
        """The path that stands in the command line of this very server, and of no other."""

    @abstractmethod
    def answers(self) -> bool:
        """Whether it answers to our password."""

    @abstractmethod
    def prepare(self) -> None:
        """Make what the server needs before it can start."""

    @abstractmethod
    def launch(self) -> bool:
        """Start the process in the background; False if it failed."""

    def start(self) -> bool:
        """Start it unless it runs; True if this call started it.

        Raises ServerUnavailable, with the reason from the server's own log.
        """
        if self._answers_in_the_end():
            return False
        make_private_folder(self.folder, self.account)
        for attempt in range(_START_ATTEMPTS):
            # Somebody took the port, or what a killed server left behind is still dying.
            time.sleep(0.1 * 2**attempt if attempt else 0)
            self._choose_port(avoid_last=attempt > 1)
            self._forget_number_of_others()
            self._write_state()
            self.prepare()
            if self.launch() and self._begins_to_answer():
                return True
        raise ServerUnavailable(
            f"The embedded {self.name} does not start ({self._last_words()}). "
            f"Set {self.variable} to use a server of your own."
        )

    def stop(self) -> None:
        """Stop it cleanly and wait until it is gone; nothing to do when it does not run."""
        pid = self.pid()
        if pid is None:
            return
        pids = processes.family(pid)
        processes.send([pid], self.stop_signal)
        processes.send(pids, signal.SIGCONT)
        if not processes.gone([pid], _STOP_TIMEOUT_SECONDS):
            self.kill()

    def kill(self) -> None:
        """End it at once with all its children, as a power cut does."""
        pid = self.pid()
        if pid is not None:
            processes.send([pid], signal.SIGSTOP)  # whoever is listed now is all there will be
            pids = processes.family(pid)
            processes.send(pids, signal.SIGKILL)
            processes.gone(pids, _STOP_TIMEOUT_SECONDS)

    def pause(self) -> None:
        """Freeze it with all its children: connections stay open and nothing answers."""
        pid = self.pid()
        if pid is not None:
            processes.send([pid], signal.SIGSTOP)
            processes.send(processes.family(pid), signal.SIGSTOP)

    def resume(self) -> None:
        """Let it go on after `pause()`."""
        pid = self.pid()
        if pid is not None:
            processes.send(processes.family(pid), signal.SIGCONT)

    def pid(self) -> int | None:
        """The pid, if a process with this number lives and really is this server."""
        pid = self._written_pid()
        if pid is None:
            return None
        return pid if str(self.trade_mark) in processes.command_line(pid) else None

    def _forget_number_of_others(self) -> None:
        """Remove a file without a pid, or with one that another program has now, or a zombie.

        PostgreSQL looks at the number alone, and would refuse to start. Else the file stays: by it
        PostgreSQL finds out whether children of a killed server still hold its memory.
        """
        pid = self._written_pid()
        if pid is None or processes.exists(pid):
            self.pid_path.unlink(missing_ok=True)

    def _written_pid(self) -> int | None:
        try:
            return int(self.pid_path.read_text().partition("\n")[0])
        except (FileNotFoundError, ValueError):
            return None

    def _answers_in_the_end(self) -> bool:
        pid = self.pid()
        if pid is None:
            return False
        # It may be paused, still recovering, or hang.
        self.resume()
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while self.pid() is not None and time.monotonic() < deadline:
            if self.answers():
                return True
            time.sleep(processes.POLL_SECONDS)
        self.kill()
        return False

    def _begins_to_answer(self) -> bool:
        started = time.monotonic()
        while not (self.answers() and self.pid() is not None):
            waited_seconds = time.monotonic() - started
            # On a busy machine it may live for long before it writes down its pid.
            is_dead = waited_seconds > _BIRTH_SECONDS and not processes.anybody_has(
                str(self.trade_mark)
            )
            if is_dead or waited_seconds > _START_TIMEOUT_SECONDS:
                return False
            time.sleep(processes.POLL_SECONDS)
        return True

    def _last_words(self) -> str:
        path = self.log_path
        lines = path.read_text(errors="replace").splitlines() if path.exists() else []
        return " | ".join(lines[-3:]) or f"it left nothing in {path}"

    def _choose_port(self, *, avoid_last: bool) -> None:
        if self.port and not avoid_last and _becomes_free(self.port):
            return
        self.port = 0
        while not _is_free(self.port):
            self.port = _FIRST_PORT + secrets.randbelow(_LAST_PORT - _FIRST_PORT)

    def _read_state(self) -> tuple[int, str]:
        try:
            state = json.loads(self._state_path.read_text())
            return int(state["port"]), str(state["password"])
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            return 0, ""

    def _write_state(self) -> None:
        self.password = self.password or secrets.token_urlsafe(32)
        text = json.dumps({"port": self.port, "password": self.password})
        write_private_file(self._state_path, text)


def write_private_file(path: Path, text: str) -> None:
    """Write a file that only its owner can read, whole or not at all."""
    draft = path.with_name(f"{path.name}.new")
    draft.unlink(missing_ok=True)
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    draft.replace(path)


def _becomes_free(port: int) -> bool:
    """Whether it is free, or will be: who was killed is gone a moment before its sockets are."""
    deadline = time.monotonic() + _PORT_PATIENCE_SECONDS
    while not _is_free(port):
        if time.monotonic() > deadline:
            return False
        time.sleep(processes.POLL_SECONDS)
    return True


def _is_free(port: int) -> bool:
    if not port:
        return False
    with socket.socket() as probe:
        # As the servers do: what lingers of closed connections is no hindrance.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True
