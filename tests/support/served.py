"""A real served process: its own interpreter, uvicorn, uvloop, and a port of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_RUNNING = re.compile(rb"Uvicorn running on (http://127\.0\.0\.1:[0-9]+)")
_SERVE = """
import sys
from likewise.settings import settings
from likewise.web.serve import serve
serve(settings(), sys.argv[1], sys.argv[2])
"""


@contextmanager
def served(database_url: str, redis_url: str, **environment: str) -> Iterator[str]:
    """The address of a server that runs until the block ends; it stops by SIGTERM, and cleanly."""
    process = subprocess.Popen(
        [sys.executable, "-c", _SERVE, database_url, redis_url],
        env={**os.environ, "LIKEWISE_PORT": "0", **environment},
        stderr=subprocess.PIPE,
    )
    try:
        yield _address(process)
    finally:
        process.terminate()
        _, rest = process.communicate(timeout=30)
    if process.returncode not in (0, -15):
        raise RuntimeError(f"the server ended with {process.returncode}: {rest.decode()}")


def _address(process: subprocess.Popen[bytes]) -> str:
    assert process.stderr is not None
    said = b""
    for line in process.stderr:
        said += line
        if found := _RUNNING.search(line):
            return found[1].decode()
    raise RuntimeError(f"the server did not start: {said.decode()}")
