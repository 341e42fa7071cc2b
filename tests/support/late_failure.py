"""An app of a worker that can be told to fail to start just while its parent asks after it."""

from __future__ import annotations

import ctypes
import os
from pathlib import Path

from starlette.applications import Starlette
from uvicorn.config import STARTUP_FAILURE

from likewise.web import workers

FAILS_ONCE = "FAILS_ONCE"
"""The variable that names the file; while it is there, the next to start fails and removes it."""
SILENT_MICROSECONDS = 2_000_000
SERVE = """
import sys
from likewise.settings import settings
from likewise.web import serve
serve.APP_OF_WORKER = "tests.support.late_failure:app_of_worker"
serve.serve(settings(), sys.argv[1], sys.argv[2])
"""


def app_of_worker() -> Starlette:
    """The real one; or the failure of it, after a silence longer than the parent's pauses."""
    if (told := Path(os.environ[FAILS_ONCE])).exists():
        told.unlink()
        # A PyDLL keeps the interpreter's lock: the thread that answers the parent can't.
        ctypes.PyDLL(None).usleep(SILENT_MICROSECONDS)
        os._exit(STARTUP_FAILURE)
    return workers.app_of_worker()
