"""What happens while a board of wallets reads; the readings are ours, so that they can be held."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Collection

import pytest

from likewise.ledger.balances import WalletBalances
from likewise.models.changes import EVERYTHING
from likewise.months import Month
from likewise.statements.projection import Epoch, Gift, Giving
from likewise.statements.wallet import Wallet
from likewise.subscriptions import wallet_board
from likewise.subscriptions.wallet_board import WalletBoard
from tests.support.screen import until

KNOWN, NEW, GIVER = 1, 2, 9
MONTH = Month(2026, 11)


class House:
    """Wallets that all get the same projection; reading gifts can be held."""

    def __init__(self) -> None:
        self.projection_micros = 10
        self.may_read = asyncio.Event()
        self.may_read.set()
        self.is_reading = asyncio.Event()

    async def wallets_of(self, _: object, ids: Collection[int]) -> dict[int, Wallet]:
        balances = WalletBalances(0, 0, 0, 0, 1)
        return {each: Wallet(each, balances, 0, Giving(0, 0), MONTH, None) for each in ids}

    async def gifts_to(self, _: object, ids: Collection[int]) -> list[Gift]:
        gifts = [Gift(GIVER, each, self.projection_micros) for each in ids]
        self.is_reading.set()
        await self.may_read.wait()
        return gifts

    async def gifts_of(self, _: object, __: Collection[int]) -> list[Gift]:
        return []

    async def epoch_of(self, _: object) -> Epoch:
        return Epoch(MONTH.first_day, 0, False)


class Shown:
    def __init__(self) -> None:
        self.values: list[int] = []

    def show(self, value: Wallet) -> None:
        self.values.append(value.projection_micros)

    def end(self, error: Exception | None) -> None:
        assert error is None


@pytest.fixture
async def house(monkeypatch: pytest.MonkeyPatch) -> House:
    found = House()
    for name in ("wallets_of", "gifts_to", "gifts_of", "epoch_of"):
        monkeypatch.setattr(wallet_board, name, getattr(found, name))
    return found


@pytest.fixture
async def board(house: House) -> AsyncIterator[WalletBoard]:
    made = WalletBoard()
    task = asyncio.create_task(made.run())
    yield made
    made.close()
    await task


@pytest.fixture
async def known(board: WalletBoard) -> Shown:
    follower = Shown()
    board.follow(KNOWN, follower)
    await until(lambda: follower.values == [10])
    return follower


async def _while_both_are_read(house: House, board: WalletBoard, do: Callable[[], None]) -> Shown:
    """One wallet's gifts are known and another's are asked for: do something before they come."""
    new = Shown()
    house.is_reading.clear()
    house.may_read.clear()
    board.follow(NEW, new)
    board.follow(KNOWN, Shown())
    await house.is_reading.wait()
    do()
    house.may_read.set()
    return new


async def test_what_was_read_before_everything_was_rung_is_read_again(
    house: House, board: WalletBoard, known: Shown
) -> None:
    def everything() -> None:
        house.projection_micros = 20
        board.ring(EVERYTHING)

    new = await _while_both_are_read(house, board, everything)
    await until(lambda: known.values == [10, 20] and new.values[-1:] == [20])


async def test_who_leaves_while_her_gifts_are_read_leaves_nothing(
    house: House, board: WalletBoard, known: Shown
) -> None:
    new = Shown()
    house.may_read.clear()
    house.is_reading.clear()
    board.follow(NEW, new)
    await house.is_reading.wait()
    board.unfollow(NEW, new)
    house.may_read.set()
    again = Shown()
    board.follow(KNOWN, again)
    await until(lambda: again.values == [10])
    assert not board._gifts.knows(NEW)


async def test_who_leaves_while_others_are_read_does_not_keep_them_waiting(
    house: House, board: WalletBoard, known: Shown
) -> None:
    def leave() -> None:
        for follower in list(board._watched[KNOWN].followers):
            board.unfollow(KNOWN, follower)

    new = await _while_both_are_read(house, board, leave)
    await until(lambda: new.values == [10])
    assert board._portion.at_once > 2
