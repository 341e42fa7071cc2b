"""Processes forked from one that has imported the server: importing takes it seconds each time.

Each is a process of its own, with its own environment and what it says, and ends like any other.
"""

from __future__ import annotations

import multiprocessing

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["likewise.web.serve"])
