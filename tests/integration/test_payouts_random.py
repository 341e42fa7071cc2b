"""Any order of steps keeps every micro: against a model in plain dicts, on the real database."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial

import pytest

from likewise.errors import InsufficientFunds, PayoutTooSmall, WrongState
from likewise.ledger.audit.check_ledger import check_ledger
from likewise.models import database
from likewise.payouts.approve_payout import approve_for_the_batch, approve_payout
from likewise.payouts.cancel_payout import cancel_payout
from likewise.payouts.payout import Payout, payouts_of
from likewise.payouts.providers.sandbox import (
    LOST_IBAN,
    NO_ANSWER_IBAN,
    PAID_IBAN,
    RETURNED_IBAN,
)
from likewise.payouts.reject_payout import reject_payout
from likewise.payouts.request_payout import request_payout
from likewise.payouts.return_payout import return_payout
from likewise.payouts.send_payouts import send_payouts
from tests.support.creators import settle_creator, wallet
from tests.support.village import Village, platform_balance

pytestmark = pytest.mark.usefixtures("database")

IBANS = {"cy": PAID_IBAN, "dee": RETURNED_IBAN, "eve": NO_ANSWER_IBAN, "fay": LOST_IBAN}
AFTERWARDS = {
    "approve": {"paid", "returned", "sent"},
    "approve_for_the_batch": {"approved"},
    "reject": {"rejected"},
    "cancel": {"cancelled"},
    "return": {"returned"},
}
ALLOWED_IN = {
    "approve": {"requested"},
    "approve_for_the_batch": {"requested"},
    "reject": {"requested", "approved"},
    "cancel": {"requested"},
    "return": {"paid"},
}


@dataclass
class Walk:
    """A walk through the steps; it knows what each wallet began with, and nothing of the ledger."""

    village: Village
    chance: random.Random
    began_with: dict[int, int]
    payouts: list[Payout] = field(default_factory=list)
    moves: int = 0

    async def request(self) -> None:
        person_id = self.chance.choice(list(self.began_with))
        amount = self.chance.choice([None, *self.chance.sample(range(8_000_000, 40_000_000), 9)])
        with suppress(InsufficientFunds, PayoutTooSmall):
            payout = await request_payout(
                person_id=person_id, amount_micros=amount, idempotency_key=self.key()
            )
            self.payouts.append(payout)

    async def step(self) -> None:
        if not self.payouts:
            return
        payout = self.chance.choice(self.payouts)
        name = self.chance.choice(list(AFTERWARDS))
        before = await self.state(payout)
        if before not in ALLOWED_IN[name]:
            with pytest.raises(WrongState):
                await self.take(name, payout)
            assert await self.state(payout) == before
            return
        assert (await self.take(name, payout)).state in AFTERWARDS[name]

    def take(self, name: str, payout: Payout) -> Awaitable[Payout]:
        key, op = self.key(), self.village.people["op"]
        if name == "cancel":
            return cancel_payout(
                person_id=payout.person_id, payout_id=payout.id, idempotency_key=key
            )
        steps: dict[str, Callable[..., Awaitable[Payout]]] = {
            "approve": approve_payout,
            "approve_for_the_batch": approve_for_the_batch,
            "reject": partial(reject_payout, reason="No."),
            "return": partial(return_payout, reason="Closed."),
        }
        return steps[name](operator_id=op, payout_id=payout.id, idempotency_key=key)

    async def check(self) -> None:
        net = cut = 0
        for person_id, began_with in self.began_with.items():
            payouts = await payouts_of(person_id)
            balances = await wallet(person_id)
            flying = sum(
                each.amount_micros
                for each in payouts
                if each.state in ("requested", "approved", "sent")
            )
            gone = sum(each.amount_micros for each in payouts if each.state == "paid")
            assert balances.in_flight_micros == flying
            assert balances.received_micros == began_with - flying - gone >= 0
            net += sum(each.net_micros for each in payouts if each.state == "paid")
            cut += sum(each.cut_micros for each in payouts if each.state == "paid")
        brought = sum(self.began_with.values())
        assert await platform_balance("provider_clearing") == net - brought
        assert await platform_balance("cut") == cut

    async def state(self, payout: Payout) -> str:
        row = await database.row("SELECT state FROM payouts WHERE id = $1", payout.id)
        assert row is not None
        return str(row["state"])

    def key(self) -> str:
        self.moves += 1
        return f"move {self.moves}"


@pytest.mark.parametrize("seed", range(4))
async def test_any_order_of_steps_keeps_every_micro(seed: int) -> None:
    village, chance = Village(), random.Random(seed)
    began_with = {}
    for handle, iban in IBANS.items():
        received_micros = chance.randrange(50_000_000, 400_000_000)
        began_with[await settle_creator(village, handle, received_micros, iban)] = received_micros
    walk = Walk(village, chance, began_with)
    for _ in range(150):
        await chance.choices([walk.request, walk.step, _send], weights=[4, 6, 1])[0]()
        await walk.check()
    reached = await database.rows("SELECT DISTINCT state FROM payout_steps")
    assert len(reached) == 7, "the walk has seen every state"
    assert (await check_ledger()).findings == ()


async def _send() -> None:
    assert (await send_payouts()).failed == 0
