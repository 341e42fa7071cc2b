"""A closing that is killed, paused, doubled or cut off ends as if nothing had happened."""

from __future__ import annotations

import asyncio
import os
import signal
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import pytest

from likewise.demo.embedded import EmbeddedPostgres
from likewise.models.database import connected, migrate
from likewise.settlement.steps import Step
from tests.support.closer import Point
from tests.support.databases import fresh_database
from tests.support.keeper import ROOT_VARIABLE, Addresses
from tests.support.striking import POINTS, Installation, Knife, settle_village
from tests.support.village import running_month

at_every_point = pytest.mark.parametrize(
    "point", POINTS, ids=lambda point: f"{point[0].name}-{point[1]}"
)


@asynccontextmanager
async def installation(addresses: Addresses, books: Path) -> AsyncIterator[Installation]:
    """A village on the session's PostgreSQL."""
    async with fresh_database(addresses.admin_url) as url, connected(url):
        yield Installation(url, books, await settle_village())


_undisturbed: dict[str, object] = {}


async def undisturbed(addresses: Addresses, books: Path) -> dict[str, object]:
    """What a closing comes to that nothing happens to: done once a test process."""
    if not _undisturbed:
        async with installation(addresses, books) as calm:
            await calm.close()
            _undisturbed.update(await calm.result())
    return _undisturbed


async def test_every_durable_step_is_a_point_to_strike_at(
    server_addresses: Addresses, tmp_path: Path
) -> None:
    async with installation(server_addresses, tmp_path) as calm:
        steps = await calm.close()
    assert list(dict.fromkeys(steps)) == [str(step) for step in Step]
    assert steps.count(Step.BATCH_POSTED) > 3


@at_every_point
async def test_a_killed_closing_ends_with_the_same_result(
    point: Point, server_addresses: Addresses, tmp_path: Path
) -> None:
    expected = await undisturbed(server_addresses, tmp_path / "calm")
    async with installation(server_addresses, tmp_path / "struck") as struck:
        assert await struck.closer(signal.SIGKILL, point).end() == -signal.SIGKILL
        await struck.close()
        assert await struck.result() == expected


@at_every_point
async def test_a_paused_closer_that_was_taken_over_writes_nothing_more(
    point: Point, server_addresses: Addresses, tmp_path: Path
) -> None:
    expected = await undisturbed(server_addresses, tmp_path / "calm")
    async with installation(server_addresses, tmp_path / "struck") as struck:
        closer = await struck.paused_closer(point)
        await struck.close()
        before = struck.file_times()
        closer.go_on()
        assert await closer.end() == 0
        assert struck.file_times() == before
        # Before it has taken the closing over it finds the month closed, and after the last step
        # there is nothing that it could write.
        done_by_others = point[0] in (Step.SEALED, Step.CLOSED)
        assert closer.refusal == (None if done_by_others else "CLOSE_SUPERSEDED")
        assert await struck.result() == expected


@at_every_point
async def test_a_closer_whose_connections_are_cut_can_be_followed(
    point: Point, server_addresses: Addresses, tmp_path: Path
) -> None:
    expected = await undisturbed(server_addresses, tmp_path / "calm")
    async with installation(server_addresses, tmp_path / "struck") as struck:
        knife = await Knife.at(struck.database_url)
        closer = await struck.paused_closer(point)
        assert await knife.cut()
        closer.go_on()
        await closer.end()
        await struck.close()
        assert await struck.result() == expected


async def test_two_closers_at_once_close_it_once(
    server_addresses: Addresses, tmp_path: Path
) -> None:
    expected = await undisturbed(server_addresses, tmp_path / "calm")
    async with installation(server_addresses, tmp_path / "struck") as struck:
        closers = [struck.closer(), struck.closer()]
        codes = await asyncio.gather(*(closer.end() for closer in closers))
        assert codes == [0, 0]
        refusals = {closer.refusal for closer in closers}
        assert None in refusals
        assert refusals <= {None, "CLOSE_SUPERSEDED"}
        assert await struck.result() == expected


@pytest.fixture(scope="module")
def postgres() -> Iterator[EmbeddedPostgres]:
    """A PostgreSQL of this module's own, with a village to copy."""
    with tempfile.TemporaryDirectory(dir=os.environ[ROOT_VARIABLE]) as folder:
        server = EmbeddedPostgres(Path(folder), durable=False)
        server.start()
        server.ensure_database("village")
        asyncio.run(_settle(server.url("village")))
        yield server
        server.stop()


async def _settle(url: str) -> None:
    await migrate(url)
    async with connected(url):
        await settle_village()


@at_every_point
async def test_a_closing_outlives_its_database(
    point: Point, postgres: EmbeddedPostgres, server_addresses: Addresses, tmp_path: Path
) -> None:
    expected = await undisturbed(server_addresses, tmp_path / "calm")
    struck = await _copied_village(postgres, point, tmp_path / "struck")
    closer = await struck.paused_closer(point)
    postgres.kill()
    closer.go_on()
    assert (await closer.end() == 0) == (point[0] == Step.CLOSED)
    postgres.start()  # perhaps on another port
    url = urlsplit(struck.database_url)._replace(netloc=urlsplit(postgres.url("any")).netloc)
    struck = replace(struck, database_url=url.geturl())
    await struck.close()
    async with connected(struck.database_url):
        assert await struck.result() == expected


async def _copied_village(postgres: EmbeddedPostgres, point: Point, books: Path) -> Installation:
    name = f"at_{point[0].name.lower()}_{point[1]}"
    link = await asyncpg.connect(postgres.url("postgres"))
    await link.execute(f"CREATE DATABASE {name} TEMPLATE village")
    await link.close()
    async with connected(postgres.url(name)):
        return Installation(postgres.url(name), books, await running_month())
