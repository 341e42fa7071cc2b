"""The audit finds every kind of damage, and nothing in a ledger that has none."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import AsyncIterator

import asyncpg
import pytest

from likewise.ledger.audit import CODES, LedgerHealth, check_ledger
from likewise.models import database as db
from tests.support.busy_ledger import make_busy_ledger
from tests.support.damages import LEDGER_DAMAGES, Damage
from tests.support.flow_damages import FLOW_DAMAGES

DAMAGES = (*LEDGER_DAMAGES, *FLOW_DAMAGES)


@pytest.fixture
async def vandal(database: str) -> AsyncIterator[asyncpg.Connection]:
    """A superuser in a busy ledger, whom no trigger and no foreign key stops."""
    await make_busy_ledger()
    link = await asyncpg.connect(database)
    await link.execute("SET session_replication_role = replica")
    yield link
    await link.close()


def _codes(health: LedgerHealth) -> set[str]:
    return {finding.code for finding in health.findings}


def test_every_code_has_a_damage() -> None:
    assert {code for damage in DAMAGES for code in damage.codes} == set(CODES)
    assert len(set(CODES)) == len(CODES)


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.name)
async def test_the_audit_finds_the_damage_and_nothing_else(
    vandal: asyncpg.Connection, damage: Damage
) -> None:
    for statement in damage.statements:
        await vandal.execute(statement)

    health = await check_ledger()

    assert _codes(health) == set(damage.codes), health.findings
    assert not health.healthy


async def test_a_busy_ledger_without_damage_has_no_finding(database: str) -> None:
    await make_busy_ledger()

    health = await check_ledger()

    assert health.findings == ()
    assert health.unlisted == {}
    assert health.healthy
    counts = await db.row(
        "SELECT (SELECT count(*) FROM accounts) AS accounts, count(*) AS transfers,"
        " clock_timestamp() AS later FROM transfers"
    )
    assert counts is not None
    assert (health.account_count, health.transfer_count) == (
        counts["accounts"],
        counts["transfers"],
    )
    assert health.checked_at < counts["later"]


async def test_an_empty_ledger_has_no_finding(database: str) -> None:
    health = await check_ledger()

    assert dataclasses.asdict(health) == {
        "checked_at": health.checked_at,
        "account_count": 0,
        "transfer_count": 0,
        "findings": (),
        "unlisted": {},
    }


async def test_a_finding_names_what_it_is_about(vandal: asyncpg.Connection) -> None:
    account = await vandal.fetchval("SELECT id FROM accounts WHERE kind = 'escrow'")
    await vandal.execute("UPDATE accounts SET balance_micros = 11000000 WHERE id = $1", account)

    found, unbalanced = (await check_ledger()).findings

    assert found.code == "balance_differs"
    assert found.ids == (account,)
    assert found.sentence == (
        f"account {account} stands at 11000000 micros, its transfers come to 10000000"
    )
    assert unbalanced.sentence == "all balances in USD come to 1000000 micros, not to zero"


async def test_many_findings_of_one_kind_are_listed_in_part_and_counted(
    vandal: asyncpg.Connection,
) -> None:
    await vandal.execute("UPDATE accounts SET version = version + 1 WHERE kind = 'fees'")
    await vandal.execute("UPDATE accounts SET version = version + 1 WHERE kind = 'cut'")

    health = await check_ledger()

    assert len(health.findings) == 20
    assert health.unlisted == {"version_differs": 12}
    assert health.finding_count == 32


async def test_all_that_the_audit_reads_is_of_one_moment(vandal: asyncpg.Connection) -> None:
    """A payment that succeeds while the audit is under way is not there yet, nor its transfers."""
    begun = vandal.transaction()
    await begun.start()
    await vandal.execute("LOCK TABLE payments IN ACCESS EXCLUSIVE MODE")
    check = asyncio.create_task(check_ledger())
    waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'payments'::regclass"
    async with asyncio.timeout(5):
        while not await vandal.fetchval(waiting):
            pass
    await vandal.execute("UPDATE payments SET state = 'succeeded', fee_micros = 1")
    await begun.commit()

    assert (await check).findings == ()
    assert not (await check_ledger()).healthy


async def test_a_person_has_no_account_in_another_slot(vandal: asyncpg.Connection) -> None:
    with pytest.raises(asyncpg.CheckViolationError) as refused:
        await vandal.execute(
            "INSERT INTO accounts (kind, person_id, slot, currency)"
            " SELECT 'budget', id, 7, 'USD' FROM persons WHERE handle = 'ada'"
        )
    assert refused.value.constraint_name == "accounts_slot"
