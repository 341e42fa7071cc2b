"""What was paid in closed months is the fees and what came in, at random, to the micro."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from likewise.ledger.audit.check_ledger import check_ledger
from likewise.ledger.transfers import reverse
from likewise.memberships.payment import finish_payment
from likewise.memberships.payments import Payment
from likewise.models.unit_of_work import unit_of_work
from likewise.months import Month
from likewise.statements.month_results import MonthResult, result_of, results_of
from tests.support.paid import asked, paid
from tests.support.village import Village, close_open_month, platform_balance

HANDLES = ("ada", "bo", "cy", "dee")
AMOUNTS = (1, 300_000, 1_999_999, 5_000_000, 7_000_003)


@dataclass
class Told:
    """What somebody saw happen between two seals, in micros."""

    paid: int = 0
    fee: int = 0
    credited: int = 0


@dataclass
class Life:
    """Some months, and what was seen in each."""

    village: Village = field(default_factory=Village)
    months: list[tuple[Month, Mapping[str, Told]]] = field(default_factory=list)
    undone: int = 0


async def a_life(chance: random.Random, books: Path) -> Life:
    """Four people pay, are declined and get money back; three months are closed, and one is not."""
    life = Life()
    await life.village.settle(*HANDLES)
    for _ in range(4):
        seen = {handle: Told() for handle in HANDLES}
        for handle, told in seen.items():
            for _ in range(chance.choice((0, 1, 1, 2))):
                await _a_payment(life, chance, handle, told)
            others = [each for each in HANDLES if each != handle]
            await life.village.like(handle, *chance.sample(others, chance.choice((0, 1, 2))))
        if len(life.months) < 3:
            life.months.append(((await close_open_month(books)).month, seen))
    return life


async def _a_payment(life: Life, chance: random.Random, handle: str, told: Told) -> None:
    person_id, amount = life.village.people[handle], chance.choice(AMOUNTS)
    fee = chance.choice((0, 1, amount // 34, amount))
    if chance.random() < 0.2:
        payment_id = await asked(person_id, amount, 0, "card_declined")
        assert (await finish_payment(payment_id)).credited_micros == 0
        return
    payment = await paid(person_id, amount, fee)
    assert payment.credited_micros == amount - fee
    told.paid += amount
    told.fee += fee
    told.credited += amount - fee
    if chance.random() < 0.3:
        await _undo(life, chance, payment, told)


async def _undo(life: Life, chance: random.Random, payment: Payment, told: Told) -> None:
    """All or a part of what came in goes back; perhaps the provider gives its fee back, too."""
    credited, fee = payment.credited_micros or 0, payment.fee_micros or 0
    if credited:
        back = chance.randint(1, credited)
        await _reverse(f"{payment.key}:credit", life, back)
        told.paid -= back
        told.credited -= back
    if fee and chance.random() < 0.5:
        await _reverse(f"{payment.key}:fee", life, fee)
        told.paid -= fee
        told.fee -= fee


async def _reverse(key: str, life: Life, micros: int) -> None:
    life.undone += 1
    undoing = f"refund:{life.undone}"
    await unit_of_work(
        lambda work: reverse(work, original_key=key, key=undoing, amount_micros=micros)
    )


@pytest.mark.parametrize("seed", range(4))
async def test_what_was_paid_in_a_month_is_its_fees_and_what_came_in(
    seed: int, database: str, tmp_path: Path
) -> None:
    life = await a_life(random.Random(seed), tmp_path)
    for month, seen in life.months:
        for handle, told in seen.items():
            found = await result_of(life.village.people[handle], month)
            if found is None:
                assert (told.fee, told.credited) == (0, 0)
                continue
            assert found.paid_micros == told.paid
            assert found.fee_micros == told.fee
            assert found.paid_in_micros == told.credited
            assert found.pot_budget_micros == found.opening.budget_micros + told.credited
    # Nothing of ours takes payments back yet: the ledger says so of what did it here, and no more.
    findings = (await check_ledger()).findings
    assert [each.code for each in findings] == ["direction_forbidden"] * life.undone


async def test_the_fees_of_all_months_and_of_none_yet_are_what_the_ledger_has(
    database: str, tmp_path: Path
) -> None:
    life = await a_life(random.Random("fees"), tmp_path)
    of_all = 0
    open_month = (await close_open_month(tmp_path)).month
    for person_id in life.village.people.values():
        results = await results_of(person_id, first=100, after_id=None)
        assert {each.month for each in results} <= {*(each for each, _ in life.months), open_month}
        of_all += sum(each.fee_micros for each in results)
    assert of_all == await platform_balance("fees") > 0


async def test_a_payment_that_comes_while_a_month_is_closed_is_on_one_side_of_it_with_its_fee(
    database: str, tmp_path: Path
) -> None:
    village = Village()
    await village.settle(*HANDLES)
    fees = {handle: 100_000 + number for number, handle in enumerate(HANDLES)}
    waiting = [await asked(village.people[each], 5_000_000, fee) for each, fee in fees.items()]
    first, *_ = await asyncio.gather(
        close_open_month(tmp_path), *(finish_payment(each) for each in waiting)
    )
    second = await close_open_month(tmp_path)
    for handle, fee in fees.items():
        results = [
            found
            for month in (first.month, second.month)
            if (found := await result_of(village.people[handle], month)) is not None
        ]
        paid_in = [each for each in results if each.paid_micros]
        assert [_payment_in(each) for each in paid_in] == [(5_000_000, fee, 5_000_000 - fee)]


async def test_a_payment_that_was_all_fee_makes_a_month_with_an_empty_pot(
    database: str, tmp_path: Path
) -> None:
    village = Village()
    await village.settle("ada")
    await paid(village.people["ada"], 300_000, 300_000)
    [result] = await _results_after_close(village, tmp_path)
    assert _payment_in(result) == (300_000, 300_000, 0)
    assert result.pot_micros == 0


async def _results_after_close(village: Village, books: Path) -> list[MonthResult]:
    await close_open_month(books)
    return await results_of(village.people["ada"], first=9, after_id=None)


def _payment_in(result: MonthResult) -> tuple[int, int, int]:
    return result.paid_micros, result.fee_micros, result.paid_in_micros
