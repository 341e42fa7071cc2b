"""A ledger with everything in it: payments and payouts in every state, a closed month, reversals.

The rows around the ledger are written by hand, as the use cases leave them, so that a test of the
audit fails for nothing but the ledger and the audit.
"""

from __future__ import annotations

from likewise.ledger.accounts import open_clearing_account, person_account, platform_account
from likewise.ledger.transfers import Transfer, enter, reverse
from likewise.models.gate import close_gate
from likewise.models.unit_of_work import UnitOfWork, unit_of_work
from tests.support.village import Village

PAYOUT_STATES = ("requested", "approved", "sent", "paid", "rejected", "cancelled", "returned")
_PAYOUT_MICROS, _NET_MICROS, _CUT_MICROS = 20_000_000, 18_000_000, 2_000_000
_UNPAID = "returned before it was paid"


async def make_busy_ledger() -> Village:
    """Ada and bo pay, cy receives and is paid out; two months are sealed, one of them closed."""
    village = Village()
    await village.settle("ada", "bo", "cy")
    await village.find("example.org", "home")
    await village.pay("ada", 400_000_000)
    await _pay_memberships(village)
    await _close_month(village)
    await _pay_out(village)
    await _take_back(village)
    await _seal_another()
    return village


async def _pay_memberships(village: Village) -> None:
    async def body(work: UnitOfWork) -> None:
        for handle, state, fee_micros in (
            ("ada", "succeeded", 445_000),
            ("bo", "succeeded", 0),
            ("cy", "succeeded", 5_000_000),
            ("ada", "declined", None),
            ("bo", "requested", None),
        ):
            await _pay_membership(work, village.people[handle], state, fee_micros)

    await unit_of_work(body)


async def _pay_membership(
    work: UnitOfWork, person: int, state: str, fee_micros: int | None
) -> None:
    payment = await work.one(
        "WITH membership AS ("
        " INSERT INTO memberships (person_id, amount_micros, provider, payment_method, state)"
        " VALUES ($1, 5000000, 'sandbox', 'ok', 'active')"
        " ON CONFLICT (person_id) DO UPDATE SET state = 'active' RETURNING id)"
        " INSERT INTO payments (key, membership_id, month, amount_micros, fee_micros, state)"
        " SELECT $1::text || $2, id, DATE '2026-01-01' + interval '1 month' * ("
        "   SELECT count(*) FROM payments), 5000000, $3, $2 FROM membership RETURNING id",
        person,
        state,
        fee_micros,
    )
    if state != "succeeded" or fee_micros is None:
        return
    source = await platform_account(work, "provider_clearing", person)
    budget = await person_account(work, "budget", person)
    fees = await platform_account(work, "fees", person)
    key = f"payment:{payment['id']}"
    wishes = (
        Transfer(f"{key}:credit", source, budget, 5_000_000 - fee_micros),
        Transfer(f"{key}:fee", source, fees, fee_micros),
    )
    await enter(work, [each for each in wishes if each.amount_micros > 0])


async def _seal(work: UnitOfWork, month: str, state: str) -> int:
    await close_gate(work)
    settlement = await work.one(
        "INSERT INTO settlements (id, month, state, early, max_hops, sealed_at)"
        " SELECT count(*) + 1, $1::text::date, $2, false, 6, likewise_now() FROM settlements"
        " RETURNING id",
        month,
        state,
    )
    return await open_clearing_account(work, settlement["id"])


async def _close_month(village: Village) -> None:
    async def body(work: UnitOfWork) -> None:
        clearing = await _seal(work, "2026-01-01", "closed")
        ada, cy = village.people["ada"], village.people["cy"]
        escrow = await work.one(
            "SELECT id FROM accounts WHERE site_id = $1", village.sites["example.org"]
        )
        site = village.sites["example.org"]
        budget = await person_account(work, "budget", ada)
        received = await person_account(work, "received", cy)
        key = "settlement:2026-01"
        wishes = [
            Transfer(f"{key}:budget:{ada}", budget, clearing, 300_000_000),
            Transfer(f"{key}:kept:{cy}", clearing, received, 290_000_000),
            Transfer(f"{key}:kept:{site}", clearing, escrow["id"], 10_000_000),
        ]
        await enter(work, wishes)

    await unit_of_work(body)


async def _seal_another() -> None:
    async def body(work: UnitOfWork) -> None:
        await _seal(work, "2026-02-01", "sealed")

    await unit_of_work(body)


async def _pay_out(village: Village) -> None:
    for state in (*PAYOUT_STATES, _UNPAID):
        await unit_of_work(_Payout(village.people["cy"], state).book)


class _Payout:
    """One payout, taken to its state."""

    def __init__(self, person: int, state: str) -> None:
        self.person = person
        self.state = state
        self.key = ""

    async def book(self, work: UnitOfWork) -> None:
        payout = await work.one(
            "INSERT INTO payouts (person_id, amount_micros, net_micros, cut_micros, cut_bps, iban,"
            " state) VALUES ($1, $2, $3, $4, 1000, 'DE02120300000000202051', $5) RETURNING id",
            self.person,
            _PAYOUT_MICROS,
            _NET_MICROS,
            _CUT_MICROS,
            self.state.split()[0],
        )
        self.key = f"payout:{payout['id']}"
        received = await person_account(work, "received", self.person)
        in_flight = await person_account(work, "in_flight", self.person)
        request = Transfer(f"{self.key}:request", received, in_flight, _PAYOUT_MICROS)
        await enter(work, [request])
        if self.state in ("paid", "returned"):
            await self._pay(work, in_flight)
        if self.state == "returned":
            await self._undo(work, "net", "return-net")
            await self._undo(work, "cut", "return-cut")
        if self.state in ("rejected", "cancelled", "returned", _UNPAID):
            await self._undo(work, "request", "undo")

    async def _pay(self, work: UnitOfWork, in_flight: int) -> None:
        bank = await platform_account(work, "provider_clearing", self.person)
        cut = await platform_account(work, "cut", self.person)
        wishes = [
            Transfer(f"{self.key}:net", in_flight, bank, _NET_MICROS),
            Transfer(f"{self.key}:cut", in_flight, cut, _CUT_MICROS),
        ]
        await enter(work, wishes)

    async def _undo(self, work: UnitOfWork, step: str, name: str) -> None:
        await reverse(work, original_key=f"{self.key}:{step}", key=f"{self.key}:{name}")


async def _take_back(village: Village) -> None:
    """A part of a transfer is reversed."""

    async def body(work: UnitOfWork) -> None:
        wish = Transfer(
            "gift",
            await platform_account(work, "provider_clearing", village.people["bo"]),
            await person_account(work, "budget", village.people["bo"]),
            7_000_000,
        )
        await enter(work, [wish])
        await reverse(work, original_key="gift", key="gift:back", amount_micros=3_000_001)

    await unit_of_work(body)
