"""The keeper: a process beside pytest that starts the servers of one session and puts them away.

It outlives whatever happens to pytest: its standard input is a pipe from there, and when that ends,
by a normal end, Ctrl-C or a crash, the servers stop and their folder goes. The workers wait for it
on a file lock, which it inherits locked and lets go when the addresses are written. So unit tests
never wait for a database.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path
from typing import NamedTuple

ROOT_VARIABLE = "TESTS_KEEPER_ROOT"
TEMPLATE_NAME = "likewise_template"
_REPOSITORY = Path(__file__).parents[2]
_ROOM_BYTES = 2 * 1024**3
_END_TIMEOUT_SECONDS = 60.0


class Addresses(NamedTuple):
    """Where the session's servers are."""

    admin_url: str
    redis_url: str


class Keeper:
    """The keeper, as the controller of the tests sees it."""

    def __init__(self) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="likewise-tests-", dir=_quick_folder()))
        lock = os.open(self.root / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.support.keeper", str(self.root), str(lock)],
                cwd=_REPOSITORY,
                stdin=subprocess.PIPE,
                pass_fds=[lock],
                start_new_session=True,
            )
        finally:
            os.close(lock)
        os.environ[ROOT_VARIABLE] = str(self.root)

    def end(self) -> None:
        """Let it put everything away, and wait until it has."""
        self._process.communicate(timeout=_END_TIMEOUT_SECONDS)


def addresses() -> Addresses:
    """Wait until the keeper is ready; for every process of the session."""
    root = Path(os.environ[ROOT_VARIABLE])
    with (root / "lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
    if not (root / "addresses.json").exists():
        raise RuntimeError(f"the servers for the tests did not start: {_reason(root)}")
    return Addresses(**json.loads((root / "addresses.json").read_text()))


def _quick_folder() -> str | None:
    """In memory if there is room: a database is 300 files, and a file costs 0.4 ms on our disk."""
    folder = "/dev/shm"
    roomy = os.access(folder, os.W_OK) and shutil.disk_usage(folder).free >= _ROOM_BYTES
    return folder if roomy else None


def _reason(root: Path) -> str:
    path = root / "failure"
    return path.read_text() if path.exists() else "the keeper has died"


def _keep(root: Path, lock: int) -> None:
    # Imported here: pytest reads this module too, and most tests need none of it.
    from likewise.demo.embedded import start_servers
    from likewise.settings import Settings

    with contextlib.ExitStack() as stack:
        stack.callback(shutil.rmtree, root, ignore_errors=True)
        stack.callback(_end_private_servers, root)
        try:
            settings = Settings(data_dir=root / "servers", database_url=None, redis_url=None)
            servers = stack.enter_context(
                start_servers(settings, durable=False, database_name=TEMPLATE_NAME)
            )
            assert servers.postgres is not None
            admin_url = servers.postgres.url("postgres")
            asyncio.run(_make_template(servers.database_url, admin_url))
            found = Addresses(admin_url, servers.redis_url)
            (root / "addresses.json").write_text(json.dumps(found._asdict()))
        except Exception:
            (root / "failure").write_text(traceback.format_exc())
        finally:
            os.close(lock)
        sys.stdin.buffer.read()


def _end_private_servers(root: Path) -> None:
    """End what tests have started for themselves, and could not stop because pytest was killed."""
    from likewise.demo.embedded import EmbeddedPostgres, EmbeddedValkey

    for kind in (EmbeddedPostgres, EmbeddedValkey):
        for path in root.rglob(f"{kind.name}.json"):
            kind(path.parent).kill()


async def _make_template(template_url: str, admin_url: str) -> None:
    import asyncpg

    from likewise.models.database import migrate

    await migrate(template_url)
    link = await asyncpg.connect(admin_url)
    try:
        # A database that somebody is connected to cannot be copied.
        await link.execute(f"ALTER DATABASE {TEMPLATE_NAME} ALLOW_CONNECTIONS false")
    finally:
        await link.close()


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    _keep(Path(sys.argv[1]), int(sys.argv[2]))
