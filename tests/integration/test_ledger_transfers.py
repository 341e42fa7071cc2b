"""Entering and reversing transfers: what is refused, by what name, and that nothing stays."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from likewise.errors import (
    AmountOutOfRange,
    InsufficientFunds,
    KeyReused,
    NotFound,
    Refusal,
    WrongReversal,
)
from likewise.ledger.accounts import (
    PLATFORM_SLOTS,
    open_escrow_account,
    open_person_accounts,
    open_platform_accounts,
    person_account,
    platform_account,
)
from likewise.ledger.audit import check_ledger
from likewise.ledger.transfers import EnteredTransfer, Transfer, enter, reverse
from likewise.models import database as db
from likewise.models.unit_of_work import UnitOfWork, unit_of_work
from likewise.money import MAX_AMOUNT_MICROS
from tests.support.village import Village

Wish = Callable[[int, int], Transfer]
UNKNOWN = 987_654_321


@pytest.fixture
async def ada_and_bo(database: str) -> tuple[int, int]:
    """The budgets of ada, who has 100 micros, and of bo, who has none."""
    village = Village()
    await village.settle("ada", "bo")
    await village.pay("ada", 100)

    async def body(work: UnitOfWork) -> tuple[int, int]:
        people = village.people
        return (
            await person_account(work, "budget", people["ada"]),
            await person_account(work, "budget", people["bo"]),
        )

    return await unit_of_work(body)


async def _enter(*wishes: Transfer) -> list[EnteredTransfer]:
    return await unit_of_work(lambda work: enter(work, wishes))


async def _reverse(original: str, key: str, amount: int | None = None) -> EnteredTransfer:
    return await unit_of_work(
        lambda work: reverse(work, original_key=original, key=key, amount_micros=amount)
    )


async def _state() -> list[db.Row]:
    return [
        *await db.rows("SELECT * FROM accounts ORDER BY id"),
        *await db.rows("SELECT * FROM transfers ORDER BY id"),
    ]


REFUSED: dict[str, tuple[type[Exception], Wish]] = {
    "more than there is": (InsufficientFunds, lambda ada, bo: Transfer("k", ada, bo, 101)),
    "nothing": (AmountOutOfRange, lambda ada, bo: Transfer("k", ada, bo, 0)),
    "less than nothing": (AmountOutOfRange, lambda ada, bo: Transfer("k", ada, bo, -1)),
    "more than one transfer carries": (
        AmountOutOfRange,
        lambda ada, bo: Transfer("k", ada, bo, MAX_AMOUNT_MICROS + 1),
    ),
    "from nowhere": (NotFound, lambda ada, bo: Transfer("k", UNKNOWN, bo, 1)),
    "to nowhere": (NotFound, lambda ada, bo: Transfer("k", ada, UNKNOWN, 1)),
    "to itself": (ValueError, lambda ada, bo: Transfer("k", ada, ada, 1)),
    "a reversal of nothing": (WrongReversal, lambda ada, bo: Transfer("k", ada, bo, 1, UNKNOWN)),
}


@pytest.mark.parametrize("what", REFUSED)
async def test_a_bad_transfer_is_refused_and_takes_the_good_ones_with_it(
    ada_and_bo: tuple[int, int], what: str
) -> None:
    refusal, wish = REFUSED[what]
    ada, bo = ada_and_bo
    before = await _state()

    with pytest.raises(refusal):
        await _enter(Transfer("good", ada, bo, 1), wish(ada, bo))

    assert await _state() == before


async def test_money_of_another_currency_does_not_mix(ada_and_bo: tuple[int, int]) -> None:
    euro = await unit_of_work(
        lambda work: work.one(
            "INSERT INTO accounts (kind, slot, currency) VALUES ('reserve', 99, 'EUR') RETURNING id"
        )
    )
    before = await _state()

    with pytest.raises(NotFound):
        await _enter(Transfer("k", ada_and_bo[0], euro["id"], 1))

    assert await _state() == before


async def test_a_key_with_the_same_content_is_entered_once(ada_and_bo: tuple[int, int]) -> None:
    ada, bo = ada_and_bo
    (first,) = await _enter(Transfer("k", ada, bo, 60))

    again, other = await _enter(Transfer("k", ada, bo, 60), Transfer("l", ada, bo, 40))

    assert (first.new, again.new, other.new) == (True, False, True)
    assert again.id == first.id
    assert await _micros(ada) == 0
    assert await _micros(bo) == 100


OTHER_CONTENT: dict[str, Wish] = {
    "amount": lambda ada, bo: Transfer("k", ada, bo, 61),
    "source": lambda ada, bo: Transfer("k", UNKNOWN, bo, 60),
    "direction": lambda ada, bo: Transfer("k", bo, ada, 60),
    "amount out of reach": lambda ada, bo: Transfer("k", ada, bo, 1_000_000),
}


@pytest.mark.parametrize("what", OTHER_CONTENT)
async def test_a_key_with_other_content_is_refused(ada_and_bo: tuple[int, int], what: str) -> None:
    ada, bo = ada_and_bo
    await _enter(Transfer("k", ada, bo, 60))
    before = await _state()

    with pytest.raises(KeyReused):
        await _enter(Transfer("good", ada, bo, 1), OTHER_CONTENT[what](ada, bo))

    assert await _state() == before


async def test_a_key_of_a_plain_transfer_is_no_key_of_a_reversal(
    ada_and_bo: tuple[int, int],
) -> None:
    ada, bo = ada_and_bo
    await _enter(Transfer("k", ada, bo, 60), Transfer("back", bo, ada, 60))

    with pytest.raises(KeyReused):
        await _reverse("k", "back")


async def test_a_reversal_undoes_all_or_a_part_once(ada_and_bo: tuple[int, int]) -> None:
    ada, bo = ada_and_bo
    await _enter(Transfer("k", ada, bo, 60), Transfer("l", ada, bo, 40))

    whole = await _reverse("k", "k:back")
    part = await _reverse("l", "l:back", 15)
    again = await _reverse("l", "l:back", 15)

    assert (whole.transfer.amount_micros, part.transfer.amount_micros) == (60, 15)
    assert (again.id, again.new) == (part.id, False)
    assert (await _micros(ada), await _micros(bo)) == (75, 25)


WRONG_REVERSALS: dict[str, tuple[type[Refusal], Callable[[], Awaitable[object]]]] = {
    "above": (WrongReversal, lambda: _reverse("k", "r", 61)),
    "nothing": (AmountOutOfRange, lambda: _reverse("k", "r", 0)),
    "less than nothing": (AmountOutOfRange, lambda: _reverse("k", "r", -1)),
    "unknown": (NotFound, lambda: _reverse("unheard of", "r")),
    "twice": (WrongReversal, lambda: _reverse("l", "r", 1)),
    "of a reversal": (WrongReversal, lambda: _reverse("l:back", "r", 1)),
    "same key, other amount": (KeyReused, lambda: _reverse("l", "l:back", 14)),
    "spent meanwhile": (InsufficientFunds, lambda: _reverse("spent", "r")),
}


@pytest.mark.parametrize("what", WRONG_REVERSALS)
async def test_a_wrong_reversal_is_refused(ada_and_bo: tuple[int, int], what: str) -> None:
    ada, bo = ada_and_bo
    await _enter(Transfer("spent", ada, bo, 20))
    await _enter(Transfer("k", ada, bo, 40), Transfer("l", ada, bo, 30))
    await _reverse("l", "l:back", 15)
    await _enter(Transfer("away", bo, ada, 75))
    before = await _state()
    refusal, attempt = WRONG_REVERSALS[what]

    with pytest.raises(refusal):
        await attempt()

    assert await _state() == before


async def test_entering_nothing_is_fine(database: str) -> None:
    assert await _enter() == []


async def test_one_key_twice_in_one_call_is_a_mistake_of_ours(
    ada_and_bo: tuple[int, int],
) -> None:
    ada, bo = ada_and_bo
    with pytest.raises(ValueError, match="one key twice"):
        await _enter(Transfer("k", ada, bo, 1), Transfer("k", ada, bo, 2))


async def test_a_balance_beyond_64_bits_is_refused(ada_and_bo: tuple[int, int]) -> None:
    """1 024 transfers of the largest amount are more than a bigint holds."""

    async def reserves(work: UnitOfWork) -> tuple[int, int]:
        return await platform_account(work, "reserve", 0), await platform_account(work, "cut", 0)

    reserve, cut = await unit_of_work(reserves)
    before = await _state()

    with pytest.raises(AmountOutOfRange):
        await _enter(*(Transfer(f"k{n}", reserve, cut, MAX_AMOUNT_MICROS) for n in range(1_024)))

    assert await _state() == before


async def test_opening_accounts_twice_is_once(database: str) -> None:
    village = Village()
    await village.settle("ada")
    await village.find("example.org", "home")
    before = await _state()

    async def body(work: UnitOfWork) -> None:
        await open_person_accounts(work, village.people["ada"])
        await open_platform_accounts(work)
        await open_escrow_account(work, village.sites["example.org"])

    await unit_of_work(body)

    assert await _state() == before
    assert len(before) == 3 + 4 * PLATFORM_SLOTS + 1
    assert (await check_ledger()).healthy


async def _micros(account_id: int) -> int:
    found = await db.row("SELECT balance_micros FROM accounts WHERE id = $1", account_id)
    assert found is not None
    return int(found["balance_micros"])
