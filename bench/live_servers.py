"""The servers that are measured, each a process of its own: what they use, and how they push.

Ours, bare Starlette (bench/live_bare.py), and graphql-ws on Node (bench/node_peer/), which is
installed into a folder that goes again.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psutil

from tests.support.served import served

PATH = "/graphql"
PUSH_PATH = "/push"
TICK_SECONDS = 0.05
"""What goes out at so many a second goes out so often, and so much of it at once."""
_PEER = Path(__file__).parent / "node_peer"
_BOTH = 2
"""Of the clocks of a process, the one for the kernel and outside: CPUCLOCK_SCHED."""
_INSTALLS_WITHIN_SECONDS = 120
_PUSHES_WITHIN_SECONDS = 300


class NotHere(Exception):
    """A peer that cannot be measured on this machine; says why."""


@dataclass(frozen=True)
class Server:
    """A running server."""

    port: int
    process: psutil.Process

    @property
    def cpu_seconds(self) -> float:
        """The processor time that it has used, in the kernel and outside."""
        if sys.platform != "linux":
            used = self.process.cpu_times()
            return float(used.user + used.system)
        # The same to the nanosecond, where that is told in hundredths: clock_getcpuclockid(3).
        return time.clock_gettime(~self.process.pid << 3 | _BOTH)

    @property
    def own_bytes(self) -> int:
        """The memory that would be free if it ended: what it shares with nobody."""
        return int(self.process.memory_full_info().uss)

    async def push(self, messages: int, per_second: int) -> None:
        """Have a peer send so many messages, so many a second, or (0) without a pause."""
        url = f"http://127.0.0.1:{self.port}{PUSH_PATH}?messages={messages}&per_second={per_second}"
        asked = urllib.request.Request(url, method="POST")
        await asyncio.to_thread(_answered, asked)


@contextmanager
def ours(database_url: str, redis_url: str, sockets: int) -> Iterator[Server]:
    """Our server, one process, which lets so many sockets come from one address."""
    room = {"LIKEWISE_SOCKETS_PER_ADDRESS": str(sockets)}
    with served(database_url, redis_url, **room) as address:
        port = urlsplit(address).port
        assert port is not None
        yield Server(port, _listener_at(port))


@contextmanager
def bare(text: str) -> Iterator[Server]:
    """Bare Starlette, which sends this text."""
    with started([sys.executable, "-m", "bench.live_bare", text], Path.cwd()) as server:
        yield server


@contextmanager
def graphql_ws_on_node() -> Iterator[Server]:
    """The peer on Node. Raises NotHere."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        raise NotHere("no Node here")
    with tempfile.TemporaryDirectory(prefix="likewise-bench-") as folder:
        shutil.copytree(_PEER, folder, dirs_exist_ok=True)
        words = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        try:
            subprocess.run(
                words, cwd=folder, check=True, capture_output=True, timeout=_INSTALLS_WITHIN_SECONDS
            )
        except (subprocess.SubprocessError, OSError) as error:
            raise NotHere("npm could not install it") from error
        with started([node, "peer.mjs"], Path(folder)) as server:
            yield server


@contextmanager
def started(words: Sequence[str], folder: Path, **environment: str) -> Iterator[Server]:
    """A process that says its port in its first line, until the block ends. Raises NotHere."""
    process = subprocess.Popen(
        words, cwd=folder, env={**os.environ, **environment}, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    try:
        port = process.stdout.readline()
        if not port:
            raise NotHere("it did not start")
        yield Server(int(port), psutil.Process(process.pid))
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()


def _listener_at(port: int) -> psutil.Process:
    """Who of our children listens at this port."""
    for child in psutil.Process().children(recursive=True):
        for each in child.net_connections("tcp"):
            if each.status == psutil.CONN_LISTEN and each.laddr.port == port:
                return child
    raise RuntimeError(f"no child of ours listens at {port}")


def _answered(asked: urllib.request.Request) -> None:
    with urllib.request.urlopen(asked, timeout=_PUSHES_WITHIN_SECONDS) as answer:
        answer.read()
