"""What closed months came to, against their books, their outcomes and the ledger, at random."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from likewise.models import database as db
from likewise.months import Month
from likewise.payouts.approve_registration import approve_registration
from likewise.payouts.cancel_payout import cancel_payout
from likewise.payouts.request_payout import request_payout
from likewise.settlement.engines.choice import split_by_engine
from likewise.settlement.engines.sources import SplitSources
from likewise.statements.like_shares import shares_of
from likewise.statements.month_results import MonthResult, result_of, results_of
from likewise.statements.wallet_history import WalletMovement, history_of
from likewise.storage import Location
from tests.support.creators import receive, register
from tests.support.village import Village, close_open_month

MONTHS = 3
HANDLES = ("ada", "bo", "cy", "dee", "eve", "op")
PAYOUT_MICROS = 10_000_000


async def a_life(chance: random.Random, books: Path) -> tuple[Village, list[Month]]:
    """Some months in which people pay, like, pass on and are paid out; all of them closed."""
    village, months = Village(), []
    await village.settle(*HANDLES)
    for handle in HANDLES:
        await village.write(handle, f"{handle}'s")
    await village.find("example.org", "page")
    await register(village.people["cy"])
    await approve_registration(operator_id=village.people["op"], person_id=village.people["cy"])
    await receive(village.people["cy"], 25_000_003)
    for number in range(MONTHS):
        await _a_month(village, chance, str(number))
        months.append((await close_open_month(books)).month)
    await village.pay("bo", 77)
    return village, months


async def _a_month(village: Village, chance: random.Random, key: str) -> None:
    for handle in HANDLES[:-1]:
        if chance.random() < 0.6:
            await village.pay(handle, chance.randint(1, 7_000_000))
        if chance.random() < 0.5:
            await village.forward(
                handle, chance.choice((0, 1) if handle == "cy" else (0, 1, 3_333, 10_000))
            )
        things = [*(f"{other}'s" for other in HANDLES), *HANDLES, "page"]
        others = [each for each in things if not each.startswith(handle)]
        await village.like(handle, *chance.sample(others, chance.randint(0, 5)))
    if key != "2":
        payout = await request_payout(
            person_id=village.people["cy"], amount_micros=PAYOUT_MICROS, idempotency_key=key
        )
        if chance.random() < 0.5:
            await cancel_payout(
                person_id=village.people["cy"], payout_id=payout.id, idempotency_key=f"{key}, no"
            )


@pytest.fixture(params=range(3))
async def life(
    request: pytest.FixtureRequest, database: str, tmp_path: Path
) -> tuple[Village, list[Month]]:
    return await a_life(random.Random(request.param), tmp_path)


async def all_results(person_id: int) -> list[MonthResult]:
    return await results_of(person_id, first=100, after_id=None)


async def test_a_result_is_what_the_book_and_the_outcome_of_its_month_say(
    life: tuple[Village, list[Month]], tmp_path: Path
) -> None:
    village, months = life
    for month in months:
        folder = tmp_path / str(month)
        pots = {row["person_id"]: row for row in pq.read_table(folder / "pots.parquet").to_pylist()}
        lines = {
            row["account_id"]: row for row in pq.read_table(folder / "outcome.parquet").to_pylist()
        }
        for person_id in village.people.values():
            found = await result_of(person_id, month)
            pot, line = pots.get(person_id), lines.get(person_id)
            if found is None:
                assert pot is line is None
                continue
            assert found.pot_budget_micros == (pot["budget_micros"] if pot else 0)
            assert found.pot_received_micros == (pot["received_micros"] if pot else 0)
            assert found.unshared_micros == (line["unshared_micros"] if line else 0)
            assert found.kept_micros == (line["kept_micros"] if line else 0)


async def test_from_close_to_close_everything_adds_up_to_the_wallet(
    life: tuple[Village, list[Month]],
) -> None:
    village, _ = life
    for handle, person_id in village.people.items():
        before = None
        for each in reversed(await all_results(person_id)):
            if before is not None:
                assert each.opening == before.closing
            gave = each.given_micros > 0
            assert each.closing.budget_micros == (
                each.opening.budget_micros
                + each.paid_in_micros
                - (each.pot_budget_micros if gave else 0)
            )
            assert each.closing.received_micros == (
                each.opening.received_micros
                - each.paid_out_micros
                - (each.pot_received_micros if gave else 0)
                + each.kept_micros
            )
            before = each
        if before is not None:
            since = 77 if handle == "bo" else 0
            now = await village.balance(handle, "budget")
            assert before.closing.budget_micros + since == now
            assert before.closing.received_micros == await village.balance(handle, "received")


async def test_what_likes_gave_is_the_split_and_together_what_their_giver_gave(
    life: tuple[Village, list[Month]], tmp_path: Path
) -> None:
    village, months = life
    for month in months:
        expected = dict(_first_hand(tmp_path / str(month)))
        likes = await db.rows("SELECT id, person_id FROM likes WHERE month = $1", month.first_day)
        shares = await shares_of([row["id"] for row in likes])
        assert {like: micros for like, micros in shares.items() if micros} == expected
        for person_id in village.people.values():
            found = await result_of(person_id, month)
            hers = [shares[row["id"]] for row in likes if row["person_id"] == person_id]
            assert sum(hers) == (found.given_micros if found else 0)
            assert len(hers) == (found.like_count if found else 0)


def _first_hand(folder: Path) -> Iterator[tuple[int, int]]:
    """What each like gave at hop 0, as the engine splits the book."""
    book = Location.parse(folder)
    sources = SplitSources(book / "pots.parquet", book / "likes.parquet", book / "forward.parquet")
    for block in split_by_engine("numpy", sources).share_blocks():
        for like_id, hop, micros in zip(*(each.tolist() for each in block), strict=True):
            if hop == 0:
                yield like_id, micros


async def test_likes_of_an_open_month_have_given_nothing_yet(
    life: tuple[Village, list[Month]],
) -> None:
    village, _ = life
    await village.like("ada", "bo")
    last = await db.row("SELECT max(id) AS id FROM likes")
    assert last is not None
    assert await shares_of([last["id"], 2**62]) == {}


async def test_the_history_goes_back_from_the_balances_to_nothing_by_every_transfer(
    life: tuple[Village, list[Month]],
) -> None:
    village, _ = life
    for handle, person_id in village.people.items():
        found = await _all_movements(person_id, by=3)
        assert found == await _all_movements(person_id, by=100)
        budget = await village.balance(handle, "budget")
        received = await village.balance(handle, "received")
        for each in found:
            assert (each.budget_micros, each.received_micros) == (budget, received)
            budget -= each.budget_change_micros
            received -= each.received_change_micros
        assert (budget, received) == (0, 0)
        there = await db.row(_NUMBER, person_id)
        assert there is not None
        assert len(found) == there["number"]


async def _all_movements(person_id: int, *, by: int) -> list[WalletMovement]:
    found: list[WalletMovement] = []
    while True:
        after_id = found[-1].id if found else None
        more = await history_of(person_id, first=by, after_id=after_id)
        found += more
        if len(more) < by:
            return found


_NUMBER = """
SELECT count(*) AS number FROM transfers WHERE EXISTS (
    SELECT FROM accounts WHERE id IN (source_id, destination_id) AND person_id = $1
      AND kind IN ('budget', 'received'))
"""
