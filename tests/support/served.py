"""A real served process: uvicorn, uvloop, an environment and a port of its own."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from multiprocessing.connection import Connection
from typing import IO, NamedTuple

import uvicorn
from starlette.applications import Starlette

from likewise.settings import settings
from likewise.web.serve import serve
from tests.support.forks import FORKS

_RUNNING = re.compile(rb"Uvicorn running on (http://127\.0\.0\.1:[0-9]+)")
SERVE = """
import sys
from likewise.settings import settings
from likewise.web.serve import serve
serve(settings(), sys.argv[1], sys.argv[2])
"""
ENDS_CLEANLY = (0, -signal.SIGTERM)
_STARTS_WITHIN_SECONDS = 120.0
_ENDS_WITHIN_SECONDS = 30.0


class Started(NamedTuple):
    """A server that runs: where it listens, its process, and what it has said so far."""

    address: str
    pid: int
    said: Callable[[], str]


@contextmanager
def served(database_url: str, redis_url: str, **environment: str) -> Iterator[str]:
    """The address of a server that runs until the block ends; it stops by SIGTERM, and cleanly."""
    with serving(database_url, redis_url, **environment) as server:
        yield server.address


@contextmanager
def serving(
    database_url: str,
    redis_url: str,
    *,
    ends_with: tuple[int, ...] = ENDS_CLEANLY,
    **environment: str,
) -> Iterator[Started]:
    """The same with its process; `ends_with`: the exit codes that are no failure."""
    hearing, saying = FORKS.Pipe(duplex=False)
    process = FORKS.Process(
        target=_serve, args=(database_url, redis_url, _variables(environment), saying)
    )
    process.start()
    saying.close()
    assert process.pid is not None
    with (
        hearing,
        open(hearing.fileno(), "rb", closefd=False) as stream,
        _heard(stream, process.pid, process.terminate, process.join) as server,
    ):
        yield server
    _require_end(process.exitcode, ends_with, server)


def _serve(
    database_url: str, redis_url: str, environment: dict[str, str], saying: Connection
) -> None:
    """What the forked process does: with these variables alone, and what it says into a pipe."""
    os.environ.clear()
    os.environ.update(environment)
    os.dup2(saying.fileno(), sys.stderr.fileno())
    saying.close()
    serve(settings(), database_url, redis_url)


def to_serve(database_url: str, redis_url: str) -> list[str]:
    """The command that serves, for an interpreter of its own."""
    return [sys.executable, "-c", SERVE, database_url, redis_url]


@contextmanager
def started(
    words: list[str], *, ends_with: tuple[int, ...] = ENDS_CLEANLY, **environment: str
) -> Iterator[Started]:
    """The same for any command that serves."""
    process = subprocess.Popen(words, env=_variables(environment), stderr=subprocess.PIPE)
    assert process.stderr is not None
    with (
        process.stderr as stream,
        _heard(stream, process.pid, process.terminate, process.wait) as server,
    ):
        yield server
    _require_end(process.returncode, ends_with, server)


@contextmanager
def _heard(
    stream: IO[bytes], pid: int, end: Callable[[], None], wait: Callable[[float], object]
) -> Iterator[Started]:
    """A server as soon as it listens; when the block ends it is ended, and heard to its end."""
    listener = _Listener(stream)
    try:
        yield Started(listener.address(), pid, listener.said)
    finally:
        end()
        wait(_ENDS_WITHIN_SECONDS)
        listener.join()


def _variables(environment: dict[str, str]) -> dict[str, str]:
    return {**os.environ, "LIKEWISE_PORT": "0", **environment}


def _require_end(code: int | None, ends_with: tuple[int, ...], server: Started) -> None:
    if code not in ends_with:
        raise RuntimeError(f"the server ended with {code}: {server.said()}")


@asynccontextmanager
async def served_here(app: Starlette) -> AsyncIterator[str]:
    """The address of an app that this very process serves, for who looks at its insides."""
    config = uvicorn.Config(app, port=0, lifespan="off", log_config=None, ws="websockets-sansio")
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    try:
        async with asyncio.timeout(_STARTS_WITHIN_SECONDS):
            while not server.started:  # noqa: ASYNC110 - uvicorn tells nobody
                await asyncio.sleep(0.005)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        await serving


class _Listener:
    """Reads what the server says, all the time: a pipe that nobody reads stops who writes."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._lines: list[bytes] = []
        self._address: str | None = None
        self._told = threading.Event()
        self._thread = threading.Thread(target=self._listen, args=(stream,))
        self._thread.start()

    def address(self) -> str:
        """Where the server listens, as soon as it does."""
        self._told.wait(_STARTS_WITHIN_SECONDS)
        if self._address is None:
            raise RuntimeError(f"the server did not start: {self.said()}")
        return self._address

    def said(self) -> str:
        """Everything that it has said."""
        return b"".join(self._lines).decode()

    def join(self) -> None:
        """Wait for the end of what it says."""
        self._thread.join()

    def _listen(self, stream: IO[bytes]) -> None:
        for line in stream:
            self._lines.append(line)
            if self._address is None and (found := _RUNNING.search(line)):
                self._address = found[1].decode()
                self._told.set()
        self._told.set()
