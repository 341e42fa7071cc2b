"""The command `likewise` as a process of its own, as an operator or a machine runs it."""

from __future__ import annotations

import asyncio
import os
import sys
from typing import NamedTuple


class Ended(NamedTuple):
    """How a command ended."""

    code: int
    printed: str
    errors: str


async def likewise(environment: dict[str, str], *words: str) -> Ended:
    """Run one command, with these variables beside those of the tests."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        "from likewise.cli import main; main()",
        *words,
        env={**os.environ, **environment},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    printed, errors = await process.communicate()
    assert process.returncode is not None
    return Ended(process.returncode, printed.decode(), errors.decode())
