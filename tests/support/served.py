"""A real served process: its own interpreter, uvicorn, uvloop, and a port of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

_RUNNING = re.compile(rb"Uvicorn running on (http://127\.0\.0\.1:[0-9]+)")
SERVE = """
import sys
from likewise.settings import settings
from likewise.web.serve import serve
serve(settings(), sys.argv[1], sys.argv[2])
"""
_STARTS_WITHIN_SECONDS = 60.0
_ENDS_WITHIN_SECONDS = 30.0


@contextmanager
def served(database_url: str, redis_url: str, **environment: str) -> Iterator[str]:
    """The address of a server that runs until the block ends; it stops by SIGTERM, and cleanly."""
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE, database_url, redis_url],
        env={**os.environ, "LIKEWISE_PORT": "0", **environment},
        stderr=subprocess.PIPE,
    )
    assert process.stderr is not None
    listener = _Listener(process.stderr)
    try:
        yield listener.address()
    finally:
        process.terminate()
        process.wait(_ENDS_WITHIN_SECONDS)
        listener.join()
        process.stderr.close()
    if process.returncode not in (0, -15):
        raise RuntimeError(f"the server ended with {process.returncode}: {listener.said()}")


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
