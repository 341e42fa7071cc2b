"""What the steps of a payout move in the ledger.

Each transfer's key begins with `payout:<id>:`, so that a step taken twice moves once. A payout in
these functions is its row.
"""

from __future__ import annotations

from likewise.ledger.accounts import person_account, platform_account
from likewise.ledger.transfers import Transfer, enter, reverse
from likewise.models.unit_of_work import Row, UnitOfWork


async def put_in_flight(work: UnitOfWork, payout: Row) -> None:
    """Requested: out of what the person received, into flight."""
    received_id = await person_account(work, "received", payout["person_id"])
    in_flight_id = await person_account(work, "in_flight", payout["person_id"])
    key = _key(payout, "request")
    await enter(work, [Transfer(key, received_id, in_flight_id, payout["amount_micros"])])


async def land(work: UnitOfWork, payout: Row) -> None:
    """Paid: the net to whoever paid it for us, the cut to the platform."""
    in_flight_id = await person_account(work, "in_flight", payout["person_id"])
    clearing_id = await platform_account(work, "provider_clearing", payout["person_id"])
    cut_id = await platform_account(work, "cut", payout["person_id"])
    landing = [
        Transfer(_key(payout, "net"), in_flight_id, clearing_id, payout["net_micros"]),
        Transfer(_key(payout, "cut"), in_flight_id, cut_id, payout["cut_micros"]),
    ]
    await enter(work, [each for each in landing if each.amount_micros > 0])


async def bring_back(work: UnitOfWork, payout: Row) -> None:
    """Rejected, cancelled, or returned before it was paid: out of flight, back to the person."""
    await reverse(work, original_key=_key(payout, "request"), key=_key(payout, "undo"))


async def take_off_again(work: UnitOfWork, payout: Row) -> None:
    """Returned after it was paid: net and cut back into flight; `bring_back` does the rest.

    The accounts of all that follows are locked here, in ascending order as everywhere.
    """
    await work.execute(_LOCK, [_key(payout, name) for name in ("request", "net", "cut")])
    await reverse(work, original_key=_key(payout, "net"), key=_key(payout, "return-net"))
    if payout["cut_micros"] > 0:
        await reverse(work, original_key=_key(payout, "cut"), key=_key(payout, "return-cut"))


_LOCK = """
SELECT FROM accounts WHERE id IN (
    SELECT unnest(ARRAY[source_id, destination_id]) FROM transfers WHERE key = ANY($1::text[])
) ORDER BY id FOR NO KEY UPDATE
"""


def _key(payout: Row, name: str) -> str:
    return f"payout:{payout['id']}:{name}"
