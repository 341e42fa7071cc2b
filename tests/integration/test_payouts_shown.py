"""What is told of payouts: what keeps one from being sent, and what one would bring."""

from __future__ import annotations

from datetime import timedelta

import pytest

from likewise.errors import AmountOutOfRange, InsufficientFunds, PayoutTooSmall
from likewise.payouts.cancel_payout import cancel_payout
from likewise.payouts.payout import Payout, payouts_in, payouts_of
from likewise.payouts.preview_payout import preview_payout
from likewise.payouts.providers.sandbox import PAID_IBAN, RETURNED_IBAN
from likewise.payouts.request_payout import request_payout
from tests.support.creators import register, settle_creator, wallet
from tests.support.village import Village

pytestmark = pytest.mark.usefixtures("database")

RECEIVED = 50_000_000


@pytest.fixture
async def cy(database: str) -> int:
    return await settle_creator(Village(), "cy", RECEIVED)


async def ask(person_id: int, amount: int | None = 20_000_000, key: str = "ask") -> Payout:
    return await request_payout(person_id=person_id, amount_micros=amount, idempotency_key=key)


async def test_what_keeps_a_payout_from_being_sent_is_told(cy: int) -> None:
    payout = await ask(cy)
    assert (payout.held_until, payout.account_changed) == (None, False)
    changed = await register(cy, iban=RETURNED_IBAN)
    assert changed.bank_changed_at is not None
    until = changed.bank_changed_at + timedelta(hours=72)
    (held,) = await payouts_in("requested")
    assert changed.held_until == held.held_until == until
    assert held.account_changed
    await register(cy, iban=PAID_IBAN)
    (back,) = await payouts_of(cy)
    assert not back.account_changed
    await cancel_payout(person_id=cy, payout_id=payout.id, idempotency_key="c")
    (cancelled,) = await payouts_of(cy)
    assert cancelled.held_until is None


async def test_a_preview_is_what_the_request_brings_and_moves_nothing(cy: int) -> None:
    for amount in (12_345_678, None):
        before = await wallet(cy)
        preview = await preview_payout(person_id=cy, amount_micros=amount)
        assert await wallet(cy) == before
        payout = await ask(cy, amount, f"{amount}")
        asked = payout.net_micros, payout.cut_micros, payout.cut_bps
        allotment = preview.allotment
        assert asked == (allotment.net_micros, allotment.cut_micros, preview.cut_bps)
        await cancel_payout(person_id=cy, payout_id=payout.id, idempotency_key=f"c{amount}")
    for refused, refusal in (
        (9_999_999, PayoutTooSmall),
        (RECEIVED + 1, InsufficientFunds),
        (2**70, AmountOutOfRange),
    ):
        with pytest.raises(refusal):
            await preview_payout(person_id=cy, amount_micros=refused)
