"""Looking at the processes of this machine, without a library and without trusting a bare pid.

A pid in a file says little: the process may be gone and its number given away. So every question
here is about the command line that belongs to a pid.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

POLL_SECONDS = 0.01
_PROC = Path("/proc")
_PS_TIMEOUT_SECONDS = 10.0


def command_line(pid: int) -> str:
    """The command line of a living process; empty when there is none, or only a zombie."""
    if _PROC.joinpath("self").exists():
        try:
            words = _PROC.joinpath(str(pid), "cmdline").read_bytes()
        except OSError:
            return ""
        return words.replace(b"\0", b" ").decode(errors="replace").strip()
    return _ps("-ww", "-o", "command=", "-p", str(pid)).strip()


def anybody_has(words: str) -> bool:
    """Whether these words stand in the command line of some living process."""
    if _PROC.joinpath("self").exists():
        pids = (int(entry.name) for entry in _PROC.iterdir() if entry.name.isdigit())
        return any(words in command_line(pid) for pid in pids)
    return words in _ps("-A", "-ww", "-o", "command=")


def exists(pid: int) -> bool:
    """Whether the number is taken, be it by a zombie."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # somebody else's
        pass
    return True


def family(pid: int) -> list[int]:
    """A process and its children, the parent first."""
    if _PROC.joinpath("self").exists():
        pairs = [_pid_and_parent(entry) for entry in _PROC.iterdir() if entry.name.isdigit()]
    else:
        lines = _ps("-A", "-o", "pid=,ppid=").splitlines()
        pairs = [(int(child), int(parent)) for child, parent in map(str.split, lines)]
    return [pid, *(child for child, parent in pairs if parent == pid)]


def send(pids: list[int], number: signal.Signals) -> None:
    """Send a signal to each; who is gone already needs none."""
    for pid in pids:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            continue


def gone(pids: list[int], timeout_seconds: float) -> bool:
    """Wait until none of them lives; False when one still does after the time."""
    deadline = time.monotonic() + timeout_seconds
    while any(command_line(pid) for pid in pids):
        if time.monotonic() > deadline:
            return False
        time.sleep(POLL_SECONDS)
    return True


def _pid_and_parent(entry: Path) -> tuple[int, int]:
    try:
        status = entry.joinpath("stat").read_text(errors="replace")
    except OSError:
        return int(entry.name), 0
    # The second field is the name in brackets and may hold anything, brackets too: proc(5).
    return int(entry.name), int(status.rpartition(")")[2].split()[1])


def _ps(*arguments: str) -> str:
    finished = subprocess.run(  # noqa: S603 - our own words
        ["ps", *arguments],  # noqa: S607 - its place differs between systems
        capture_output=True,
        text=True,
        check=False,
        timeout=_PS_TIMEOUT_SECONDS,
    )
    return finished.stdout
