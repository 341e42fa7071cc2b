"""Another process that changes a wallet and rings: `python -m tests.support.payer`.

Arguments: database URL, Redis URL, prefix of the channels, person id, amount in micros.
"""

from __future__ import annotations

import asyncio
import secrets
import sys

import structlog

from likewise.ledger.accounts import person_account, platform_account
from likewise.ledger.transfers import Transfer, enter
from likewise.models.database import connected
from likewise.models.unit_of_work import UnitOfWork, unit_of_work
from likewise.subscriptions.ringing import ringing


async def pay_elsewhere(
    database_url: str, redis_url: str, prefix: str, person_id: int, amount_micros: int
) -> None:
    """Pay into a person's budget in a process of its own, and wait until that has ended."""
    arguments = [database_url, redis_url, prefix, str(person_id), str(amount_micros)]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.support.payer", *arguments
    )
    assert await process.wait() == 0


async def _pay(work: UnitOfWork, person_id: int, amount_micros: int) -> None:
    source_id = await platform_account(work, "provider_clearing", person_id)
    destination_id = await person_account(work, "budget", person_id)
    key = f"payer:{secrets.token_hex(8)}"
    await enter(work, [Transfer(key, source_id, destination_id, amount_micros)])


async def _main(
    database_url: str, redis_url: str, prefix: str, person_id: str, amount_micros: str
) -> None:
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    async with connected(database_url, pool_size=2), ringing(redis_url, prefix):
        await unit_of_work(lambda work: _pay(work, int(person_id), int(amount_micros)))


if __name__ == "__main__":
    asyncio.run(_main(*sys.argv[1:]))
