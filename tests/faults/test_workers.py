"""Several processes on one port: each serves, who dies is replaced, and all end together."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import httpx
import pytest

from likewise.demo.embedded import processes
from likewise.web.workers import HEALTH_SECONDS
from tests.support import late_failure
from tests.support.command_line import likewise
from tests.support.screen import until
from tests.support.served import Started, started

STARTS_WITHIN_SECONDS = 150.0
PARENT_LOOKS_SECONDS = 0.5
ENDS_WITHIN_SECONDS = 30.0
SERVES = "Application startup complete."
FAILED = "Application startup failed."
SERVE = [
    sys.executable, "-c", "from likewise.cli import main; main()",
    "serve", "--workers", "2", "--port", "0",
]  # fmt: skip


@pytest.fixture
def environment(database_url: str, redis_url: str, channel_prefix: str) -> dict[str, str]:
    return {
        "LIKEWISE_DATABASE_URL": database_url,
        "LIKEWISE_REDIS_URL": redis_url,
        "LIKEWISE_REDIS_PREFIX": channel_prefix,
    }


@pytest.fixture
def server(environment: dict[str, str]) -> Iterator[Started]:
    """`likewise serve --workers 2`; the parent's process."""
    with started(SERVE, **environment) as server:
        yield server


async def test_each_of_two_processes_serves_while_the_other_hangs(server: Started) -> None:
    both = await both_serve(server)
    for hanging in both:
        await answers_without(hanging, server)
    assert workers_of(server) == both
    await all_end(server, signal.SIGINT)


async def test_a_killed_process_is_replaced_and_meanwhile_the_other_serves(
    server: Started,
) -> None:
    killed, spared = await both_serve(server)
    os.kill(killed, signal.SIGKILL)
    await answers(server)
    await until(lambda: server.said().count(SERVES) == 3, STARTS_WITHIN_SECONDS)
    both = workers_of(server)
    assert len(both) == 2
    assert spared in both
    assert killed not in both
    await answers_without(spared, server)
    await all_end(server, signal.SIGTERM)


async def test_one_killed_while_the_parent_waits_for_its_answer_is_missed_at_once(
    server: Started,
) -> None:
    killed, _ = await both_serve(server)
    os.kill(killed, signal.SIGSTOP)
    asked_by = time.monotonic() + 2 * PARENT_LOOKS_SECONDS
    await until(lambda: time.monotonic() > asked_by)
    os.kill(killed, signal.SIGKILL)
    await until(lambda: f"[{killed}] died" in server.said(), HEALTH_SECONDS / 2)
    await all_end(server, signal.SIGTERM)


async def test_a_process_that_cannot_start_while_postgresql_refuses_it_is_tried_again(
    server: Started, database_url: str
) -> None:
    killed, spared = await both_serve(server)
    place, _, name = database_url.rpartition("/")
    operator = await asyncpg.connect(f"{place}/postgres")
    try:
        await operator.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        os.kill(killed, signal.SIGKILL)
        await until(lambda: FAILED in server.said(), STARTS_WITHIN_SECONDS)
    finally:
        await operator.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
        await operator.close()
    await until(lambda: server.said().count(SERVES) == 3, STARTS_WITHIN_SECONDS)
    assert spared in workers_of(server)


async def test_a_process_that_fails_to_start_while_the_parent_asks_after_it_is_tried_again(
    environment: dict[str, str], database_url: str, redis_url: str, tmp_path: Path
) -> None:
    told = tmp_path / "fail"
    words = [sys.executable, "-c", late_failure.SERVE, database_url, redis_url]
    told_by = {late_failure.FAILS_ONCE: str(told), "LIKEWISE_WORKERS": "2"}
    with started(words, **environment, **told_by) as server:
        killed, spared = await both_serve(server)
        told.touch()
        os.kill(killed, signal.SIGKILL)
        await until(lambda: not told.exists(), STARTS_WITHIN_SECONDS)
        await until(lambda: server.said().count(SERVES) == 3, STARTS_WITHIN_SECONDS)
        assert spared in workers_of(server)


async def test_none_is_replaced_any_more_when_all_are_to_end(server: Started) -> None:
    killed, _ = await both_serve(server)
    family = processes.family(server.pid)
    os.kill(server.pid, signal.SIGSTOP)
    os.kill(killed, signal.SIGKILL)
    os.kill(server.pid, signal.SIGTERM)
    os.kill(server.pid, signal.SIGCONT)
    assert await asyncio.to_thread(processes.gone, family, ENDS_WITHIN_SECONDS)
    assert "died" not in server.said().partition("Received SIGTERM")[2]


async def test_all_end_when_the_terminal_is_closed(server: Started) -> None:
    await both_serve(server)
    await all_end(server, signal.SIGHUP)


async def test_processes_whose_parent_was_killed_end_by_themselves(
    environment: dict[str, str],
) -> None:
    with started(SERVE, ends_with=(-9,), **environment) as server:
        await both_serve(server)
        await all_end(server, signal.SIGKILL)


async def test_an_older_schema_stops_the_start_before_there_is_any_process(
    environment: dict[str, str], database_url: str
) -> None:
    name = database_url.rpartition("/")[2]
    bare = environment | {"LIKEWISE_DATABASE_URL": database_url.replace(name, "postgres")}
    ended = await likewise(bare, "serve", "--workers", "2", "--port", "0")
    assert ended.code == 1
    assert "likewise migrate" in ended.errors
    assert "Uvicorn running" not in ended.errors


async def test_a_number_of_processes_that_cannot_be_is_wrong_usage(
    environment: dict[str, str],
) -> None:
    assert (await likewise(environment, "serve", "--workers", "0")).code == 2


async def both_serve(server: Started) -> list[int]:
    """Wait until two processes are ready; their pids."""
    await until(lambda: server.said().count(SERVES) == 2, STARTS_WITHIN_SECONDS)
    both = workers_of(server)
    assert len(both) == 2
    return both


async def answers_without(hanging: int, server: Started) -> None:
    """Some process answers while this one can't."""
    os.kill(hanging, signal.SIGSTOP)
    try:
        await answers(server)
    finally:
        os.kill(hanging, signal.SIGCONT)


async def answers(server: Started) -> None:
    """Some process answers, on a new connection."""
    async with httpx.AsyncClient(base_url=server.address, timeout=STARTS_WITHIN_SECONDS) as http:
        assert (await http.get("/health")).status_code == 200


async def all_end(server: Started, number: signal.Signals) -> None:
    """Send it to the parent alone, and see that no process of its family is left."""
    family = processes.family(server.pid)
    os.kill(server.pid, number)
    assert await asyncio.to_thread(processes.gone, family, ENDS_WITHIN_SECONDS)


def workers_of(server: Started) -> list[int]:
    """The pids of the processes that serve: the children, but for Python's own that keeps track."""
    children = processes.family(server.pid)[1:]
    return sorted(pid for pid in children if "spawn_main" in processes.command_line(pid))
