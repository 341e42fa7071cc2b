"""A real Spark cluster on loopback, started from the wheel: a standalone Master and two Workers."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pyspark

from likewise.settlement.engines.spark.java import java_environment

_SPARK_HOME = Path(pyspark.__file__).parent
_STARTS_WITHIN_SECONDS = 120
_ENDS_WITHIN_SECONDS = 30
_JAVA_OPTIONS = "-XX:TieredStopAtLevel=1 -XX:-UsePerfData"
"""Nothing here lives long enough to earn what the optimising compiler costs."""
_MASTER = "org.apache.spark.deploy.master.Master"
_WORKER = "org.apache.spark.deploy.worker.Worker"


class Daemon:
    """A Master or a Worker: a process group of its own, a Worker's executors in it."""

    def __init__(self, environment: dict[str, str], *words: str) -> None:
        self._process = subprocess.Popen(
            [str(_SPARK_HOME / "bin" / "spark-class"), *words, "--webui-port", "0"],
            env={**os.environ, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self._lines: list[str] = []
        self._changed = threading.Condition()
        # All the time: a pipe that nobody reads stops who writes.
        self._listener = threading.Thread(target=self._listen)
        self._listener.start()

    def wait_for(self, pattern: str) -> re.Match[str]:
        """The first line that says so, as soon as there is one."""
        found: list[re.Match[str]] = []

        def is_said() -> bool:
            found.extend(match for line in self._lines if (match := re.search(pattern, line)))
            return bool(found) or self._process.poll() is not None

        with self._changed:
            self._changed.wait_for(is_said, _STARTS_WITHIN_SECONDS)
        assert found, "".join(self._lines)
        return found[0]

    def kill(self) -> None:
        """SIGKILL, to a Worker's executors, too: as if its machine had lost its power."""
        self._end(signal.SIGKILL)

    def end(self) -> None:
        """As an operator ends it."""
        self._end(signal.SIGTERM)

    def _end(self, number: int) -> None:
        if self._process.poll() is None:
            os.killpg(self._process.pid, number)
            self._process.wait(_ENDS_WITHIN_SECONDS)
        self._listener.join()
        if self._process.stdout is not None:
            self._process.stdout.close()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            with self._changed:
                self._lines.append(line.decode(errors="replace"))
                self._changed.notify_all()
        with self._changed:
            self._changed.notify_all()


class Cluster:
    """A Master, its address, and Workers of one core each."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        (folder / "spark-defaults.conf").write_text(
            f"spark.executor.memory 512m\nspark.executor.extraJavaOptions {_JAVA_OPTIONS}\n"
        )
        self._environment = {
            **java_environment(folder),
            "SPARK_LOCAL_IP": "127.0.0.1",
            "SPARK_CONF_DIR": str(folder),
            "SPARK_DAEMON_MEMORY": "256m",
            "SPARK_DAEMON_JAVA_OPTS": f"{_JAVA_OPTIONS} -Djava.io.tmpdir={folder}",
        }
        self._master = Daemon(self._environment, _MASTER, "--host", "127.0.0.1", "--port", "0")
        self.address = self._master.wait_for(r"Starting Spark master at (spark://127.0.0.1:\d+)")[1]
        self._count = 0

    def add_worker(self) -> Daemon:
        """Starts a Worker; it is not awaited."""
        self._count += 1
        work = self._folder / f"worker-{self._count}"
        words = ("--host", "127.0.0.1", "--cores", "1", "--memory", "1g", "--work-dir", str(work))
        return Daemon(self._environment, _WORKER, *words, self.address)

    def end(self) -> None:
        """Ends the Master."""
        self._master.end()


@contextmanager
def spark_cluster(folder: Path) -> Iterator[tuple[str, list[Daemon]]]:
    """The address of a cluster and its two Workers; what is left of it ends with the block.

    `folder` is also the SPARK_CONF_DIR of drivers that want to be small.
    """
    with ExitStack() as stack:
        cluster = Cluster(folder)
        stack.callback(cluster.end)
        workers = [cluster.add_worker() for _ in range(2)]
        for worker in workers:
            stack.callback(worker.end)
        for worker in workers:
            worker.wait_for("Successfully registered with master")
        yield cluster.address, workers
