"""What the database refuses by itself: raw SQL, straight at it, past all of our code."""

from __future__ import annotations

from collections.abc import AsyncIterator

import asyncpg
import pytest

from tests.support.busy_ledger import make_busy_ledger
from tests.support.damages import RESERVE, wallet
from tests.support.sound_ledger import sound_ledger

BUDGET = wallet("budget", "ada")
OTHER_BUDGET = wallet("budget", "bo")
GIFT = "(SELECT id FROM transfers WHERE key = 'gift')"
GIVER = "(SELECT source_id FROM transfers WHERE key = 'gift')"
# Of a transfer that nothing has undone yet.
PAID = "(SELECT id FROM transfers WHERE key = 'village:1')"
PAYER, PAYEE = (
    f"(SELECT {side} FROM transfers WHERE key = 'village:1')"
    for side in ("source_id", "destination_id")
)


def _enter(
    source: str, destination: str, micros: int, *, currency: str = "USD", reverses: str = "NULL"
) -> str:
    return (
        "INSERT INTO transfers (key, source_id, destination_id, currency, amount_micros,"
        f" seals_before, reverses_id) VALUES ('raw', {source}, {destination}, '{currency}',"
        f" {micros}, 2, {reverses})"
    )


REFUSED = {
    "a budget below zero": ("accounts_floor", _enter(OTHER_BUDGET, RESERVE, 2**52)),
    "received money below zero": (
        "accounts_floor",
        _enter(wallet("received", "ada"), RESERVE, 1),
    ),
    "money in flight below zero": (
        "accounts_floor",
        _enter(wallet("in_flight", "ada"), RESERVE, 1),
    ),
    "an escrow below zero": (
        "accounts_floor",
        _enter("(SELECT id FROM accounts WHERE kind = 'escrow')", RESERVE, 10_000_001),
    ),
    "a transfer of nothing": ("transfers_positive", _enter(BUDGET, RESERVE, 0)),
    "a transfer of less than nothing": ("transfers_positive", _enter(RESERVE, BUDGET, -1)),
    "a transfer to itself": ("transfers_two_sided", _enter(BUDGET, BUDGET, 1)),
    "an unknown source": ("transfers_accounts", _enter("987654321", BUDGET, 1)),
    "an unknown destination": ("transfers_accounts", _enter(BUDGET, "987654321", 1)),
    "another currency": ("transfers_accounts", _enter(BUDGET, RESERVE, 1, currency="EUR")),
    "an account of another currency": (
        "transfers_accounts",
        "WITH euro AS (INSERT INTO accounts (kind, slot, currency) VALUES ('reserve', 16, 'EUR')"
        " RETURNING id) " + _enter(BUDGET, "(SELECT id FROM euro)", 1),
    ),
    "a key twice": (
        "transfers_key_key",
        _enter(RESERVE, BUDGET, 1).replace("'raw'", "'gift'"),
    ),
    "an updated transfer": ("transfers_immutable", "UPDATE transfers SET amount_micros = 1"),
    "an updated transfer that there is not": (
        "transfers_immutable",
        "UPDATE transfers SET amount_micros = 1 WHERE id = -1",
    ),
    "an upserted transfer": (
        "transfers_immutable",
        _enter(RESERVE, BUDGET, 1) + " ON CONFLICT (key) DO UPDATE SET amount_micros = 2",
    ),
    "a deleted transfer": ("transfers_immutable", "DELETE FROM transfers WHERE key = 'gift'"),
    "truncated transfers": ("transfers_immutable", "TRUNCATE transfers"),
    "truncated people": (None, "TRUNCATE persons, targets CASCADE"),
    "a balance moved by hand": (
        "accounts_moved_by_transfers_alone",
        f"UPDATE accounts SET balance_micros = balance_micros + 1 WHERE id = {BUDGET}",
    ),
    "an account given away": (
        "accounts_moved_by_transfers_alone",
        f"UPDATE accounts SET person_id = person_id + 1 WHERE id = {BUDGET}",
    ),
    "an upserted account": (
        "accounts_moved_by_transfers_alone",
        "INSERT INTO accounts (kind, currency) VALUES ('reserve', 'USD')"
        " ON CONFLICT (person_id, kind, site_id, settlement_id, slot)"
        " DO UPDATE SET balance_micros = 5",
    ),
    "a merged account": (
        "accounts_moved_by_transfers_alone",
        f"MERGE INTO accounts USING (SELECT {BUDGET} AS id) AS wish ON wish.id = accounts.id"
        " WHEN MATCHED THEN UPDATE SET balance_micros = 0",
    ),
    "a deleted account": (
        "accounts_permanent",
        "DELETE FROM accounts WHERE id = " + wallet("in_flight", "bo"),
    ),
    "truncated accounts": ("accounts_permanent", "TRUNCATE accounts CASCADE"),
    "an account that begins with money": (
        "accounts_begin_empty",
        "INSERT INTO accounts (kind, slot, currency, balance_micros)"
        " VALUES ('reserve', 16, 'USD', 1)",
    ),
    "an account that begins with a version": (
        "accounts_begin_empty",
        "INSERT INTO accounts (kind, slot, currency, version) VALUES ('reserve', 16, 'USD', 1)",
    ),
    "a second budget": (
        "accounts_owned_once",
        "INSERT INTO accounts (kind, person_id, currency)"
        " SELECT kind, person_id, currency FROM accounts WHERE id = " + BUDGET,
    ),
    "a second fee account in its slot": (
        "accounts_owned_once",
        "INSERT INTO accounts (kind, slot, currency) VALUES ('fees', 3, 'USD')",
    ),
    "a budget of nobody": (
        "accounts_owner",
        "INSERT INTO accounts (kind, currency) VALUES ('budget', 'USD')",
    ),
    "an account of an unknown kind": (
        "accounts_owner",
        "INSERT INTO accounts (kind, currency) VALUES ('pocket', 'USD')",
    ),
    "a reversal of nothing": (
        "transfers_reversal",
        _enter(OTHER_BUDGET, BUDGET, 1, reverses="987654321"),
    ),
    "a reversal the same way": (
        "transfers_reversal",
        _enter(PAYER, PAYEE, 1, reverses=PAID),
    ),
    "a reversal to somebody else": (
        "transfers_reversal",
        _enter(PAYEE, RESERVE, 1, reverses=PAID),
    ),
    "a reversal above its original": (
        "transfers_reversal",
        _enter(PAYEE, PAYER, 2**40, reverses=PAID),
    ),
    "a second reversal": (
        "transfers_reverses_id_key",
        _enter(OTHER_BUDGET, GIVER, 1, reverses=GIFT),
    ),
    "a reversal of a reversal": (
        "transfers_reversal",
        _enter(GIVER, OTHER_BUDGET, 1, reverses="(SELECT max(id) FROM transfers)"),
    ),
}


@pytest.fixture
async def stranger(database: str) -> AsyncIterator[asyncpg.Connection]:
    """A connection to a busy ledger, with every right and nothing of ours in between."""
    await make_busy_ledger()
    link = await asyncpg.connect(database)
    yield link
    await link.close()


@pytest.mark.parametrize("what", REFUSED)
async def test_the_database_refuses(stranger: asyncpg.Connection, what: str) -> None:
    constraint, statement = REFUSED[what]
    before = await _everything(stranger)

    with pytest.raises(asyncpg.IntegrityConstraintViolationError) as refused:
        await stranger.execute(statement)

    if constraint is not None:
        assert refused.value.constraint_name == constraint
    assert await _everything(stranger) == before
    assert await sound_ledger()


_COPIED = ("key", "source_id", "destination_id", "currency", "amount_micros", "seals_before")


async def test_copied_transfers_move_balances_too(stranger: asyncpg.Connection) -> None:
    """COPY is the fast way in: the guards stand there as well."""
    source, destination = await stranger.fetchrow(f"SELECT {BUDGET}, {RESERVE}")
    rows = [(f"copied:{n}", source, destination, "USD", 1_000, 2) for n in range(1_000)]

    await stranger.copy_records_to_table("transfers", records=rows, columns=_COPIED)

    assert await sound_ledger()


async def test_one_wrong_reversal_among_many_copied_transfers_is_refused(
    stranger: asyncpg.Connection,
) -> None:
    source, destination, paid = await stranger.fetchrow(f"SELECT {BUDGET}, {RESERVE}, {PAID}")
    rows = [(f"copied:{n}", source, destination, "USD", 1_000, 2, None) for n in range(1_000)]
    rows[500] = (*rows[500][:6], paid)
    before = await _everything(stranger)

    with pytest.raises(asyncpg.IntegrityConstraintViolationError) as refused:
        await stranger.copy_records_to_table(
            "transfers", records=rows, columns=(*_COPIED, "reverses_id")
        )

    assert refused.value.constraint_name == "transfers_reversal"
    assert await _everything(stranger) == before


async def _everything(link: asyncpg.Connection) -> list[asyncpg.Record]:
    return [
        *await link.fetch("SELECT * FROM accounts ORDER BY id"),
        *await link.fetch("SELECT * FROM transfers ORDER BY id"),
    ]


@pytest.mark.parametrize("column", ["id = id + 1000000", "currency = 'EUR'", "slot = slot + 1"])
async def test_who_an_account_is_does_not_change_by_a_trigger_either(
    stranger: asyncpg.Connection, column: str
) -> None:
    await stranger.execute(
        "CREATE FUNCTION pg_temp.meddle() RETURNS trigger LANGUAGE plpgsql AS $$"
        f" BEGIN UPDATE accounts SET {column} WHERE kind = 'reserve'; RETURN NULL; END $$"
    )
    await stranger.execute(
        "CREATE TRIGGER meddle AFTER INSERT ON targets EXECUTE FUNCTION pg_temp.meddle()"
    )
    with pytest.raises(asyncpg.IntegrityConstraintViolationError, match="update of accounts"):
        await stranger.execute("INSERT INTO targets (kind) VALUES ('post')")
