"""Many at once: no money is lost or made, nobody meets a deadlock, or waits for a stranger."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence

import asyncpg
import pytest
from structlog.testing import capture_logs

from likewise.errors import InsufficientFunds, WrongReversal
from likewise.ledger.accounts import (
    PLATFORM_SLOTS,
    open_clearing_account,
    person_account,
    platform_account,
)
from likewise.ledger.audit import check_ledger
from likewise.ledger.transfers import EnteredTransfer, Transfer, enter, reverse
from likewise.models import database as db
from likewise.models.gate import close_gate
from likewise.models.unit_of_work import UnitOfWork, unit_of_work
from tests.support.sound_ledger import sound_ledger
from tests.support.village import Village

HANDLES = ("ada", "bo", "cy", "dee")


@pytest.fixture
async def village(database: str) -> Village:
    """Four people with a thousand micros each."""
    village = Village()
    await village.settle(*HANDLES)
    for handle in HANDLES:
        await village.pay(handle, 1_000)
    return village


async def _budgets(village: Village) -> list[int]:
    async def body(work: UnitOfWork) -> list[int]:
        return [await person_account(work, "budget", each) for each in village.people.values()]

    return await unit_of_work(body)


async def _enter(wishes: Sequence[Transfer]) -> list[EnteredTransfer]:
    return await unit_of_work(lambda work: enter(work, wishes))


async def _micros(account_id: int) -> int:
    found = await db.row("SELECT balance_micros FROM accounts WHERE id = $1", account_id)
    assert found is not None
    return int(found["balance_micros"])


async def _pay(person: int, key: str, micros: int) -> None:
    async def body(work: UnitOfWork) -> None:
        source = await platform_account(work, "provider_clearing", person)
        budget = await person_account(work, "budget", person)
        await enter(work, [Transfer(key, source, budget, micros)])

    await unit_of_work(body)


async def _seal(month: str) -> None:
    async def body(work: UnitOfWork) -> None:
        await close_gate(work)
        row = await work.one(
            "INSERT INTO settlements (id, month, state, early, max_hops, sealed_at)"
            " SELECT count(*) + 1, $1::text::date, 'sealed', true, 6, likewise_now()"
            " FROM settlements RETURNING id",
            month,
        )
        await open_clearing_account(work, row["id"])

    await unit_of_work(body)


async def test_units_of_work_on_the_same_accounts_in_any_order_lose_nothing(
    village: Village,
) -> None:
    chance = random.Random(7)
    accounts = await _budgets(village)
    batches = [
        [
            Transfer(f"{n}:{step}", *chance.sample(accounts, 2), chance.randint(1, 400))
            for step in range(chance.randint(1, 5))
        ]
        for n in range(200)
    ]

    with capture_logs() as logs:
        outcomes = await asyncio.gather(*map(_enter, batches), return_exceptions=True)

    refused = [each for each in outcomes if isinstance(each, BaseException)]
    assert {type(each) for each in refused} == {InsufficientFunds}
    entered = [each for outcome in outcomes if isinstance(outcome, list) for each in outcome]
    assert len(entered) > 100
    assert await db.rows("SELECT count(*) AS n FROM transfers") == [{"n": 4 + len(entered)}]
    assert sum([await _micros(each) for each in accounts]) == 4_000
    # Nobody was even tried again: what locks in one order cannot deadlock.
    assert logs == []
    assert await sound_ledger()


@pytest.mark.parametrize("round_number", range(5))
async def test_two_spends_of_one_balance_are_one(village: Village, round_number: int) -> None:
    ada, bo, cy, _ = await _budgets(village)
    spends = [[Transfer("to bo", ada, bo, 600)], [Transfer("to cy", ada, cy, 600)]]

    outcomes = await asyncio.gather(*map(_enter, spends), return_exceptions=True)

    assert sorted(type(each).__name__ for each in outcomes) == ["InsufficientFunds", "list"]
    assert await _micros(ada) == 400


async def test_one_key_asked_for_by_many_at_once_moves_money_once(village: Village) -> None:
    ada, bo, *_ = await _budgets(village)

    outcomes = await asyncio.gather(*(_enter([Transfer("k", ada, bo, 10)]) for _ in range(20)))

    assert [each.new for (each,) in outcomes].count(True) == 1
    assert len({each.id for (each,) in outcomes}) == 1
    assert await _micros(ada) == 990


async def test_two_reversals_of_one_transfer_are_one(village: Village) -> None:
    ada, bo, *_ = await _budgets(village)
    await _enter([Transfer("k", ada, bo, 100)])

    async def undo(key: str) -> EnteredTransfer:
        return await unit_of_work(lambda work: reverse(work, original_key="k", key=key))

    outcomes = await asyncio.gather(*(undo(f"r{n}") for n in range(8)), return_exceptions=True)

    assert [type(each) for each in outcomes].count(WrongReversal) == 7
    assert await _micros(ada) == 1_000


async def test_payments_of_strangers_do_not_wait_for_one_row(
    database: str, village: Village
) -> None:
    """All payments leave the platform's account; it is many, so that who holds one holds few up."""
    people = list(village.people.values())
    held, others = people[0], people[1:]
    assert len({person % PLATFORM_SLOTS for person in people}) == len(people)
    link = await asyncpg.connect(database)
    holding = link.transaction()
    await holding.start()
    await link.execute(
        "SELECT FROM accounts WHERE kind = 'provider_clearing' AND slot = $1 FOR UPDATE",
        held % PLATFORM_SLOTS,
    )

    waiting = asyncio.create_task(_pay(held, "held", 5))
    async with asyncio.timeout(5):
        await asyncio.gather(*(_pay(person, f"free:{person}", 5) for person in others))
        while not await _somebody_waits_for_a_lock():
            pass
    assert not waiting.done()

    await holding.rollback()
    await waiting
    await link.close()
    assert await sound_ledger()


async def test_every_payment_lies_wholly_on_one_side_of_a_seal(village: Village) -> None:
    people = list(village.people.values())

    async def pay_on(person: int) -> None:
        for n in range(30):
            await _pay(person, f"payment-{person}-{n}", 1)

    async def seal_on() -> None:
        for month in ("2026-01-01", "2026-02-01", "2026-03-01"):
            await _seal(month)

    await asyncio.gather(*map(pay_on, people), seal_on())
    for person in people:
        await _pay(person, f"last-{person}", 1)

    sides = await db.rows("SELECT DISTINCT seals_before FROM transfers ORDER BY seals_before")
    assert sides[-1] == {"seals_before": 3}
    assert (await check_ledger()).findings == ()


async def test_the_audit_sees_one_snapshot_while_money_moves(village: Village) -> None:
    """Were its statements to see different moments, a transfer between them would be a finding."""
    people = list(village.people.values())
    checks = 0

    async def pay_on(person: int) -> None:
        for n in range(40):
            await _pay(person, f"payment-{person}-{n}", 1)

    paying = asyncio.gather(*map(pay_on, people))
    counts = set()
    while not paying.done():
        health = await check_ledger()
        assert health.findings == ()
        counts.add(health.transfer_count)
        checks += 1
    await paying

    assert checks > 1
    assert len(counts) > 1


async def _somebody_waits_for_a_lock() -> bool:
    return bool(
        await db.rows(
            "SELECT FROM pg_stat_activity"
            " WHERE wait_event_type = 'Lock' AND datname = current_database()"
        )
    )
