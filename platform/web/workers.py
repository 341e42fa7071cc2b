"""Several processes on one port: uvicorn's supervisor, which starts them and replaces who dies.

The parent serves nothing. It holds the socket, so that whoever connects while a process is being
replaced waits a moment and is not refused; and each process has a loop, a pool of connections to
PostgreSQL and a subscription of its own.
"""

from __future__ import annotations

import gc
import logging
import multiprocessing
import os
import signal
import socket
import threading

from starlette.applications import Starlette
from uvicorn import Config
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors.multiprocess import Multiprocess, Process

from likewise.errors import ServerUnavailable
from likewise.log import configure_logging
from likewise.settings import settings
from likewise.web.app import create_app

APP_OF_WORKER = "likewise.web.workers:app_of_worker"
HEALTH_SECONDS = 15
"""A process that does not answer the parent for so long hangs, and is replaced."""

_END_SECONDS = 10.0
_COLLECT_AFTER = 20_000
_log = logging.getLogger("uvicorn.error")


class _Worker(Process):
    """A process whose end of the pipe to its parent is in nobody else's hands.

    With the process the pipe ends, and who waits for an answer of somebody dead hears so at once.
    """

    def start(self) -> None:
        super().start()
        self.child_conn.close()


class Workers(Multiprocess):
    """Uvicorn's supervisor, with rules of our own for a late failure, a hang and a hang-up."""

    def __init__(self, config: Config, sockets: list[socket.socket]) -> None:
        super().__init__(config, sockets)
        self.has_served = False
        """Whether some process has ever been ready."""

    def init_processes(self) -> None:
        """Start all of them."""
        self.processes = [self._started() for _ in range(self.processes_num)]

    def keep_subprocess_alive(self) -> None:
        """Replace who is dead or hangs.

        A process that can't start ends everything only as long as none ever could. Later it is
        tried again: PostgreSQL may be away just when one is replaced.
        """
        if self.should_exit.is_set():
            return
        for index, process in enumerate(self.processes):
            if process.is_alive(HEALTH_SECONDS):
                continue
            process.kill()
            process.join()
            if process.exitcode == STARTUP_FAILURE and not self._some_have_served():
                self.should_exit.set()
                return
            _log.info("Child process [%s] died", process.pid)
            self.processes[index] = self._started()
        self._some_have_served()

    def _started(self) -> Process:
        process = _Worker(self.config, self.sockets)
        process.start()
        return process

    def _some_have_served(self) -> bool:
        self.has_served = self.has_served or any(
            each.is_ready(HEALTH_SECONDS) for each in self.processes
        )
        return self.has_served

    def join_all(self) -> None:
        """Wait for their ends; who hangs is killed."""
        for process in self.processes:
            process.process.join(_END_SECONDS)
            if process.exitcode is None:
                process.process.kill()
                process.process.join()

    def handle_hup(self) -> None:
        """End: the terminal was closed. Uvicorn would start every process anew, and stay."""
        self.should_exit.set()


def serve_by_workers(config: Config, database_url: str, redis_url: str) -> None:
    """Serve by `config.workers` processes until told to stop.

    Raises ServerUnavailable if the port is taken, or no process can start.
    """
    # The processes read their settings themselves; embedded servers were started here, once.
    os.environ["LIKEWISE_DATABASE_URL"] = database_url
    os.environ["LIKEWISE_REDIS_URL"] = redis_url
    with _listening(config) as port:
        workers = Workers(config, [port])
        workers.run()
    if not workers.has_served and any(
        each.exitcode == STARTUP_FAILURE for each in workers.processes
    ):
        raise ServerUnavailable("No process could start to serve: the reason is in the log.")


def app_of_worker() -> Starlette:
    """The app of one of the processes, made in it."""
    configure_logging()
    threading.Thread(target=_end_with_parent, name="parent", daemon=True).start()
    wanted = settings()
    assert wanted.database_url is not None
    assert wanted.redis_url is not None
    app = create_app(
        wanted,
        database_url=wanted.database_url.get_secret_value(),
        redis_url=wanted.redis_url.get_secret_value(),
    )
    spare_the_collector()
    return app


def spare_the_collector() -> None:
    """What is here now stays until the end: don't look through it again and again.

    An eighth of a like's time went into that; what comes later is collected as ever.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_COLLECT_AFTER)


def _end_with_parent() -> None:
    """A parent that was killed can't end its processes: they see to it themselves."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)


def _listening(config: Config) -> socket.socket:
    """The socket that all processes share. It listens before any of them is there."""
    family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
    try:
        port = socket.create_server(
            (config.host, config.port), family=family, backlog=config.backlog
        )
    except OSError as error:
        raise ServerUnavailable(
            f"Can't listen on port {config.port} of {config.host}: {error.strerror}."
        ) from None
    shown = f"[{config.host}]" if ":" in config.host else config.host
    _log.info(
        "Uvicorn running on http://%s:%d by %d processes (Press CTRL+C to quit)",
        shown, port.getsockname()[1], config.workers,
    )  # fmt: skip
    return port
