"""Under which account the servers run: PostgreSQL refuses to run as root.

A plain user runs them as herself. Root gets a system account without a shell, or the owner of the
data if there is data already. That account must be able to walk to the programs and to the data:
where a folder on the way lacks it, `o+x` is added (walk through), and never more.
"""

from __future__ import annotations

import os
import pwd
import stat
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from likewise.errors import ServerUnavailable

_ACCOUNT_NAME = "likewise-embedded"
_ATTEMPTS = 20
_PAUSE_SECONDS = 0.1


class Account(NamedTuple):
    """The user and group that a server runs as."""

    user_id: int
    group_id: int


def account_for(folder: Path) -> Account | None:
    """Who runs the server that keeps its files in `folder`; None means: whoever we are.

    Raises ServerUnavailable when we are root and no account can be made.
    """
    if os.geteuid() != 0:
        return None
    if folder.exists() and folder.stat().st_uid != 0:
        return Account(folder.stat().st_uid, folder.stat().st_gid)
    return _system_account()


def make_private_folder(folder: Path, account: Account | None) -> None:
    """Make a folder that only the server's account can enter."""
    folder.mkdir(mode=0o700, exist_ok=True)
    if account is not None:
        os.chown(folder, account.user_id, account.group_id)
        open_the_way(folder, account)


def open_the_way(path: Path, account: Account) -> None:
    """Let the account walk through every folder above `path`."""
    for folder in path.resolve().parents:
        status = folder.stat()
        if status.st_uid != account.user_id and not status.st_mode & stat.S_IXOTH:
            folder.chmod(stat.S_IMODE(status.st_mode) | stat.S_IXOTH)


def run_as(
    account: Account | None, folder: Path, words: Sequence[str | Path]
) -> subprocess.CompletedProcess[str]:
    """Run a program under the account, in the server's folder and with nothing of our environment.

    What it says comes back as `stderr`. It gets a session of its own: a Ctrl-C is ours to answer.
    """
    if account is not None:
        open_the_way(Path(words[0]), account)
    # A file and not a pipe: the server in the background inherits it, and a pipe would never end.
    with tempfile.TemporaryFile("w+", errors="replace") as said:
        done = subprocess.run(  # noqa: S603 - our own words
            words,
            cwd=folder,
            env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            check=False,
            start_new_session=True,
            user=account.user_id if account else None,
            group=account.group_id if account else None,
            extra_groups=[] if account else None,
        )
        said.seek(0)
        return subprocess.CompletedProcess(words, done.returncode, "", said.read().strip())


def _system_account() -> Account:
    failure = ""
    for _ in range(_ATTEMPTS):
        try:
            entry = pwd.getpwnam(_ACCOUNT_NAME)
        except KeyError:
            # Another process may be making it just now: useradd then fails, and we look again.
            failure = _add_account()
            time.sleep(_PAUSE_SECONDS if failure else 0)
        else:
            return Account(entry.pw_uid, entry.pw_gid)
    raise ServerUnavailable(
        f"PostgreSQL does not run as root, and the account {_ACCOUNT_NAME} could not be made: "
        f"{failure or 'useradd left no trace'}. Run as another user, or set LIKEWISE_DATABASE_URL."
    )


def _add_account() -> str:
    command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin"]
    try:
        done = subprocess.run(  # noqa: S603 - our own words
            [*command, "--user-group", _ACCOUNT_NAME], capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        return "there is no useradd here"
    return done.stderr.strip()
