"""Another process that changes wallets and rings: `python -m tests.support.payer`.

Arguments: database URL, Redis URL, prefix of the channels. Each line that it is given is a person
id and an amount in micros; it pays that into her budget and answers with a line after the commit.
"""

from __future__ import annotations

import asyncio
import secrets
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog

from likewise.ledger.accounts import person_account, platform_account
from likewise.ledger.transfers import Transfer, enter
from likewise.models.database import connected
from likewise.models.unit_of_work import UnitOfWork, unit_of_work
from likewise.subscriptions.ringing import ringing


class Payer:
    """The other process, as a test sees it."""

    def __init__(self, process: Process) -> None:
        self._process = process

    async def pay(self, person_id: int, amount_micros: int) -> None:
        """Pay into a person's budget over there, and wait for the commit."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{person_id} {amount_micros}\n".encode())
        assert await self._process.stdout.readline() == b"paid\n"


@asynccontextmanager
async def payer_elsewhere(database_url: str, redis_url: str, prefix: str) -> AsyncIterator[Payer]:
    """Another process, while the block runs."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.support.payer", database_url, redis_url, prefix,
        stdin=PIPE, stdout=PIPE,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        assert await process.stdout.readline() == b"ready\n"
        yield Payer(process)
    finally:
        await process.communicate(b"")  # closes its input, too
    assert process.returncode == 0


async def _main(database_url: str, redis_url: str, prefix: str) -> None:
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    async with connected(database_url, pool_size=2), ringing(redis_url, prefix):
        print("ready", flush=True)
        while line := await asyncio.to_thread(sys.stdin.readline):
            person_id, amount_micros = map(int, line.split())
            await unit_of_work(lambda work: _pay(work, person_id, amount_micros))  # noqa: B023
            print("paid", flush=True)


async def _pay(work: UnitOfWork, person_id: int, amount_micros: int) -> None:
    source_id = await platform_account(work, "provider_clearing", person_id)
    destination_id = await person_account(work, "budget", person_id)
    key = f"payer:{secrets.token_hex(8)}"
    await enter(work, [Transfer(key, source_id, destination_id, amount_micros)])


if __name__ == "__main__":
    asyncio.run(_main(*sys.argv[1:]))
