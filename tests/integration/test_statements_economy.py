"""The state of the economy and the wallet, against small scenarios worked out by hand."""

from __future__ import annotations

from datetime import timedelta

import pytest

from likewise.ledger.accounts import person_account, platform_account
from likewise.ledger.transfers import Transfer, enter
from likewise.models import database
from likewise.models.unit_of_work import UnitOfWork, unit_of_work
from likewise.statements.economy import economy
from likewise.statements.wallet import wallet_of
from tests.support.village import Village

pytestmark = pytest.mark.usefixtures("database")


async def test_an_empty_economy_is_all_zeros() -> None:
    state = await economy()
    names = state.__dataclass_fields__.keys() - {"as_of", "last_check"}
    amounts = [getattr(state, name) for name in names]
    assert amounts == [0] * 10
    assert all(type(amount) is int for amount in amounts)
    assert state.as_of.utcoffset() == timedelta(0)
    assert state.last_check is None


async def test_the_economy_adds_up_what_was_planted() -> None:
    village = Village()
    await village.settle("ada", "bo", "cy", "dee")
    await village.find("example.org", "essay")
    await _have_memberships(village, ada="active", bo="cancelled", cy="past_due", dee="active")
    await _plant_payments(
        village, ("ada", 5_000_000, 445_000, "succeeded"), ("ada", 2_000_000, None, "declined"),
        ("dee", 10_000_000, 590_000, "succeeded"), ("cy", 3_000_000, None, "requested"),
    )  # fmt: skip
    await _plant_settlements((1, "closed", [9_000, 400, 30]), (2, "closed", [70_000]),
                             (3, "closed", []), (4, "posted", [500_000, 1]))  # fmt: skip
    await _plant_payouts(village, ("paid", 90_000, 10_003), ("paid", 20_000, 0),
                         ("sent", 40_000, 1), ("returned", 50_000, 1))  # fmt: skip
    await unit_of_work(lambda work: _leave_waiting(work, village, 12_400_000))

    state = await economy()
    assert (state.paid_in_micros, state.fees_micros) == (15_000_000, 1_035_000)
    assert (state.shared_micros, state.passed_on_micros) == (79_000, 430)
    assert (state.paid_out_micros, state.cut_micros) == (110_000, 10_003)
    assert state.waiting_micros == 12_400_000
    assert (state.people, state.supporters, state.months_closed) == (4, 2, 3)


async def test_a_wallet_keeps_money_and_the_projection_apart() -> None:
    village = Village()
    await village.settle("ada", "bo")
    await village.pay("ada", 3_000_000)
    await village.pay("bo", 2)
    await village.like("ada", "bo")
    bos = await wallet_of(village.people["bo"])
    assert bos.projection_micros == 3_000_000
    assert bos.balances.budget_micros == 2
    assert bos.balances.received_micros == 0
    assert bos.version == 1
    assert (await wallet_of(village.people["ada"])).projection_micros == 0


async def test_who_has_no_wallet_is_told_so() -> None:
    with pytest.raises(LookupError):
        await wallet_of(999)


async def test_received_money_is_available_and_counts_for_the_pot_of_its_owner() -> None:
    village = Village()
    await village.settle("ada", "bo")
    await unit_of_work(lambda work: _receive(work, village.people["ada"], 1_000_001))
    await village.forward("ada", 5_000)
    await village.like("ada", "bo")
    assert (await wallet_of(village.people["ada"])).balances.available_micros == 1_000_001
    assert (await wallet_of(village.people["bo"])).projection_micros == 500_000


async def _have_memberships(village: Village, **states: str) -> None:
    for handle, state in states.items():
        await database.rows(
            "INSERT INTO memberships (person_id, amount_micros, provider, payment_method, state)"
            " VALUES ($1, 5000000, 'sandbox', 'any', $2)",
            village.people[handle],
            state,
        )


async def _plant_payments(village: Village, *payments: tuple[str, int, int | None, str]) -> None:
    for number, (handle, amount_micros, fee_micros, state) in enumerate(payments):
        await database.rows(
            "INSERT INTO payments (key, membership_id, month, amount_micros, fee_micros, state)"
            " SELECT $1::text, id, '2026-01-01', $3::bigint, $4::bigint, $5::text"
            " FROM memberships WHERE person_id = $2",
            f"payment:{number}",
            village.people[handle],
            amount_micros,
            fee_micros,
            state,
        )


async def _plant_settlements(*settlements: tuple[int, str, list[int]]) -> None:
    for number, state, shared in settlements:
        await database.rows(
            "INSERT INTO settlements"
            " (id, month, state, early, max_hops, sealed_at, shared_by_hop_micros)"
            " VALUES ($1::int, make_date(2025, $1, 1), $2, false, 6, likewise_now(),"
            " to_jsonb($3::bigint[]))",
            number,
            state,
            shared,
        )


async def _plant_payouts(village: Village, *payouts: tuple[str, int, int]) -> None:
    for state, net_micros, cut_micros in payouts:
        await database.rows(
            "INSERT INTO payouts"
            " (person_id, amount_micros, net_micros, cut_micros, cut_bps, iban, state)"
            " VALUES ($1, $2::bigint + $3::bigint, $2, $3, 1000, '', $4)",
            village.people["cy"],
            net_micros,
            cut_micros,
            state,
        )


async def _leave_waiting(work: UnitOfWork, village: Village, amount_micros: int) -> None:
    escrow = await work.one(
        "SELECT id FROM accounts WHERE kind = 'escrow' AND site_id = $1",
        village.sites["example.org"],
    )
    source_id = await platform_account(work, "reserve", 0)
    await enter(work, [Transfer("planted:escrow", source_id, escrow["id"], amount_micros)])


async def _receive(work: UnitOfWork, person_id: int, amount_micros: int) -> None:
    source_id = await platform_account(work, "reserve", 0)
    destination_id = await person_account(work, "received", person_id)
    await enter(work, [Transfer("planted:received", source_id, destination_id, amount_micros)])
