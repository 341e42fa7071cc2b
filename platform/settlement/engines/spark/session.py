"""Starting Spark's driver beside this process, and ending it without a trace.

The driver is a Java process of its own. What it and its workers have to say goes to a file in a
folder that is removed at the end; a failure's own words are in the refusal. What a cluster's
operator has set in `spark-defaults.conf` (SPARK_CONF_DIR) holds, but for what is set here.
"""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from py4j.protocol import Py4JError
from pyspark import SparkConf, SparkContext
from pyspark.errors import PySparkException
from pyspark.java_gateway import launch_gateway
from pyspark.sql import SparkSession

from likewise.errors import InvalidInput, ServerUnavailable
from likewise.settlement.engines.spark.java import java_environment

_END_SECONDS = 20
_CONNECT_SECONDS = 5
_LOOPBACK = "127.0.0.1"
_LOG_FILE = "spark.log"
_LOCAL_MEMORY = "2g"
_JAVA_OPTIONS = "-XX:-UsePerfData -XX:TieredStopAtLevel=1 -XX:+UseParallelGC"
"""The driver carries bytes: the optimising compiler costs it more than it can gain."""
_BYTES_PER_BATCH = 256 << 20

_lock = threading.Lock()
_running: dict[str, _Running] = {}
"""By master: a process can have one Spark at a time, which its splits share."""


@dataclass
class _Running:
    """Spark, as long as somebody uses it."""

    session: SparkSession
    gateway: Any
    folder: TemporaryDirectory[str]
    user_count: int = 0


def acquire(master: str) -> SparkSession:
    """A session on this master, to be given back with `release`.

    Raises ServerUnavailable if Spark can't be started or reached, and InvalidInput if this process
    is at work on another master.
    """
    with _lock:
        if master not in _running:
            _refuse_unreachable(master)
            if _running:
                raise InvalidInput(f"Spark is at work on {next(iter(_running))} already")
            _running[master] = _start(master)
        _running[master].user_count += 1
        return _running[master].session


def release(master: str) -> None:
    """Gives a session back; the last one to do so ends Spark."""
    with _lock:
        running = _running[master]
        running.user_count -= 1
        if running.user_count:
            return
        del _running[master]
        _end(running)


def why_it_ended(master: str) -> str | None:
    """The last words of a driver that has ended by itself; None if it is alive."""
    running = _running.get(master)
    if running is None or not _has_ended(running):
        return None
    return _last_words(Path(running.folder.name) / _LOG_FILE) or "its driver has ended"


def _start(master: str) -> _Running:
    folder = TemporaryDirectory(prefix="likewise-spark-")
    log = Path(folder.name) / _LOG_FILE
    conf = _configuration(master, folder.name)
    try:
        with log.open("wb") as said, _environment(java_environment(Path(folder.name))):
            gateway = launch_gateway(conf, {"stdout": said, "stderr": subprocess.STDOUT})
        session = _session(gateway, conf)
    except (Py4JError, PySparkException, OSError) as error:
        reason = _last_words(log) or str(error).partition("\n")[0]
        folder.cleanup()
        raise ServerUnavailable(
            f"Apache Spark could not be started on {master}: {reason}"
        ) from error
    except BaseException:
        folder.cleanup()
        raise
    return _Running(session, gateway, folder)


def _configuration(master: str, folder: str) -> SparkConf:
    """What the split relies on, and that Spark keeps quiet and to itself."""
    java_options = f"{_JAVA_OPTIONS} -Djava.io.tmpdir={folder}"
    conf = SparkConf(loadDefaults=False).setMaster(master).setAppName("likewise split")
    conf.setAll(
        [
            # Blocks stay where they are: nothing may merge partitions or copy one to all workers.
            ("spark.sql.adaptive.enabled", "false"),
            ("spark.sql.autoBroadcastJoinThreshold", "-1"),
            # Rows are few and big: to compile code for each plan costs more than all of them.
            ("spark.sql.codegen.wholeStage", "false"),
            ("spark.sql.codegen.factoryMode", "NO_CODEGEN"),
            # Not a file for each pair of blocks, of which there are many: one for each task.
            ("spark.shuffle.sort.bypassMergeThreshold", "1"),
            ("spark.sql.execution.arrow.maxBytesPerBatch", str(_BYTES_PER_BATCH)),
            ("spark.driver.maxResultSize", "0"),
            ("spark.driver.extraJavaOptions", java_options),
            ("spark.local.dir", folder),
            ("spark.sql.warehouse.dir", f"{folder}/warehouse"),
            ("spark.ui.enabled", "false"),
            ("spark.ui.showConsoleProgress", "false"),
        ]
    )
    if master.startswith("local"):
        conf.set("spark.driver.memory", _LOCAL_MEMORY)
    if _is_on_loopback(master):
        conf.set("spark.driver.host", _LOOPBACK).set("spark.driver.bindAddress", _LOOPBACK)
    return conf


def _session(gateway: Any, conf: SparkConf) -> SparkSession:
    # Spark's context takes Ctrl-C for itself, if it may; here it stays with who had it.
    on_interrupt = signal.getsignal(signal.SIGINT)
    context = SparkContext(gateway=gateway, conf=conf)
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, on_interrupt)
    # Workers run the Python of this process, unless their operator names another.
    context.pythonExec = os.environ.get("PYSPARK_PYTHON") or sys.executable
    return SparkSession(context)


def _end(running: _Running) -> None:
    try:
        running.session.stop()
    except (Py4JError, PySparkException, OSError):
        SparkContext._active_spark_context = None  # it has ended by itself, without saying so
    running.gateway.shutdown()
    SparkContext._gateway = SparkContext._jvm = None
    process = running.gateway.proc
    process.stdin.close()
    try:
        process.wait(_END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    running.folder.cleanup()


def _has_ended(running: _Running) -> bool:
    """Whether the driver has ended or, since it does not answer any more, is about to."""
    process = running.gateway.proc
    try:
        running.session.sparkContext.defaultParallelism  # noqa: B018 - it is asked
    except (Py4JError, PySparkException, OSError):
        with suppress(subprocess.TimeoutExpired):
            process.wait(_END_SECONDS)
    return process.poll() is not None


def _is_on_loopback(master: str) -> bool:
    hosts = [host for host, _ in _addresses(master)]
    return master.startswith("local") or (
        bool(hosts) and all(host in (_LOOPBACK, "localhost", "::1") for host in hosts)
    )


def _addresses(master: str) -> list[tuple[str, int]]:
    """Hosts and ports in spark://host:port,host:port; none for any other kind of master."""
    scheme, _, rest = master.partition("://")
    pairs = [address.rpartition(":") for address in rest.split(",")] if scheme == "spark" else []
    return [(host.strip("[]"), int(port)) for host, _, port in pairs if port.isdecimal()]


def _refuse_unreachable(master: str) -> None:
    """Spark itself would try for a minute. Raises ServerUnavailable."""
    addresses = _addresses(master)
    if master.startswith("spark://") and not addresses:
        raise InvalidInput(f"{master}: is not spark://host:port", field="engine")
    failures = []
    for address in addresses:
        try:
            socket.create_connection(address, _CONNECT_SECONDS).close()
        except OSError as error:
            failures.append(error.strerror or str(error))
    if addresses and len(failures) == len(addresses):
        raise ServerUnavailable(f"There is no Spark at {master}: {failures[0]}")


def _last_words(log: Path) -> str | None:
    """The line of the log that says best why Spark did not start."""
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    telling: list[str] = [
        line for line in lines if re.search(r"\b(Error|Exception|ERROR)\b|Error:", line)
    ]
    return next(reversed(telling or lines), None)


@contextmanager
def _environment(variables: dict[str, str]) -> Iterator[None]:
    """The process's environment with these, for as long as the driver takes to start."""
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
