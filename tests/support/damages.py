"""Every kind of damage that the audit must find, as plain SQL."""

from __future__ import annotations

from typing import NamedTuple


class Damage(NamedTuple):
    """Statements that do harm, and the codes of all that the audit finds afterwards."""

    name: str
    codes: tuple[str, ...]
    statements: tuple[str, ...]


def harm(name: str, codes: str, *statements: str) -> Damage:
    """A damage; its codes in one string."""
    return Damage(name.replace(" ", "-"), tuple(codes.split()), statements)


BUDGET = "(SELECT min(id) FROM accounts WHERE kind = 'budget')"
RESERVE = "(SELECT min(id) FROM accounts WHERE kind = 'reserve')"
_GIFT = "(SELECT id FROM transfers WHERE key = 'gift')"
_BACK = "(SELECT id FROM transfers WHERE key = 'gift:back')"
_GIVER = "(SELECT source_id FROM transfers WHERE key = 'gift')"
KEPT = (
    "(SELECT id FROM transfers WHERE key = 'settlement:2026-01:kept:'"
    " || (SELECT id FROM persons WHERE handle = 'cy'))"
)


def move(key: str, source: str, destination: str, micros: int, **columns: str) -> str:
    """Enter a transfer that fits its accounts, past everything that would refuse it."""
    names = "".join(f", {name}" for name in columns)
    values = "".join(f", {value}" for value in columns.values())
    return f"""
WITH sides AS (SELECT {source} AS source_id, {destination} AS destination_id),
entered AS (
    INSERT INTO transfers
        (key, source_id, destination_id, currency, amount_micros, seals_before{names})
    SELECT {key}, source_id, destination_id, 'USD', {micros}, 2{values} FROM sides
)
UPDATE accounts SET version = version + 1,
    balance_micros = balance_micros + CASE WHEN id = source_id THEN -({micros}) ELSE {micros} END
FROM sides WHERE id IN (source_id, destination_id)"""


def platform(kind: str) -> str:
    """The first of the platform's accounts of a kind."""
    return f"(SELECT min(id) FROM accounts WHERE kind = '{kind}')"


def wallet(kind: str, handle: str) -> str:
    """A person's account."""
    return (
        "(SELECT accounts.id FROM accounts JOIN persons ON persons.id = person_id"
        f" WHERE kind = '{kind}' AND handle = '{handle}')"
    )


LOSE = "ALTER TABLE {0} ALTER COLUMN {1} DROP NOT NULL; UPDATE {0} SET {1} = NULL WHERE id = {2}"

BALANCES = (
    harm(
        "a balance is raised by hand",
        "balance_differs sum_not_zero",
        f"UPDATE accounts SET balance_micros = balance_micros + 1 WHERE id = {BUDGET}",
    ),
    harm(
        "money is moved without a transfer",
        "balance_differs",
        f"UPDATE accounts SET balance_micros = balance_micros - 5 WHERE id = {BUDGET}",
        f"UPDATE accounts SET balance_micros = balance_micros + 5 WHERE id = {RESERVE}",
    ),
    harm(
        "a balance is lost",
        "balance_differs sum_not_zero guard_missing",
        "ALTER TABLE accounts DROP CONSTRAINT accounts_floor",
        LOSE.format("accounts", "balance_micros", BUDGET),
    ),
    harm(
        "a version is left behind",
        "version_differs",
        f"UPDATE accounts SET version = version - 1 WHERE id = {BUDGET}",
    ),
    harm("a version is lost", "version_differs", LOSE.format("accounts", "version", BUDGET)),
    harm(
        "a transfer is deleted",
        "balance_differs version_differs",
        "DELETE FROM transfers WHERE key = 'village:1'",
    ),
    harm(
        "a transfer is raised",
        "balance_differs",
        "UPDATE transfers SET amount_micros = amount_micros + 1 WHERE key = 'village:1'",
    ),
    harm(
        "a transfer changes its side",
        "balance_differs version_differs direction_forbidden",
        f"UPDATE transfers SET destination_id = {RESERVE} WHERE key = 'village:1'",
    ),
    harm(
        "a budget falls below zero",
        "balance_below_zero guard_missing direction_forbidden",
        "ALTER TABLE accounts DROP CONSTRAINT accounts_floor",
        move("'overdraft'", wallet("budget", "bo"), RESERVE, 900_000_000),
    ),
)

CURRENCIES = (
    harm(
        "an account of another currency",
        "currency_mixed",
        "INSERT INTO accounts (kind, slot, currency) VALUES ('reserve', 15, 'EUR')"
        " ON CONFLICT DO NOTHING",
        "UPDATE accounts SET currency = 'EUR' WHERE kind = 'reserve' AND slot = 15",
    ),
    harm(
        "a used account changes its currency",
        "currency_mixed transfer_currency_differs sum_not_zero",
        f"UPDATE accounts SET currency = 'EUR' WHERE id = {wallet('budget', 'bo')}",
    ),
    harm(
        "a transfer of another currency",
        "transfer_currency_differs",
        "UPDATE transfers SET currency = 'EUR' WHERE key = 'village:1'",
    ),
    harm(
        "a transfer without a currency",
        "transfer_currency_differs",
        LOSE.format("transfers", "currency", _GIFT),
    ),
)

TRANSFERS = (
    harm(
        "a transfer of nothing",
        "transfer_not_positive guard_missing direction_forbidden",
        "ALTER TABLE transfers DROP CONSTRAINT transfers_positive",
        move("'nothing'", BUDGET, RESERVE, 0),
    ),
    harm(
        "a transfer of less than nothing",
        "transfer_not_positive guard_missing direction_forbidden",
        "ALTER TABLE transfers DROP CONSTRAINT transfers_positive",
        move("'backwards'", BUDGET, RESERVE, -7),
    ),
    harm(
        "a transfer without an amount",
        "transfer_not_positive balance_differs",
        LOSE.format("transfers", "amount_micros", "(SELECT min(id) FROM transfers)"),
    ),
    harm(
        "a transfer to itself",
        "transfer_one_sided version_differs guard_missing direction_forbidden",
        "ALTER TABLE transfers DROP CONSTRAINT transfers_two_sided",
        "INSERT INTO transfers"
        " (key, source_id, destination_id, currency, amount_micros, seals_before)"
        f" SELECT 'self', id, id, 'USD', 5, 2 FROM accounts WHERE id = {RESERVE}",
    ),
    harm(
        "a transfer of an unknown account",
        "transfer_account_unknown balance_differs version_differs",
        "UPDATE transfers SET source_id = 987654321 WHERE key = 'village:1'",
    ),
    harm(
        "a transfer without a source",
        "transfer_account_unknown balance_differs version_differs",
        LOSE.format("transfers", "source_id", "(SELECT min(id) FROM transfers)"),
    ),
    harm(
        "a key is used twice",
        "transfer_key_repeated guard_missing direction_forbidden",
        "ALTER TABLE transfers DROP CONSTRAINT transfers_key_key",
        move("'gift'", BUDGET, RESERVE, 1),
    ),
    harm(
        "a transfer without a key",
        "transfer_key_missing",
        LOSE.format("transfers", "key", _GIFT),
    ),
    harm(
        "a transfer with an empty key",
        "transfer_key_missing",
        "UPDATE transfers SET key = '' WHERE key = 'gift'",
    ),
)

REVERSALS = (
    harm(
        "a reversal of nothing",
        "reversal_of_nothing",
        "UPDATE transfers SET reverses_id = 987654321 WHERE key = 'gift:back'",
    ),
    harm(
        "a reversal of another transfer",
        "reversal_not_swapped direction_forbidden",
        f"UPDATE transfers SET reverses_id = {KEPT} WHERE key = 'gift:back'",
    ),
    harm(
        "a reversal of itself",
        "reversal_not_swapped reversal_of_reversal",
        "UPDATE transfers SET reverses_id = id WHERE key = 'gift:back'",
    ),
    harm(
        "a reversal the same way",
        "reversal_not_swapped guard_missing direction_forbidden",
        "DROP INDEX transfers_reverses_id_key",
        move("'same way'", _GIVER, wallet("budget", "bo"), 1),
        "UPDATE transfers SET reverses_id = NULL WHERE key = 'gift:back'",
        f"UPDATE transfers SET reverses_id = {_GIFT} WHERE key = 'same way'",
    ),
    harm(
        "a reversal above its original",
        "reversal_above direction_forbidden",
        "UPDATE transfers SET reverses_id = NULL WHERE key = 'gift:back'",
        move(
            "'above'",
            wallet("budget", "bo"),
            _GIVER,
            7_000_001,
            reverses_id=_GIFT,
        ),
    ),
    harm(
        "a reversal of a reversal",
        "reversal_of_reversal",
        move(
            "'back again'",
            _GIVER,
            wallet("budget", "bo"),
            1,
            reverses_id=_BACK,
        ),
    ),
    harm(
        "a second reversal",
        "reversal_repeated guard_missing",
        "DROP INDEX transfers_reverses_id_key",
        move("'twice'", wallet("budget", "bo"), _GIVER, 1, reverses_id=_GIFT),
    ),
)

OWNERS = (
    harm(
        "a wallet lacks an account",
        "wallet_incomplete",
        "DELETE FROM accounts WHERE id = " + wallet("in_flight", "ada"),
    ),
    harm(
        "a person has no wallet",
        "wallet_incomplete",
        "INSERT INTO persons (id, handle, display_name) VALUES (987654321, 'eve', 'Eve')",
    ),
    harm(
        "a site has no escrow",
        "escrow_missing",
        "INSERT INTO sites (host) VALUES ('nowhere.example')",
    ),
    harm(
        "a settlement has no clearing account",
        "clearing_missing",
        "DELETE FROM accounts WHERE settlement_id = 2",
    ),
    harm(
        "an account of nobody",
        "account_owner_wrong",
        "INSERT INTO accounts (kind, person_id, currency) VALUES ('budget', 987654321, 'USD')",
    ),
    harm(
        "an account of two",
        "account_owner_wrong guard_missing",
        "ALTER TABLE accounts DROP CONSTRAINT accounts_owner",
        "UPDATE accounts SET site_id = (SELECT id FROM sites) WHERE id = " + BUDGET,
    ),
    harm(
        "an account of an unknown kind",
        "account_owner_wrong guard_missing",
        "ALTER TABLE accounts DROP CONSTRAINT accounts_owner",
        "INSERT INTO accounts (kind, currency) VALUES ('pocket', 'USD')",
    ),
    harm(
        "an account without a kind",
        "account_owner_wrong wallet_incomplete guard_missing",
        "ALTER TABLE accounts DROP CONSTRAINT accounts_owner",
        LOSE.format("accounts", "kind", wallet("received", "ada")),
    ),
    harm(
        "a second budget in another slot",
        "account_owner_wrong guard_missing",
        "ALTER TABLE accounts DROP CONSTRAINT accounts_slot",
        "INSERT INTO accounts (kind, person_id, slot, currency)"
        " SELECT 'budget', id, 1, 'USD' FROM persons WHERE handle = 'ada'",
    ),
    harm(
        "a platform account that nobody finds",
        "account_owner_wrong",
        "INSERT INTO accounts (kind, slot, currency) VALUES ('fees', 16, 'USD')",
    ),
    harm(
        "a second budget",
        "account_repeated guard_missing",
        "DROP INDEX accounts_owned_once",
        "INSERT INTO accounts (kind, person_id, currency)"
        " SELECT 'budget', id, 'USD' FROM persons WHERE handle = 'ada'",
    ),
)

SEALS = (
    harm(
        "a settlement is lost",
        "seal_gap clearing_missing account_owner_wrong",
        "UPDATE settlements SET id = 3 WHERE id = 2",
    ),
    harm(
        "a month is skipped",
        "seal_month_out_of_order",
        "UPDATE settlements SET month = '2026-03-01' WHERE id = 2",
    ),
    harm(
        "a transfer after seals that were not",
        "seal_unknown",
        "UPDATE transfers SET seals_before = 3 WHERE id = (SELECT max(id) FROM transfers)",
    ),
    harm(
        "a transfer before all seals",
        "seal_unknown",
        "UPDATE transfers SET seals_before = -1 WHERE id = (SELECT min(id) FROM transfers)",
    ),
    harm(
        "a transfer on no side of a seal",
        "seal_unknown",
        LOSE.format("transfers", "seals_before", _GIFT),
    ),
    harm(
        "a transfer slips before a seal",
        "seal_order_broken",
        "UPDATE transfers SET seals_before = 0 WHERE id = (SELECT max(id) FROM transfers)",
    ),
    harm(
        "money is left in a settlement",
        "clearing_not_zero direction_forbidden",
        move("'left'", RESERVE, "(SELECT id FROM accounts WHERE settlement_id = 1)", 1),
    ),
    harm(
        "a closed settlement never gave its money out",
        "clearing_not_zero direction_forbidden",
        move("'stuck'", RESERVE, "(SELECT id FROM accounts WHERE settlement_id = 2)", 1),
        "UPDATE settlements SET state = 'posted' WHERE id = 2",
    ),
)

LEDGER_DAMAGES = (*BALANCES, *CURRENCIES, *TRANSFERS, *REVERSALS, *OWNERS, *SEALS)
