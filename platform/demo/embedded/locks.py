"""File locks between processes: who starts, and who is still there.

Both are flock(2): the kernel lets go of them when their holder dies, so a crash leaves nothing.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType


@contextmanager
def one_at_a_time(path: Path) -> Iterator[None]:
    """Hold the lock file: only one process starts or stops servers at a moment."""
    descriptor = _open(path)
    try:
        _fcntl().flock(descriptor, _fcntl().LOCK_EX)
        yield
    finally:
        os.close(descriptor)


class Attendance:
    """Being one of those who use the servers, so that the last one out can be told."""

    def __init__(self, path: Path) -> None:
        self._descriptor: int | None = _open(path)
        _fcntl().flock(self._descriptor, _fcntl().LOCK_SH)

    def leave(self) -> bool:
        """Leave; True if nobody else is there any more."""
        if self._descriptor is None:
            return False
        try:
            _fcntl().flock(self._descriptor, _fcntl().LOCK_EX | _fcntl().LOCK_NB)
        except BlockingIOError:
            return False
        else:
            return True
        finally:
            os.close(self._descriptor)
            self._descriptor = None


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)


def _fcntl() -> ModuleType:
    # Windows has none; there, both addresses are set and no lock is ever taken.
    import fcntl

    return fcntl
