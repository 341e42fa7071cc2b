"""Entering transfers: the only way that money moves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import asyncpg
from tortoise.exceptions import IntegrityError, OperationalError

from likewise.errors import AmountOutOfRange, InsufficientFunds, KeyReused, NotFound, WrongReversal
from likewise.models.gate import pass_gate
from likewise.models.unit_of_work import Row, UnitOfWork
from likewise.money import MAX_AMOUNT_MICROS


@dataclass(frozen=True, slots=True)
class Transfer:
    """A wish to move `amount_micros` from the source account to the destination account, once.

    `key` is its business key; `reverses_id` names the transfer that it undoes, if it does.
    """

    key: str
    source_id: int
    destination_id: int
    amount_micros: int
    reverses_id: int | None = None


@dataclass(frozen=True, slots=True)
class EnteredTransfer:
    """A transfer as it stands in the ledger. `new` is False if its key had been there before.

    No use case looks at it, a key being its own answer; whoever proves that a key enters once does.
    """

    id: int
    transfer: Transfer
    new: bool


async def enter(work: UnitOfWork, transfers: Sequence[Transfer]) -> list[EnteredTransfer]:
    """Enter transfers, all or none; returns them in the given order.

    A transfer whose key is there already with the same content is left as it is. Balances and
    versions follow by the database's own trigger. Raises KeyReused (the key is there with other
    content), AmountOutOfRange, InsufficientFunds (an account of a person or site would go below
    zero), NotFound (an unknown account, or accounts of two currencies), WrongReversal.

    The open month's gate comes first and the account locks in ascending order, in every unit of
    work: two units that lock the same things in the same order cannot deadlock.
    """
    _require_sane(transfers)
    if not transfers:
        return []
    gate = await pass_gate(work)
    await _lock_accounts(work, transfers)
    with database_refusals():
        entered = await work.rows(_ENTER, *_columns(transfers), gate.seals_before)
    ids = {str(row["key"]): int(row["id"]) for row in entered}
    known = await _known(work, [each for each in transfers if each.key not in ids])
    return [
        EnteredTransfer(ids.get(each.key) or known[each.key], each, each.key in ids)
        for each in transfers
    ]


async def reverse(
    work: UnitOfWork, *, original_key: str, key: str, amount_micros: int | None = None
) -> EnteredTransfer:
    """Undo a transfer, wholly or up to `amount_micros`, by a new one the other way.

    The original may be reversed once. Raises NotFound for an unknown original, and what `enter`
    raises.
    """
    original = await work.row(
        "SELECT id, source_id, destination_id, amount_micros FROM transfers WHERE key = $1",
        original_key,
    )
    if original is None:
        raise NotFound
    amount = original["amount_micros"] if amount_micros is None else amount_micros
    undoing = Transfer(
        key, original["destination_id"], original["source_id"], amount, original["id"]
    )
    return (await enter(work, [undoing]))[0]


_NO_ACCOUNT = "There is no such account in this currency."
_ENTER = """
INSERT INTO transfers
    (key, source_id, destination_id, amount_micros, reverses_id, currency, seals_before)
SELECT wish.key, wish.source_id, wish.destination_id, wish.amount_micros, wish.reverses_id,
    coalesce(source.currency, '---'), $6
FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[])
    AS wish (key, source_id, destination_id, amount_micros, reverses_id)
LEFT JOIN accounts AS source ON source.id = wish.source_id
ON CONFLICT (key) DO NOTHING
RETURNING id, key
"""


def _columns(transfers: Sequence[Transfer]) -> tuple[list[object], ...]:
    return (
        [each.key for each in transfers],
        [each.source_id for each in transfers],
        [each.destination_id for each in transfers],
        [each.amount_micros for each in transfers],
        [each.reverses_id for each in transfers],
    )


def _require_sane(transfers: Sequence[Transfer]) -> None:
    if any(not 0 < each.amount_micros <= MAX_AMOUNT_MICROS for each in transfers):
        raise AmountOutOfRange
    if any(each.source_id == each.destination_id for each in transfers):
        raise ValueError("a transfer has two sides")
    if len({each.key for each in transfers}) != len(transfers):
        raise ValueError("one key twice in one call")


async def _lock_accounts(work: UnitOfWork, transfers: Sequence[Transfer]) -> None:
    """Lock them in ascending order. Raises NotFound for an unknown one and for two currencies.

    The database refuses these too, but it may come upon an overdraft before. Raises KeyReused if
    the key of such a wish is there already.
    """
    account_ids = {each.source_id for each in transfers}
    account_ids.update(each.destination_id for each in transfers)
    locked = await work.rows(
        "SELECT id, person_id, currency FROM accounts WHERE id = ANY($1::bigint[])"
        " ORDER BY id FOR NO KEY UPDATE",
        sorted(account_ids),
    )
    currencies = {row["id"]: row["currency"] for row in locked}
    wrong = [
        each.key
        for each in transfers
        if currencies.get(each.source_id) is None
        or currencies[each.source_id] != currencies.get(each.destination_id)
    ]
    if wrong:
        known = await work.row("SELECT FROM transfers WHERE key = ANY($1::text[]) LIMIT 1", wrong)
        raise NotFound(_NO_ACCOUNT) if known is None else KeyReused()
    for row in locked:
        if row["person_id"] is not None:
            work.wallet_changed(row["person_id"])


async def _known(work: UnitOfWork, transfers: Sequence[Transfer]) -> dict[str, int]:
    if not transfers:
        return {}
    rows = await work.rows(
        "SELECT id, key, source_id, destination_id, amount_micros, reverses_id"
        " FROM transfers WHERE key = ANY($1::text[])",
        [each.key for each in transfers],
    )
    there = {_as_transfer(row): int(row["id"]) for row in rows}
    if any(each not in there for each in transfers):
        raise KeyReused
    return {each.key: there[each] for each in transfers}


def _as_transfer(row: Row) -> Transfer:
    return Transfer(
        row["key"],
        row["source_id"],
        row["destination_id"],
        row["amount_micros"],
        row["reverses_id"],
    )


@contextmanager
def database_refusals() -> Iterator[None]:
    """What the database refuses by itself, as the refusals of the domain."""
    try:
        yield
    except (IntegrityError, OperationalError, asyncpg.PostgresError) as error:
        cause = error if isinstance(error, asyncpg.PostgresError) else error.__cause__
        match getattr(cause, "constraint_name", None):
            case "accounts_floor":
                raise InsufficientFunds from None
            case "transfers_key_key":
                raise KeyReused from None
            case "transfers_accounts":
                raise NotFound(_NO_ACCOUNT) from None
            case "transfers_reversal" | "transfers_reverses_id_key":
                raise WrongReversal from None
        if isinstance(cause, asyncpg.NumericValueOutOfRangeError):
            raise AmountOutOfRange from None
        raise
