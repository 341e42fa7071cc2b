"""The database alone: the same likes by pgbench, prepared, with no server between.

It comes with PostgreSQL; Debian has it in the package postgresql-contrib.
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from bench.api_rows import INSERT, LIKES_EACH, Rows
from bench.live_servers import NotHere
from bench.measuring_server import connection_to

_ELSEWHERE = [
    os.environ.get("PATH", ""),
    *sorted(map(str, Path("/usr/lib/postgresql").glob("*/bin")), reverse=True),
]
"""Where Debian keeps it, the newest first."""
_MOST_A_SECOND = 40_000
_DONE = re.compile(rb"transactions actually processed: (\d+)")
_RATE = re.compile(rb"tps = ([\d.]+)")
# A variable lasts as long as its client: every like of it is another one.
_SCRIPT = rf"""
\set person :first_person + :number / {LIKES_EACH} * :clients + :client_id
\set post :first_post + (:person * {LIKES_EACH} + :number % {LIKES_EACH}) % :posts
\set number :number + 1
{" ".join(INSERT.replace("$1", ":person").replace("$2", ":post").split())};
"""


def people_for(seconds: int) -> int:
    """How many people one run may need."""
    return seconds * _MOST_A_SECOND // LIKES_EACH


async def program_for(database_url: str) -> str:
    """The pgbench of the server that runs, or of this machine. Raises NotHere."""
    async with connection_to(database_url) as connection:
        own = await connection.fetchval("SELECT setting FROM pg_config WHERE name = 'BINDIR'")
    if program := shutil.which("pgbench", path=os.pathsep.join([own, *_ELSEWHERE])):
        return program
    raise NotHere("no pgbench here; on Debian: apt-get install postgresql-contrib")


@dataclass
class PgBench:
    """Likes by so many connections, from the people of `rows` in their order."""

    program: str
    database_url: str
    clients: int
    rows: Rows
    people_used: int = 0

    async def like_for(self, seconds: int) -> tuple[int, float]:
        """How many likes it gave in that time, and how many a second."""
        first_person = self.rows.people[self.people_used].id
        self.people_used += people_for(seconds)
        given = {
            "number": 0,
            "clients": self.clients,
            "first_person": first_person,
            "first_post": self.rows.post_ids[0],
            "posts": len(self.rows.post_ids),
        }
        with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
            script.write(_SCRIPT)
            script.flush()
            said = await self._run(
                *("--protocol=prepared", "--no-vacuum", f"--file={script.name}"),
                *(f"--client={self.clients}", f"--jobs={os.cpu_count()}", f"--time={seconds}"),
                *(f"--define={name}={value}" for name, value in given.items()),
            )
        done, rate = _DONE.search(said), _RATE.search(said)
        assert done is not None
        assert rate is not None, said
        return int(done[1]), float(rate[1])

    async def _run(self, *words: str) -> bytes:
        url = urlsplit(self.database_url)
        child = await asyncio.create_subprocess_exec(
            self.program,
            *words,
            env={
                **os.environ,
                "PGHOST": url.hostname or "",
                "PGPORT": str(url.port),
                "PGUSER": url.username or "",
                "PGPASSWORD": url.password or "",
                "PGDATABASE": url.path.lstrip("/"),
            },
            stdout=asyncio.subprocess.PIPE,
        )
        said, _ = await child.communicate()
        if child.returncode:
            raise RuntimeError(f"pgbench ended with {child.returncode}")
        return said
